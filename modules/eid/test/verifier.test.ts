import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Database } from "@troad/kernel";
import { openAuthority } from "@troad/pki/authority";
import {
  answerOcsp,
  type Certificate,
  createRoot,
  generateSigner,
  type Identity,
  type IssueRequest,
  issueCertificate,
  OID,
  presignOcsp,
  type SoftwareSigner,
} from "@troad/trust";
import { insertCard } from "../store/cards.ts";
import { type Installation, install } from "./installation.ts";
import { type Answer, program } from "./web-eid-app.ts";

/** The whole verifier over HTTP: the test holds the authority's keys, issues what no honest one would, and is the responder. */
type Reply = (request: Buffer) => Promise<Buffer | undefined>;
let it: Installation;
let app: ReturnType<typeof program>;
let authority: Awaited<ReturnType<typeof openAuthority>>;
let responder: Server;
let reply: Reply;
let database: Database;
const day = 86_400_000;
const denied = "1.3.6.1.4.1.99999.1.1.9";

before(async () => {
  responder = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const answer = await reply(Buffer.concat(parts));
    if (answer) response.setHeader("content-type", "application/ocsp-response").end(answer);
    else response.destroy();
  });
  await new Promise<void>((resolve) => responder.listen(0, "127.0.0.1", resolve));
  const { port } = responder.address() as { port: number };
  it = await install({ EID_OCSP_URL: `http://127.0.0.1:${port}/`, EID_DENIED_POLICIES: denied, PKI_TRUST_SECONDS: "1" });
  app = program(it);
  database = it.process.schemas.of("eid");
  authority = await openAuthority({ folder: path.join(it.dataDir, "pki"), clock: it.clock });
});
after(async () => {
  responder?.close();
  await it?.stop();
});

const states = new Map<string, "good" | "certificateHold" | "keyCompromise">();
const service = (issuer: Identity, by: Identity, now = it.clock.now()) => ({
  ...{ issuer: issuer.certificate, responder: by, now },
  lookup: (serial: string) => {
    const state = states.get(serial) ?? "good";
    return state === "good"
      ? { status: "good" as const }
      : { status: "revoked" as const, at: new Date(now.getTime() - 60_000), reason: state };
  },
});
const honest: Reply = (request) =>
  answerOcsp(
    request,
    authority.generations().map(({ issuing, ocsp }) => service(issuing, ocsp)),
  );

type Card = { key: SoftwareSigner; certificate: Certificate };
/** A card of the authority, handed to a person of the demonstration. */
async function card(more: Partial<IssueRequest> = {}, person = 0): Promise<Card> {
  const key = await generateSigner("P-256");
  const now = it.clock.now().getTime();
  const certificate = await issueCertificate({
    ...{ profile: "eid-auth", subject: { C: "TW", CN: "測試", serialNumber: "9".repeat(16) }, tailOfCitizenId: "6789" },
    ...{ publicKey: key.publicKey, issuer: authority.current().issuing, key: "chip" },
    ...{ notBefore: new Date(now - day), notAfter: new Date(now + day) },
    ...more,
  } as IssueRequest);
  await insertCard(database, {
    ...{ serial: certificate.serialHex, subject: it.people()[person]!.subject, certificate: certificate.pem, medium: "chip" },
    ...{ signSerial: `s${certificate.serialHex}`, signCertificate: certificate.pem },
    ...{ at: it.clock.now().toISOString(), notAfter: certificate.notAfter.toISOString() },
  });
  return { key, certificate };
}

async function prove({ key, certificate }: Card, answer: Reply = honest, origin = it.process.origin): Promise<string> {
  reply = answer;
  const { challengeId, nonce } = await app.challenge();
  return codeOf(await app.post("/eid/token", { challengeId, token: app.tokenFor(key, certificate.der, nonce, origin) }));
}
const codeOf = ({ status, body }: Answer): string => body.code ?? (body.subject ? "accepted" : String(status));

test("a card in time, of the right use and policy, is accepted; expired, not yet valid, of wrong use and of a denied policy are not", async () => {
  const now = it.clock.now().getTime();
  assert.equal(await prove(await card()), "accepted");
  const [past, ahead] = [new Date(now - 2 * day), new Date(now + day)];
  assert.equal(await prove(await card({ notBefore: past, notAfter: new Date(now - day) })), "eid.certificate-expired");
  assert.equal(await prove(await card({ notBefore: ahead, notAfter: new Date(now + 2 * day) })), "eid.certificate-expired");
  assert.equal(await prove(await card({ profile: "eid-sign" })), "eid.certificate-profile");
  assert.equal(await prove(await card({ policies: [OID.policyCitizenChip, denied] })), "eid.certificate-policy");
});

test("a card of an issuer that nobody vouches for is refused; of an issuer that rotated in, and of the one before, accepted", async () => {
  const signer = await generateSigner("P-256");
  const now = it.clock.now().getTime();
  const lasting = { notBefore: new Date(now - day), notAfter: new Date(now + day) };
  const root = { signer, certificate: await createRoot({ subject: { CN: "T-Road Issuing CA" }, signer, ...lasting }) };
  assert.equal(await prove(await card({ issuer: root })), "eid.certificate-untrusted");
  const before = await card();
  const { rotate } = await import("@troad/pki/authority");
  await rotate({ folder: path.join(it.dataDir, "pki"), clock: it.clock }, { root: true, afterMs: 0 });
  await authority.reload();
  const rotated = await card();
  assert.notEqual(rotated.certificate.issuerDer.toString("hex"), before.certificate.issuerDer.toString("hex"));
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  assert.deepEqual([await prove(rotated), await prove(before)], ["accepted", "accepted"]);
});

test("a suspended card is refused and a revoked one for good; resumed, the first is accepted again", async () => {
  const one = await card();
  const { serialHex } = one.certificate;
  states.set(serialHex, "certificateHold");
  assert.equal(await prove(one), "eid.card-suspended");
  states.set(serialHex, "good");
  assert.equal(await prove(one), "accepted");
  states.set(serialHex, "keyCompromise");
  assert.equal(await prove(one), "eid.card-revoked");
});

test("an answer without the nonce, a stale one, one of another responder, one about another card and one of nobody prove nothing", async () => {
  const one = await card();
  const { issuing, ocsp } = authority.current();
  const by = (responder: Identity, now = it.clock.now()) => ({ issuer: issuing.certificate, responder, now });
  const serial = one.certificate.serialHex;
  const refused = async (answer: Reply) => assert.equal(await prove(one, answer), "eid.status-unavailable");
  await refused(() => presignOcsp(serial, { status: "good" }, by(ocsp)));
  await refused((request) => answerOcsp(request, service(issuing, ocsp, new Date(it.clock.now().getTime() - 150_000))));
  await refused((request) => answerOcsp(request, service(issuing, ocsp, new Date(it.clock.now().getTime() + 20 * 60_000))));
  // a gateway's key, and the responder of the other generation: certified, but not to answer for this issuer
  const signer = await generateSigner("P-256");
  const lasting = { notBefore: new Date(it.clock.now().getTime() - day), notAfter: new Date(it.clock.now().getTime() + day) };
  const gateway = await issueCertificate({
    ...{ profile: "tls", subject: { CN: "gw" }, publicKey: signer.publicKey, issuer: issuing, san: { dns: ["gw"] }, ...lasting },
  });
  await refused((request) => answerOcsp(request, service(issuing, { signer, certificate: gateway })));
  await refused((request) => answerOcsp(request, service(issuing, authority.of(1)!.ocsp)));
  await refused((request) => answerOcsp(request, service(authority.of(1)!.issuing, authority.of(1)!.ocsp)));
  await refused(async () => Buffer.from("<html>proxy login</html>"));
  assert.equal(await prove(one), "accepted");
});

test("with the responder away a key in a chip is refused at once; a key in a file for as long as its last good answer stands", async () => {
  const away: Reply = async () => undefined;
  const [chip, file, unseen] = [await card(), await card({ key: "file" }), await card({ key: "file" })];
  assert.deepEqual([await prove(chip), await prove(file)], ["accepted", "accepted"]);
  assert.equal(await prove(chip, away), "eid.status-unavailable");
  assert.equal(await prove(unseen, away), "eid.status-unavailable");
  assert.equal(await prove(file, away), "accepted");
  states.set(file.certificate.serialHex, "certificateHold");
  assert.equal(await prove(file), "eid.card-suspended");
  assert.equal(await prove(file, away), "eid.status-unavailable", "what was heard last counts");
});

test("the nonce of another session and a second use are refused", async () => {
  const one = await card();
  reply = honest;
  const [mine, theirs] = [await app.challenge(), await app.challenge()];
  const token = app.tokenFor(one.key, one.certificate.der, mine.nonce, it.process.origin);
  assert.equal(codeOf(await app.post("/eid/token", { challengeId: theirs.challengeId, token })), "eid.token-signature");
  assert.equal(codeOf(await app.post("/eid/token", { challengeId: mine.challengeId, token })), "accepted");
  assert.equal(codeOf(await app.post("/eid/token", { challengeId: mine.challengeId, token })), "eid.challenge-used");
});

test("an origin with a slash, another port, a path, http for https or another name is another origin", async () => {
  const one = await card();
  const { origin, port, hostname } = new URL(it.process.origin);
  const others = [
    `${origin}/`,
    `${origin}:443`,
    origin.replace(port, String(Number(port) + 1)),
    origin.replace("http:", "https:"),
  ];
  for (const other of [...others, `${origin}/eid`, origin.replace(hostname, "evil.example"), origin.toUpperCase()])
    assert.equal(await prove(one, honest, other), "eid.token-signature", other);
  assert.equal(await prove(one), "accepted");
});
