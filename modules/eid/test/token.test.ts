import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pkiApi } from "@troad/pki/api";
import { createRoot, generateSigner, issueCertificate, parseCertificate, publicKeyPem } from "@troad/trust";
import { type DemoPerson, type Installation, install } from "./installation.ts";
import { openCard, program } from "./web-eid-app.ts";

let it: Installation;
let app: ReturnType<typeof program>;
before(async () => {
  it = await install();
  app = program(it);
});
after(() => it?.stop());

const person = (place: number): DemoPerson => it.people()[place]!;

test("an external program proves possession of a card and learns who it is", async () => {
  const { challengeId, nonce, expiresAt } = await app.challenge();
  assert.ok(Buffer.from(nonce, "base64").length >= 32 && nonce.length >= 44);
  assert.equal(Math.round((Date.parse(expiresAt) - it.clock.now().getTime()) / 1000), 300);
  const { key, der } = await openCard(person(0));
  const answer = await app.post("/eid/token", { challengeId, token: app.token(key, der, nonce) });
  assert.deepEqual(answer, { status: 200, body: { subject: person(0).subject } });
});

test("a proof is good once", async () => {
  const { challengeId, nonce } = await app.challenge();
  const { key, der } = await openCard(person(0));
  const token = app.token(key, der, nonce);
  assert.equal((await app.post("/eid/token", { challengeId, token })).status, 200);
  const replayed = await app.post("/eid/token", { challengeId, token });
  assert.deepEqual([replayed.status, replayed.body.code], [409, "eid.challenge-used"]);
});

test("a wrong answer uses the challenge up", async () => {
  const { challengeId, nonce } = await app.challenge();
  const { key, der } = await openCard(person(0));
  const wrong = await app.post("/eid/token", { challengeId, token: app.token(key, der, `${nonce}x`) });
  assert.deepEqual([wrong.status, wrong.body.code], [403, "eid.token-signature"]);
  assert.equal(
    (await app.post("/eid/token", { challengeId, token: app.token(key, der, nonce) })).body.code,
    "eid.challenge-used",
  );
});

test("a signature that another site obtained is refused", async () => {
  assert.equal((await app.prove(person(0), { origin: "https://evil.example" })).body.code, "eid.token-signature");
});

test("a challenge that nobody opened, and one from six minutes ago, are refused", async () => {
  const { key, der } = await openCard(person(0));
  assert.equal(
    (await app.post("/eid/token", { challengeId: "none", token: app.token(key, der, "n") })).body.code,
    "eid.challenge-unknown",
  );
  const { challengeId, nonce } = await app.challenge();
  it.clock.shift(6 * 60_000);
  assert.equal(
    (await app.post("/eid/token", { challengeId, token: app.token(key, der, nonce) })).body.code,
    "eid.challenge-expired",
  );
});

test("one flipped bit of the signature, another algorithm, or another person's certificate fail", async () => {
  const { key, der } = await openCard(person(0));
  const { challengeId, nonce } = await app.challenge();
  const token = app.token(key, der, nonce);
  const flipped = Buffer.from(token.signature, "base64");
  flipped[10]! ^= 1;
  assert.equal(
    (await app.post("/eid/token", { challengeId, token: { ...token, signature: flipped.toString("base64") } })).body.code,
    "eid.token-signature",
  );
  assert.equal((await app.prove(person(0), { change: { algorithm: "ES384" } })).body.code, "eid.token-signature");
  const other = await openCard(person(1));
  assert.equal(
    (await app.prove(person(0), { change: { unverifiedCertificate: other.der.toString("base64") } })).body.code,
    "eid.token-signature",
  );
});

test("tokens that are not tokens are refused before anything else", async () => {
  const changes: object[] = [
    { format: "web-eid:2.0" },
    { algorithm: "none" },
    { algorithm: "constructor" },
    { signature: "***" },
    { unverifiedCertificate: 7 },
    { appVersion: null },
  ];
  for (const change of changes) {
    const answer = await app.prove(person(0), { change });
    assert.deepEqual([answer.status, answer.body.code], [400, "eid.token-malformed"], JSON.stringify(change));
  }
  assert.equal(
    (await app.prove(person(0), { change: { unverifiedCertificate: Buffer.from("no certificate").toString("base64") } })).body
      .code,
    "eid.token-malformed",
  );
  assert.equal((await app.post("/eid/token", { challengeId: "x", token: "text" })).body.code, "request.invalid");
});

test("a certificate of another authority that copies every name is refused", async () => {
  const authority = await generateSigner("P-256");
  const { issuer } = (await openCard(person(0))).certificate;
  const [notBefore, notAfter] = [new Date(it.clock.now().getTime() - 60_000), new Date(it.clock.now().getTime() + 86_400_000)];
  const root = await createRoot({ subject: issuer, signer: authority, notBefore, notAfter });
  const key = await generateSigner("P-256");
  const { subject } = (await openCard(person(0))).certificate;
  const forged = await issueCertificate({
    profile: "eid-auth",
    subject,
    tailOfCitizenId: "1234",
    publicKey: key.publicKey,
    issuer: { signer: authority, certificate: root },
    notBefore,
    notAfter,
  });
  const { challengeId, nonce } = await app.challenge();
  assert.equal(
    (await app.post("/eid/token", { challengeId, token: app.token(key, forged.der, nonce) })).body.code,
    "eid.certificate-untrusted",
  );
});

test("the signing certificate of a card, and a card of our authority that was never handed out, do not sign in", async () => {
  const signing = await openCard(person(0), "-sign");
  const one = await app.challenge();
  const asSigner = app.token(signing.key, signing.der, one.nonce);
  assert.equal(
    (await app.post("/eid/token", { challengeId: one.challengeId, token: asSigner })).body.code,
    "eid.certificate-profile",
  );

  const key = await generateSigner("P-256");
  const notAfter = new Date(it.clock.now().getTime() + 86_400_000).toISOString();
  const holder = { name: "王小明", subscriberNo: "1".repeat(16), nationalIdTail: "6789" };
  const { certificate } = await it.process
    .use(pkiApi)
    .issueCard({ publicKey: publicKeyPem(key), profile: "eid-auth", holder, notAfter });
  const two = await app.challenge();
  const stray = app.token(key, parseCertificate(certificate).der, two.nonce);
  assert.equal((await app.post("/eid/token", { challengeId: two.challengeId, token: stray })).body.code, "eid.card-unknown");
});
