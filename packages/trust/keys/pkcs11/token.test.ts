import assert from "node:assert/strict";
import { verify } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { createCsr, openTokenSigner, parseCsr, parsePkcs11Uri } from "../../index.ts";
import { needs, run } from "../../test/tools.ts";
import { CKA, CKO } from "./constants.ts";
import { findObject, readAttribute } from "./keys.ts";
import { loadCryptoki } from "./native.ts";
import { requireOk, TokenError } from "./refusal.ts";
import { TokenSessions } from "./sessions.ts";

const modulePath = "/usr/lib/softhsm/libsofthsm2.so";
const skip = needs("softhsm2-util", "pkcs11-tool") || (existsSync(modulePath) ? false : "needs libsofthsm2.so");
const text = Buffer.from("戶籍謄本");
const pin = "739105";

// One library, one configuration a process: it reads SOFTHSM2_CONF when it is initialised.
const folder = mkdtempSync(path.join(tmpdir(), "troad-hsm-"));
mkdirSync(path.join(folder, "tokens"));
process.env.SOFTHSM2_CONF = path.join(folder, "softhsm2.conf");
writeFileSync(
  process.env.SOFTHSM2_CONF,
  `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n`,
);
writeFileSync(path.join(folder, "pin"), `${pin}\n`, { mode: 0o600 });
writeFileSync(path.join(folder, "wrong"), "111111", { mode: 0o600 });

/** Tokens are made before the library looks for slots; a running one does not always see new ones. */
function newToken(label: string): void {
  const done = run("softhsm2-util", ["--init-token", "--free", "--label", label, "--pin", pin, "--so-pin", "00000000"]);
  assert.equal(done.status, 0, done.output);
}
const uri = (token: string, object: string, more = `pin-source=file:${folder}/pin`): string =>
  `pkcs11:token=${token};object=${object}?module-path=${modulePath}&${more}`;
const tool = (token: string, ...args: string[]) =>
  run("pkcs11-tool", ["--module", modulePath, "--token-label", token, "--login", "--pin", pin, ...args]);
if (!skip) for (const label of ["seal", "busy", "theirs", "guess", "lost"]) newToken(label);

test("a key made in the token signs, is listed by pkcs11-tool, and an altered text does not verify", { skip }, async () => {
  for (const [object, create, id] of [
    ["ec", "P-256", "%01"],
    ["rsa", "RSA-2048", "%02"],
  ] as const) {
    const address = uri("seal", `${object};id=${id}`);
    const signer = await openTokenSigner(address, { create });
    for (let round = 0; round < 20; round++) {
      const signature = await signer.sign(text);
      assert.ok(verify("sha256", text, signer.publicKey, signature));
      assert.ok(!verify("sha256", Buffer.from("戶籍謄本!"), signer.publicKey, signature));
    }
    const again = await openTokenSigner(address, { create });
    assert.ok(again.publicKey.equals(signer.publicKey), "the second opening found the key of the first");
    const csr = parseCsr(await createCsr({ subject: { C: "TW", CN: "moi" }, signer }));
    assert.ok(csr.ok && csr.value.publicKey.equals(signer.publicKey));
  }
  const listed = tool("seal", "-O");
  assert.match(listed.output, /Private Key Object; EC[\s\S]*label:\s+ec/);
  assert.match(listed.output, /Private Key Object; RSA[\s\S]*label:\s+rsa/);
  assert.match(listed.output, /never extractable/);
});

test("a key that pkcs11-tool made is used, with the PIN from the environment", { skip }, async () => {
  const keygen = ["--keypairgen", "--key-type", "EC:prime256v1", "--label", "ours", "--id", "0a", "--usage-sign"];
  const done = tool("theirs", ...keygen);
  assert.equal(done.status, 0, done.output);
  process.env.TROAD_TEST_PIN = pin;
  const signer = await openTokenSigner(uri("theirs", "ours", "pin-source=env:TROAD_TEST_PIN"));
  assert.ok(verify("sha256", text, signer.publicKey, await signer.sign(text)));
  await assert.rejects(openTokenSigner(uri("theirs", "nobody")), { code: "token.key-not-found" });
  await assert.rejects(openTokenSigner(uri("nowhere", "ours")), { code: "token.not-found" });
});

test("many callers share few sessions; those who would wait too long are refused", { skip }, async () => {
  const signer = await openTokenSigner(uri("busy", "k"), { create: "P-256", limits: { sessions: 2, waitMs: 20_000 } });
  const signatures = await Promise.all(Array.from({ length: 200 }, () => signer.sign(text)));
  assert.ok(signatures.every((one) => verify("sha256", text, signer.publicKey, one)));
  const narrow = await openTokenSigner(uri("busy", "k"), { limits: { sessions: 1, waiting: 1 } });
  const outcomes = await Promise.allSettled(Array.from({ length: 3 }, () => narrow.sign(text)));
  assert.deepEqual(
    outcomes.map((one) => one.status),
    ["fulfilled", "fulfilled", "rejected"],
  );
});

test("sessions that the token has lost are opened anew, with login, in the middle of work", { skip }, async () => {
  const signer = await openTokenSigner(uri("lost", "k"), { create: "P-256" });
  const cryptoki = await loadCryptoki(modulePath);
  const slots = run("pkcs11-tool", ["--module", modulePath, "-L"]).output;
  assert.match(slots, /lost/);
  const count = Buffer.alloc(8);
  await cryptoki.call("C_GetSlotList", 1n, null, count);
  const list = Buffer.alloc(8 * Number(count.readBigUInt64LE()));
  await cryptoki.call("C_GetSlotList", 1n, list, count);
  for (let round = 0; round < 3; round++) {
    await signer.sign(text);
    // What a token does that is unplugged and plugged in again: every handle is void and nobody is logged in.
    for (let at = 0; at < list.length; at += 8) await cryptoki.call("C_CloseAllSessions", list.readBigUInt64LE(at));
    assert.ok(verify("sha256", text, signer.publicKey, await signer.sign(text)));
  }
});

test("a wrong PIN is refused with a code, is tried once only, and stands in no message", { skip }, async () => {
  tool("guess", "--keypairgen", "--key-type", "EC:prime256v1", "--label", "k", "--id", "01", "--usage-sign");
  const wrong = uri("guess", "k", `pin-source=file:${folder}/wrong`);
  const cryptoki = await loadCryptoki(modulePath);
  const sessions = new TokenSessions(cryptoki, parsePkcs11Uri(wrong));
  const errors: unknown[] = [];
  for (let round = 0; round < 5; round++) errors.push(await sessions.use(async () => 1).catch((error: unknown) => error));
  for (const error of errors) {
    assert.ok(error instanceof Error && "code" in error && error.code === "token.pin", String(error));
    assert.ok(!`${error.message}${error.stack}${JSON.stringify(error)}`.includes("111111"));
  }
  assert.equal(new Set(errors).size, 1, "the token was asked once: more tries would lock it");
  await assert.rejects(openTokenSigner(uri("guess", "k", `pin-source=file:${folder}/none`)), { code: "token.pin-source" });
});

test("the private value of a key made by us cannot be read, by us or by pkcs11-tool", { skip }, async () => {
  const address = uri("seal", "ec;id=%01");
  await openTokenSigner(address, { create: "P-256" });
  const cryptoki = await loadCryptoki(modulePath);
  const sessions = new TokenSessions(cryptoki, parsePkcs11Uri(address));
  const value = 0x11n;
  const { sensitive, extractable, read } = await sessions.use(async (session) => {
    const key = await findObject(cryptoki, session, CKO.privateKey, parsePkcs11Uri(address));
    return {
      sensitive: await readAttribute(cryptoki, session, key!, CKA.sensitive),
      extractable: await readAttribute(cryptoki, session, key!, CKA.extractable),
      read: await readAttribute(cryptoki, session, key!, value),
    };
  });
  assert.deepEqual([sensitive, extractable, read], [Buffer.from([1]), Buffer.from([0]), undefined]);
  const theirs = tool("seal", "--read-object", "--type", "privkey", "--id", "01", "--output-file", path.join(folder, "stolen"));
  assert.ok(!existsSync(path.join(folder, "stolen")), theirs.output);
});

test("a token that is locked says so by its own code: SoftHSM never locks, so this reads the number of the standard", () => {
  assert.equal(new TokenError(0xa4, "C_Login").code, "token.pin-locked");
  assert.equal(new TokenError(0xa0, "C_Login").code, "token.pin");
  assert.equal(new TokenError(0x70, "C_SignInit").code, "token.refused");
});

test("an address with a PIN in it, a relative module or a malformed part is refused", () => {
  const good = "pkcs11:token=a%20b;object=c;id=%00%ff?module-path=/lib/x.so&pin-source=file:///run/pin";
  assert.deepEqual(parsePkcs11Uri(good), {
    modulePath: "/lib/x.so",
    token: "a b",
    object: "c",
    id: Buffer.from([0, 255]),
    pinSource: { file: "/run/pin" },
  });
  for (const bad of [
    good.replace("pin-source=file:///run/pin", "pin-value=1234"),
    `${good}&pin-value=1234`,
    good.replace("/lib/x.so", "x.so"),
    good.replace("%ff", "%f"),
    good.replace("object=c", "object=c;object=d"),
    good.replace("token=a%20b;", ""),
    good.replace("file:///run/pin", "|cat /run/pin"),
    "pkcs11:token=a",
  ])
    assert.throws(() => parsePkcs11Uri(bad), { code: "token.uri" }, bad);
});

test("a token that is full refuses: what its driver answers becomes a code", () => {
  const deviceMemory = 0x31;
  assert.throws(() => requireOk(deviceMemory, "C_GenerateKeyPair"), { code: "token.refused", message: /CKR 0x31/ });
  assert.throws(() => requireOk(0x30, "C_GenerateKeyPair"), { code: "token.unavailable" });
});
