import assert from "node:assert/strict";
import { createHash, sign } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { checkAudit, readAudit } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { createRoot, generateSigner, issueCertificate, openPkcs12, publicKeyPem, type SoftwareSigner } from "@troad/trust";
import { eidApi } from "../api.ts";
import { Browser, type DemoPerson, type Installation, install } from "./installation.ts";

let it: Installation;
before(async () => {
  it = await install();
});
after(() => it?.stop());

type Answer = { status: number; body: { subject?: string; code?: string; continue?: string; params?: { left?: number } } };
type Challenge = { challengeId: string; nonce: string; expiresAt: string };

async function post(address: string, body: object): Promise<Answer> {
  const response = await fetch(`${it.process.origin}${address}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}
const challenge = async (): Promise<Challenge> =>
  (await (await fetch(`${it.process.origin}/eid/challenge`, { method: "POST" })).json()) as Challenge;

/** What a Web eID application does with a card: SHA-256 of origin and nonce, signed as r || s. */
function tokenOf(key: SoftwareSigner, certificate: Buffer, nonce: string, origin = it.process.origin) {
  const bytes = Buffer.concat([origin, nonce].map((text) => createHash("sha256").update(text).digest()));
  const signature = sign("sha256", bytes, { key: key.privateKey, dsaEncoding: "ieee-p1363" }).toString("base64");
  return {
    unverifiedCertificate: certificate.toString("base64"),
    algorithm: "ES256",
    signature,
    format: "web-eid:1.0",
    appVersion: "https://web-eid.eu/web-eid-app/releases/2.5.0+0",
  };
}

async function cardOf(person: DemoPerson) {
  const opened = await openPkcs12(fs.readFileSync(person.p12), person.pin);
  assert.ok(opened.ok);
  return { key: opened.value.key, der: opened.value.certificate.der, serial: opened.value.certificate.serialHex };
}

async function prove(person: DemoPerson, change: object = {}, origin?: string): Promise<Answer> {
  const { key, der } = await cardOf(person);
  const { challengeId, nonce } = await challenge();
  return post("/eid/token", { challengeId, token: { ...tokenOf(key, der, nonce, origin), ...change } });
}

const person = (place: number): DemoPerson => it.people()[place]!;

test("an external program proves possession of a card and learns who it is", async () => {
  const { challengeId, nonce, expiresAt } = await challenge();
  assert.ok(Buffer.from(nonce, "base64").length >= 32 && nonce.length >= 44);
  assert.equal(Math.round((Date.parse(expiresAt) - it.clock.now().getTime()) / 1000), 300);
  const { key, der } = await cardOf(person(0));
  const answer = await post("/eid/token", { challengeId, token: tokenOf(key, der, nonce) });
  assert.deepEqual(answer, { status: 200, body: { subject: person(0).subject } });
});

test("a proof is good once", async () => {
  const { challengeId, nonce } = await challenge();
  const { key, der } = await cardOf(person(0));
  const token = tokenOf(key, der, nonce);
  assert.equal((await post("/eid/token", { challengeId, token })).status, 200);
  const replayed = await post("/eid/token", { challengeId, token });
  assert.deepEqual([replayed.status, replayed.body.code], [409, "eid.challenge-used"]);
});

test("a wrong answer uses the challenge up", async () => {
  const { challengeId, nonce } = await challenge();
  const { key, der } = await cardOf(person(0));
  const wrong = await post("/eid/token", { challengeId, token: tokenOf(key, der, `${nonce}x`) });
  assert.deepEqual([wrong.status, wrong.body.code], [403, "eid.token-signature"]);
  assert.equal((await post("/eid/token", { challengeId, token: tokenOf(key, der, nonce) })).body.code, "eid.challenge-used");
});

test("a signature that another site obtained is refused", async () => {
  assert.equal((await prove(person(0), {}, "https://evil.example")).body.code, "eid.token-signature");
});

test("a challenge that nobody opened, and one from six minutes ago, are refused", async () => {
  const { key, der } = await cardOf(person(0));
  assert.equal(
    (await post("/eid/token", { challengeId: "none", token: tokenOf(key, der, "n") })).body.code,
    "eid.challenge-unknown",
  );
  const { challengeId, nonce } = await challenge();
  it.clock.shift(6 * 60_000);
  assert.equal((await post("/eid/token", { challengeId, token: tokenOf(key, der, nonce) })).body.code, "eid.challenge-expired");
});

test("one flipped bit of the signature, another algorithm, or another person's certificate fail", async () => {
  const { key, der } = await cardOf(person(0));
  const { challengeId, nonce } = await challenge();
  const token = tokenOf(key, der, nonce);
  const flipped = Buffer.from(token.signature, "base64");
  flipped[10]! ^= 1;
  assert.equal(
    (await post("/eid/token", { challengeId, token: { ...token, signature: flipped.toString("base64") } })).body.code,
    "eid.token-signature",
  );
  assert.equal((await prove(person(0), { algorithm: "ES384" })).body.code, "eid.token-signature");
  const other = await cardOf(person(1));
  assert.equal(
    (await prove(person(0), { unverifiedCertificate: other.der.toString("base64") })).body.code,
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
    const answer = await prove(person(0), change);
    assert.deepEqual([answer.status, answer.body.code], [400, "eid.token-malformed"], JSON.stringify(change));
  }
  assert.equal(
    (await prove(person(0), { unverifiedCertificate: Buffer.from("no certificate").toString("base64") })).body.code,
    "eid.token-malformed",
  );
  assert.equal((await post("/eid/token", { challengeId: "x", token: "text" })).body.code, "request.invalid");
});

test("a certificate of another authority that copies every name is refused", async () => {
  const authority = await generateSigner("P-256");
  const { issuer } = (await openOf(person(0))).certificate;
  const [notBefore, notAfter] = [new Date(it.clock.now().getTime() - 60_000), new Date(it.clock.now().getTime() + 86_400_000)];
  const root = await createRoot({ subject: issuer, signer: authority, notBefore, notAfter });
  const key = await generateSigner("P-256");
  const { subject } = (await openOf(person(0))).certificate;
  const forged = await issueCertificate({
    profile: "eid-auth",
    subject,
    tailOfCitizenId: "1234",
    publicKey: key.publicKey,
    issuer: { signer: authority, certificate: root },
    notBefore,
    notAfter,
  });
  const { challengeId, nonce } = await challenge();
  assert.equal(
    (await post("/eid/token", { challengeId, token: tokenOf(key, forged.der, nonce) })).body.code,
    "eid.certificate-untrusted",
  );
});

test("the signing certificate of a card, and a card of our authority that was never handed out, do not sign in", async () => {
  const signing = await openPkcs12(fs.readFileSync(person(0).p12.replace(".p12", "-sign.p12")), person(0).pin);
  assert.ok(signing.ok);
  const one = await challenge();
  const asSigner = tokenOf(signing.value.key, signing.value.certificate.der, one.nonce);
  assert.equal(
    (await post("/eid/token", { challengeId: one.challengeId, token: asSigner })).body.code,
    "eid.certificate-profile",
  );

  const key = await generateSigner("P-256");
  const notAfter = new Date(it.clock.now().getTime() + 86_400_000).toISOString();
  const holder = { name: "王小明", subscriberNo: "1".repeat(16), nationalIdTail: "6789" };
  await it.process
    .use(pkiApi)
    .issueCard({ publicKey: publicKeyPem(key), profile: "eid-auth", holder, notAfter })
    .then(async ({ certificate }) => {
      const two = await challenge();
      const der = Buffer.from(certificate.replace(/-----[^-]+-----|\s/g, ""), "base64");
      assert.equal(
        (await post("/eid/token", { challengeId: two.challengeId, token: tokenOf(key, der, two.nonce) })).body.code,
        "eid.card-unknown",
      );
    });
});

test("a suspended card is refused until it is resumed, a revoked one for ever", async () => {
  const [api, pki] = [it.process.use(eidApi), it.process.use(pkiApi)];
  const { serial } = await cardOf(person(3));
  await api.suspendCard(serial);
  assert.equal((await pki.statusOf(serial)).reason, "certificateHold");
  assert.equal((await prove(person(3))).body.code, "eid.card-suspended");
  await api.resumeCard(serial);
  assert.equal((await prove(person(3))).status, 200);
  await api.revokeCard(serial);
  assert.equal((await prove(person(3))).body.code, "eid.card-revoked");
  await assert.rejects(api.resumeCard(serial), { code: "eid.card-revoked" });
  assert.equal((await api.cardsOf(person(3).subject))[0]!.state, "revoked");
});

test("a card that the authority suspended by itself is refused too", async () => {
  const { serial } = await cardOf(person(4));
  await it.process.use(pkiApi).revoke(serial, "certificateHold");
  assert.equal((await prove(person(4))).body.code, "eid.card-suspended");
  await it.process.use(pkiApi).revoke(serial, "removeFromCRL");
  assert.equal((await prove(person(4))).status, 200);
});

test("wrong PINs are counted, told beside the field, lock the card, and a restart gives none back", async () => {
  const browser = new Browser();
  const { subject, pin } = person(5);
  const address = `${it.process.origin}/eid/sign-in/card`;
  const wrong = pin === "000000" ? "000001" : "000000";
  const tryPin = async (value: string) => {
    const response = await browser.post(address.replace(/^https?:\/\/[^/]+/, it.process.origin), { subject, pin: value });
    return { status: response.status, page: await response.text() };
  };
  assert.match((await tryPin("12345")).page, /id="pin-error"[^>]*>.*The PIN has six digits/s);
  assert.match((await tryPin(wrong)).page, /id="pin-error"[^>]*>.*Tries left: 2\./s);
  assert.equal((await tryPin(pin)).status, 303);
  const api = it.process.use(eidApi);
  assert.equal((await api.cardsOf(subject))[0]!.pinTriesLeft, 3);
  await tryPin(wrong);
  await tryPin(wrong);
  await it.restart();
  const third = await tryPin(wrong);
  assert.deepEqual([third.status, /so the card is locked/.test(third.page)], [423, true]);
  assert.equal((await tryPin(pin)).status, 423);
  await it.restart();
  assert.equal((await tryPin(pin)).status, 423);
  const [card] = await it.process.use(eidApi).cardsOf(subject);
  assert.equal(card!.pinTriesLeft, 0);
  await it.process.use(eidApi).unlockPin(card!.serial);
  assert.equal((await tryPin(pin)).status, 303);
});

test("a try is counted before the card file is looked at, so a crash costs one", async () => {
  const { subject, pin, p12 } = person(6);
  const bytes = fs.readFileSync(p12);
  fs.writeFileSync(p12, "not a card");
  const broken = await new Browser().post(`${it.process.origin}/eid/sign-in/card`, { subject, pin });
  fs.writeFileSync(p12, bytes);
  assert.equal(broken.status, 500);
  assert.equal((await it.process.use(eidApi).cardsOf(subject))[0]!.pinTriesLeft, 2);
});

test("thirty guesses at once get three tries between them", async () => {
  const { subject, pin } = person(7);
  const guess = (offset: number): string => String((Number(pin) + 1 + offset) % 1_000_000).padStart(6, "0");
  const results = await Promise.all(
    Array.from(
      { length: 30 },
      async (_, index) =>
        (await new Browser().post(`${it.process.origin}/eid/sign-in/card`, { subject, pin: guess(index) })).status,
    ),
  );
  assert.deepEqual(results.filter((status) => status === 422).length, 2);
  assert.deepEqual(results.filter((status) => status === 423).length, 28);
});

test("restarts leave people and cards as they are, and replace a card whose file is lost", async () => {
  const before = fs.readFileSync(path.join(it.dataDir, "demo", "people.json"), "utf8");
  const one = await cardOf(person(0));
  const two = await cardOf(person(1));
  fs.rmSync(person(1).p12);
  await it.restart();
  assert.equal(fs.readFileSync(path.join(it.dataDir, "demo", "people.json"), "utf8"), before);
  assert.equal((await cardOf(person(0))).serial, one.serial);
  const cards = await it.process.use(eidApi).cardsOf(person(1).subject);
  assert.deepEqual(
    cards.map(({ state }) => state),
    ["active", "revoked"],
  );
  assert.equal(cards[1]!.serial, two.serial);
  assert.equal((await prove(person(1))).status, 200);
});

test("the demonstration has students of each kind and an officer of each office", async () => {
  const people = await it.process.use(eidApi).demoPeople();
  const count = (label: string): number => people.filter((one) => one.label === label).length;
  assert.ok(count("low") >= 3 && count("mid-low") >= 2 && count("none") >= 2);
  const offices = people.filter(({ role }) => role.role !== "citizen").map(({ role }) => [role.role, role.agency]);
  assert.deepEqual(offices, [
    ["case-officer", "ndu"],
    ["provider-officer", "moi"],
    ["auditor", null],
  ]);
});

test("the audit chain holds, and neither it nor card actions can be rewritten", async () => {
  const db = it.process.schemas.of("eid");
  assert.equal((await checkAudit(db)).ok, true);
  const entries = await readAudit(db, undefined, 1000);
  const actions = new Set(entries.map(({ action }) => action));
  for (const action of [
    "eid.card-issue",
    "eid.card-proof",
    "eid.card-refused",
    "eid.pin-wrong",
    "eid.pin-lock",
    "eid.pin-unlock",
    "eid.sign-in",
    "eid.card-suspend",
    "eid.card-revoke",
  ])
    assert.ok(actions.has(action), action);
  const told = JSON.stringify(entries);
  const { nationalId } = (await it.process.use(eidApi).person(person(0).subject))!;
  assert.ok(!told.includes(nationalId) && !told.includes(person(0).name));
  await assert.rejects(
    db.rows({ text: "update card_action set action = 'resume'", values: [], name: "t1" }),
    /permission denied/,
  );
});

const openOf = async ({ p12, pin }: DemoPerson) => {
  const opened = await openPkcs12(fs.readFileSync(p12), pin);
  assert.ok(opened.ok);
  return opened.value;
};
