import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { createPkcs12, openPkcs12, type Pkcs12Contents, privateKeyPem, type SoftwareSigner } from "../index.ts";
import { type Authority, makeAuthority } from "../test/authority.ts";
import { inTempFolder, needs, run } from "../test/tools.ts";

let contents: Pkcs12Contents;
let authority: Authority;
before(async () => {
  authority = await makeAuthority();
  const { seal, issuing, root } = authority;
  contents = {
    key: seal.signer as SoftwareSigner,
    certificate: seal.certificate,
    chain: [issuing.certificate, root.certificate],
    password: "Köln 密碼 1234",
    friendlyName: "內政部 電子印鑑",
    iterations: 2000,
  };
});

const codeOf = async (bytes: Uint8Array, password: string): Promise<string> => {
  const outcome = await openPkcs12(bytes, password);
  return outcome.ok ? "ok" : outcome.code;
};

test("key, certificate and chain come back with the password", async () => {
  const outcome = await openPkcs12(await createPkcs12(contents), contents.password);
  assert.ok(outcome.ok);
  assert.ok(outcome.value.key.privateKey.equals(contents.key.privateKey));
  assert.equal(outcome.value.certificate.fingerprint, contents.certificate.fingerprint);
  assert.deepEqual(
    outcome.value.chain.map((member) => member.subject.CN),
    ["Demo Issuing", "Demo Root"],
  );
});

test("with another password nothing comes back", async () => {
  const bytes = await createPkcs12(contents);
  for (const password of ["", "koln", `${contents.password} `])
    assert.equal(await codeOf(bytes, password), "pkcs12.wrong-password");
});

test("altered, cut and foreign bytes are refused", async () => {
  const bytes = await createPkcs12(contents);
  for (let at = 60; at < bytes.length; at += 97) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    assert.notEqual(await codeOf(altered, contents.password), "ok", `byte ${at}`);
  }
  assert.equal(await codeOf(bytes.subarray(0, -1), contents.password), "pkcs12.malformed");
  assert.equal(await codeOf(Buffer.from("nonsense"), "x"), "pkcs12.malformed");
});

test("openssl opens our file, also without a chain and with the default rounds", { skip: needs("openssl") }, async () => {
  const { iterations: _rounds, chain: _chain, friendlyName: _name, ...plain } = contents;
  for (const [made, count] of [
    [contents, 3],
    [plain, 1],
  ] as const) {
    const bytes = await createPkcs12(made);
    await inTempFolder((folder) => {
      writeFileSync(path.join(folder, "a.p12"), bytes);
      const opened = run(
        "openssl",
        ["pkcs12", "-in", "a.p12", "-passin", `pass:${contents.password}`, "-nodes", "-info"],
        folder,
      );
      assert.equal(opened.status, 0, opened.output);
      assert.match(opened.output, /MAC: sha256[\s\S]*PBES2, PBKDF2, AES-256-CBC/);
      assert.equal(opened.output.match(/BEGIN CERTIFICATE/g)?.length, count);
      assert.ok(opened.output.replace(/\s/g, "").includes(privateKeyPem(contents.key).replace(/\s/g, "")));
      assert.match(
        run("openssl", ["pkcs12", "-in", "a.p12", "-passin", "pass:wrong", "-nodes"], folder).output,
        /invalid password/,
      );
    });
  }
});

test("we open what openssl makes, and say what we do not open", { skip: needs("openssl") }, async () => {
  await inTempFolder(async (folder) => {
    const read = (): Buffer => readFileSync(path.join(folder, "b.p12"));
    writeFileSync(path.join(folder, "key.pem"), privateKeyPem(contents.key));
    writeFileSync(path.join(folder, "cert.pem"), contents.certificate.pem);
    const make = (...options: string[]): void => {
      const made = run(
        "openssl",
        ["pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-out", "b.p12", "-passout", "pass:secret", ...options],
        folder,
      );
      assert.equal(made.status, 0, made.output);
    };
    make();
    assert.equal(await codeOf(read(), "secret"), "ok");
    assert.equal(await codeOf(read(), "wrong"), "pkcs12.wrong-password");
    make("-keypbe", "NONE", "-certpbe", "NONE");
    assert.equal(await codeOf(read(), "secret"), "ok");
    make("-nomac");
    assert.equal(await codeOf(read(), "secret"), "pkcs12.unsupported");
    make("-legacy");
    assert.equal(await codeOf(read(), "secret"), "pkcs12.unsupported");
  });
});
