import { createHash } from "node:crypto";
import { createRoot, generateSigner, parseCertificates, signerFromKey } from "@troad/trust";
import type pg from "pg";
import type { DemoShop } from "../../demo/shop.ts";

/** Agents that may send for every seller, each with a token and a certificate of its own. */
export async function makeSenders(client: pg.Client, count: number, from: Date): Promise<DemoShop[]> {
  const senders: DemoShop[] = [];
  for (let at = 0; at < count; at++) {
    const signer = await generateSigner("P-256");
    const until = new Date(from.getTime() + 3650 * 86_400_000);
    const names = { C: "TW", O: "x", CN: `agent ${at}` };
    const { pem } = await createRoot({ notBefore: from, notAfter: until, subject: names, signer });
    const key = signerFromKey(signer.privateKey).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const sender = { id: `agent-${at}`, name: "x", token: `${at}`.repeat(40), certificate: pem, key };
    const token = createHash("sha256").update(sender.token).digest("hex");
    await client.query(
      "insert into sender (id, name, sellers, token_sha256, certificate_sha256, since) values ($1, 'x', '{*}', $2, $3, now())",
      [sender.id, token, parseCertificates(pem)[0]!.fingerprint],
    );
    senders.push(sender);
  }
  return senders;
}
