import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import tls from "node:tls";
import { PDF } from "@libpdf/core";
import { systemClock, systemIds } from "@troad/kernel";
import { signPdf, verifyPdf } from "@troad/pades";
import { pkiApi } from "@troad/pki/api";
import { rotate } from "@troad/pki/authority";
import { evidenceSource } from "@troad/pki/evidence";
import { trustedOf, trustReader } from "@troad/pki/trust";
import {
  type Certificate,
  extendToLT,
  generateSigner,
  imprintOf,
  openPkcs12,
  parseCertificate,
  parseCertificates,
  publicKeyPem,
  signXades,
  verifyChain,
  verifyContainer,
  writeAsice,
} from "@troad/trust";
import { request } from "undici";
import { tokenOf } from "../modules/eid/test/web-eid-app.ts";
import { gatewayEndpoints } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { slowness } from "./kit/patience.ts";

/**
 * Certificates that hold for 34 seconds (on a slow machine longer): whatever is not renewed while the process runs is over within the test.
 * They begin a minute before they are made, so a quarter of their life is 23 seconds: time for a configuration to run out, which takes eight,
 * and thirteen to spare; the slower the machine, the more.
 */
const lifeSeconds = Math.round(24 + 10 * slowness);
const configurationSeconds = Math.round(7 + slowness);
let government: Government;
before(async () => {
  government = await startGovernment({
    fresh: true,
    exceptAgencies: ["moa", "moe", "moea", "mof", "mohw", "mol", "motc"],
    env: {
      PKI_MEMBER_SECONDS: String(lifeSeconds),
      ROAD_RENEWAL_SECONDS: "1",
      ROAD_CONFIGURATION_SECONDS: String(configurationSeconds),
      PKI_TRUST_SECONDS: "1",
      EID_RATE: "100000",
      PEOPLE: "100",
    },
  });
});
after(() => government.stop());

/** What a gateway shows. */
function shownBy(member: string): Promise<Certificate> {
  const { hostname, port } = new URL(gatewayEndpoints(government, member).server);
  const options = { host: hostname, port: Number(port), rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] };
  return new Promise((resolve, reject) => {
    const socket = tls.connect(options, () => {
      resolve(parseCertificate(socket.getPeerCertificate().raw));
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

const onDisk = (agency: string, name: string): Certificate =>
  parseCertificates(fs.readFileSync(path.join(government.data, "road", "gateways", agency, `${name}.crt`), "utf8"))[0]!;

/** A proof with a card, as the Web eID application makes it. */
async function signIn(): Promise<void> {
  const [person] = people();
  const opened = await openPkcs12(fs.readFileSync(person!.p12), person!.pin);
  assert.ok(opened.ok);
  const { origin } = government.running;
  const challenge = await request(`${origin}/eid/challenge`, { method: "POST", reset: true });
  const { challengeId, nonce } = (await challenge.body.json()) as { challengeId: string; nonce: string };
  const token = tokenOf(opened.value.key, opened.value.certificate.der, nonce, origin);
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ challengeId, token });
  const answer = await request(`${origin}/eid/token`, { method: "POST", headers, body, reset: true });
  assert.equal(answer.statusCode, 200, await answer.body.text());
}
const people = (): { p12: string; pin: string }[] =>
  JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as { p12: string; pin: string }[];

/** What the installation certified at one moment: a card, a PDF under a new seal, and a container of files. */
async function madeNow() {
  const pki = government.running.use(pkiApi);
  const context = { clock: systemClock, ids: systemIds(systemClock), log: { warn: () => undefined }, use: () => pki } as never;
  const trusted = trustReader(context);
  const evidence = evidenceSource(context, trusted);
  const signer = await generateSigner("P-256");
  const holder = { name: "王小明", subscriberNo: "1".repeat(16), nationalIdTail: "6789" };
  const lasting = new Date(Date.now() + 86_400_000).toISOString();
  const request = { publicKey: publicKeyPem(signer), profile: "eid-sign", holder, notAfter: lasting } as const;
  const certificate = parseCertificate((await pki.issueCard(request)).certificate);
  const above = await evidence.above(certificate);
  const page = PDF.create();
  page.addPage({ size: "a4" }).drawText("Letter", { x: 60, y: 700, size: 14 });
  const pdf = await signPdf(await page.save(), {
    ...{ signer, chain: [certificate, ...above], signingTime: new Date() },
    ...{ timestamp: evidence.timestamp, status: evidence.status },
  });
  const files = [{ name: "a.txt", mime: "text/plain", data: Buffer.from("text") }];
  const signed = await signXades({ files, signer, certificate, signingTime: new Date() });
  const timestampToken = await evidence.timestamp(imprintOf(signed.signatureValueC14n));
  const ocspResponse = (await evidence.status(certificate))!;
  const container = writeAsice(files, extendToLT(signed.xml, { timestampToken, ocspResponse, certificates: above }));
  return { certificate, pdf, container };
}

/** What someone who trusts one root, and is given what stands between, thinks of all that. */
async function verdicts(made: Awaited<ReturnType<typeof madeNow>>, root: Certificate): Promise<boolean[]> {
  const { intermediates } = trustedOf(await government.running.use(pkiApi).trustAnchors());
  const trust = { roots: [root], intermediates };
  const chain = verifyChain(made.certificate, { ...trust, at: new Date(), use: "seal" });
  const [pdf, container] = [await verifyPdf(made.pdf, trust), await verifyContainer(made.container, trust)];
  return [chain.ok, pdf.valid, container.valid];
}

test("root and issuing key rotate and all certificates are renewed under exchanges and sign-ins, and not one fails", async (t) => {
  const before = await madeNow();
  await rotate({ folder: path.join(government.data, "pki"), clock: systemClock }, { root: true, afterMs: 3_000 });
  const names = ["seal", "tls", "encryption"];
  const first = names.map((name) => onDisk("moi", name));
  const shown = await shownBy("TWDEMO/GOV/MOI");
  const { consumer } = gatewayEndpoints(government, "TWDEMO/EDU/NDU");
  const failed: unknown[] = [];
  let [answered, signedIn] = [0, 0];
  const end = 3_000 + Math.max(...first.map(({ notAfter }) => notAfter.getTime()));
  while (Date.now() < end) {
    const reply = await request(`${consumer}/r1/TWDEMO/GOV/MOI/REGISTERS/listMethods`, {
      headers: { "x-road-client": "TWDEMO/EDU/NDU/AID" },
    });
    const text = await reply.body.text();
    if (reply.statusCode === 200) answered += 1;
    else failed.push(text);
    if (answered % 5 === 0)
      await signIn().then(
        () => (signedIn += 1),
        (error: unknown) => failed.push(error),
      );
    await sleep(100);
  }
  t.diagnostic(`${answered} exchanges, ${signedIn} sign-ins`);
  assert.deepEqual([failed, answered > 20, signedIn > 4], [[], true, true]);
  for (const [index, name] of names.entries()) {
    const now = onDisk("moi", name);
    assert.ok(first[index]!.notAfter.getTime() < Date.now(), `the first ${name} has ended`);
    assert.ok(
      now.notAfter.getTime() > Date.now() && now.publicKey.equals(first[index]!.publicKey),
      `${name} holds, with its key`,
    );
  }
  assert.equal(onDisk("moi", "seal").issuer.CN, "T-Road Issuing CA G2");
  const after = await madeNow();
  assert.equal(after.certificate.issuer.CN, "T-Road Issuing CA G2");
  const [oldRoot, newRoot] = trustedOf(await government.running.use(pkiApi).trustAnchors()).roots;
  for (const root of [oldRoot!, newRoot!])
    for (const made of [before, after]) assert.deepEqual(await verdicts(made, root), [true, true, true], root.subject.CN ?? "");
  const later = await shownBy("TWDEMO/GOV/MOI");
  assert.notEqual(later.serialHex, shown.serialHex);
  assert.ok(later.notAfter.getTime() > Date.now());
});
