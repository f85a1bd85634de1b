import assert from "node:assert/strict";
import { verify } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import {
  encryptedKeyPem,
  generateSigner,
  loadKeyFile,
  privateKeyPem,
  publicKeyPem,
  saveKeyFile,
  signerFromEncryptedPem,
  signerFromPem,
} from "../index.ts";
import { inTempFolder, needs, run } from "../test/tools.ts";

const text = Buffer.from("戶籍謄本");

test("each kind of key signs with the algorithm that belongs to it, and an altered text does not verify", async () => {
  for (const [kind, algorithm, hash] of [
    ["P-256", "ES256", "sha256"],
    ["P-384", "ES384", "sha384"],
    ["P-521", "ES512", "sha512"],
    ["RSA-2048", "RS256", "sha256"],
  ] as const) {
    const signer = await generateSigner(kind);
    assert.equal(signer.algorithm, algorithm);
    const signature = await signer.sign(text);
    assert.ok(verify(hash, text, signer.publicKey, signature));
    assert.ok(!verify(hash, Buffer.from("戶籍謄本!"), signer.publicKey, signature));
  }
});

test("a key goes through PEM and back", async () => {
  const signer = await generateSigner("P-256");
  assert.ok(signerFromPem(privateKeyPem(signer)).publicKey.equals(signer.publicKey));
  assert.match(publicKeyPem(signer), /BEGIN PUBLIC KEY/);
  assert.throws(() => signerFromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"), { code: "key.malformed" });
});

test("a key file opens with its passphrase only, is for the owner only and is never overwritten", async () => {
  const signer = await generateSigner("P-256");
  await inTempFolder(async (folder) => {
    const file = path.join(folder, "seal.key");
    await saveKeyFile(file, signer, "correct horse", 1000);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok((await loadKeyFile(file, "correct horse")).publicKey.equals(signer.publicKey));
    await assert.rejects(loadKeyFile(file, "wrong horse"), { code: "key.wrong-passphrase" });
    await assert.rejects(saveKeyFile(file, signer, "other", 1000), { code: "EEXIST" });
    assert.ok(!readFileSync(file, "utf8").includes("BEGIN PRIVATE KEY"));
    assert.deepEqual(readdirSync(folder), ["seal.key"]);
  });
});

test("who looks for a key file while it is written finds none or all of it", async () => {
  const signer = await generateSigner("P-256");
  await inTempFolder(async (folder) => {
    for (let n = 0; n < 40; n++) {
      const file = path.join(folder, `${n}.key`);
      let isSaved = false;
      const saving = saveKeyFile(file, signer, "p", 1000).then(() => {
        isSaved = true;
      });
      while (!isSaved) {
        if (readdirSync(folder).includes(`${n}.key`))
          assert.match(readFileSync(file, "utf8"), /END ENCRYPTED PRIVATE KEY-----\n$/);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await saving;
    }
  });
});

test("an encrypted key that was cut is malformed, and one whose rounds make no sense is refused", async () => {
  const pem = await encryptedKeyPem(await generateSigner("P-256"), "p", 1000);
  await assert.rejects(signerFromEncryptedPem(pem.replace(/KEY-----\n.{64}\n/, "KEY-----\n"), "p"), { code: "key.malformed" });
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
  // 1000 rounds are the INTEGER 03E8; FFFF is minus one.
  const at = bytes.indexOf(Buffer.from("020203e8", "hex"));
  bytes.set([0x02, 0x02, 0xff, 0xff], at);
  const forged = `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${bytes.toString("base64")}\n-----END ENCRYPTED PRIVATE KEY-----`;
  await assert.rejects(signerFromEncryptedPem(forged, "p"), { code: "key.unsupported" });
});

test("openssl reads our key files and we read its own", { skip: needs("openssl") }, async () => {
  const signer = await generateSigner("P-256");
  const ours = await encryptedKeyPem(signer, "secret", 1000);
  await inTempFolder(async (folder) => {
    writeFileSync(path.join(folder, "ours.key"), ours);
    const opened = run("openssl", ["pkcs8", "-in", "ours.key", "-passin", "pass:secret", "-out", "plain.key"], folder);
    assert.equal(opened.status, 0, opened.output);
    run("openssl", ["pkcs8", "-topk8", "-in", "plain.key", "-passout", "pass:other", "-out", "theirs.key"], folder);
    assert.ok((await loadKeyFile(path.join(folder, "theirs.key"), "other")).publicKey.equals(signer.publicKey));
  });
});
