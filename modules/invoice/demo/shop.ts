import { createHash, createPrivateKey } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { instant, type ModuleContext, monthsLater } from "@troad/kernel";
import { createRoot, generateSigner, parseCertificates, signerFromKey } from "@troad/trust";
import { insertSender } from "../senders/senders-store.ts";

/** A shop of the demonstration that may send for every seller, as an agent of shops does. */
export type DemoShop = { id: string; name: string; token: string; certificate: string; key: string };

const sha256 = (bytes: string): string => createHash("sha256").update(bytes).digest("hex");

/** Creates the shop's token, key and certificate once, below data/demo, and registers it as a sender. */
export async function prepareShop(ctx: ModuleContext): Promise<DemoShop> {
  const folder = path.join(ctx.dataDir, "demo");
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "invoice-shop.json");
  if (!fs.existsSync(file)) await makeShop(ctx, file);
  const shop = JSON.parse(fs.readFileSync(file, "utf8")) as DemoShop;
  const [certificate] = parseCertificates(shop.certificate);
  const row = { id: shop.id, name: shop.name, sellers: ["*"], tokenSha256: sha256(shop.token), since: instant(ctx.clock) };
  await insertSender(ctx.db, { ...row, certificateSha256: certificate!.fingerprint });
  return shop;
}

async function makeShop(ctx: ModuleContext, file: string): Promise<void> {
  const signer = await generateSigner("P-256");
  const notBefore = ctx.clock.now();
  const notAfter = monthsLater(notBefore, 60);
  const subject = { C: "TW", O: "示範加值服務中心", CN: "Demo invoice agent" };
  // self-signed: what counts is that this very certificate was registered
  const certificate = await createRoot({ notBefore, notAfter, subject, signer });
  const shop: DemoShop = {
    id: `demo-agent-${ctx.ids.uuid().slice(-8)}`,
    name: "示範加值服務中心",
    token: ctx.ids.secret(32),
    certificate: certificate.pem,
    key: signerFromKey(signer.privateKey).privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
  const partial = `${file}.${process.pid}`;
  fs.writeFileSync(partial, `${JSON.stringify(shop, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(partial, file);
}

/** The private key of the shop's file. */
export const shopKey = (shop: DemoShop) => createPrivateKey(shop.key);
