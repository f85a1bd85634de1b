import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { createCrl, createCsr, csrPem, generateSigner, parseCsr } from "../index.ts";
import { type Authority, later, makeAuthority, now } from "../test/authority.ts";
import { inTempFolder, needs, run } from "../test/tools.ts";

let authority: Authority;
before(async () => {
  authority = await makeAuthority();
});

test("a signing request carries name, key and alternative names, as DER and as PEM", async () => {
  const signer = await generateSigner("RSA-2048");
  const der = await createCsr({ subject: { C: "TW", CN: "gw.moi.tw" }, signer, san: { dns: ["gw.moi.tw"], ip: ["10.0.0.1"] } });
  for (const form of [der, csrPem(der)]) {
    const parsed = parseCsr(form);
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.value.subject, { C: "TW", CN: "gw.moi.tw" });
    assert.deepEqual([parsed.value.san.dns, parsed.value.san.ip], [["gw.moi.tw"], ["10.0.0.1"]]);
    assert.ok(parsed.value.publicKey.equals(signer.publicKey));
  }
});

test("a request for a key that the asker does not hold is refused", async () => {
  const [mine, theirs] = [await generateSigner("P-256"), await generateSigner("P-256")];
  const stolen = await createCsr({ subject: { CN: "x" }, signer: { ...mine, publicKey: theirs.publicKey } });
  assert.deepEqual(parseCsr(stolen), { ok: false, code: "csr.bad-proof" });
  const altered = await createCsr({ subject: { CN: "member" }, signer: mine });
  altered.write("nember", altered.indexOf("member"));
  assert.deepEqual(parseCsr(altered), { ok: false, code: "csr.bad-proof" });
  assert.equal(parseCsr(Buffer.from("nonsense")).ok, false);
});

test("openssl verifies our request and we verify its own", { skip: needs("openssl") }, async () => {
  const der = await createCsr({
    subject: { C: "TW", CN: "gw.moi.tw" },
    signer: await generateSigner("P-256"),
    san: { dns: ["gw.moi.tw"] },
  });
  await inTempFolder(async (folder) => {
    writeFileSync(path.join(folder, "a.csr"), csrPem(der));
    const verified = run("openssl", ["req", "-in", "a.csr", "-noout", "-verify", "-text"], folder);
    assert.match(verified.output, /verify OK/);
    assert.match(verified.output, /DNS:gw\.moi\.tw/);
    const theirs = run(
      "openssl",
      [
        "req",
        "-new",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "b.key",
        "-subj",
        "/C=TW/CN=b",
        "-addext",
        "subjectAltName=DNS:b.tw",
      ],
      folder,
    );
    const parsed = parseCsr(theirs.output.slice(theirs.output.indexOf("-----BEGIN CERTIFICATE REQUEST")));
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.value.san.dns, ["b.tw"]);
  });
});

test("openssl reads a revocation list, finds the revoked one in it and refuses an altered list", {
  skip: needs("openssl"),
}, async () => {
  const revoked = [
    { serialHex: authority.seal.certificate.serialHex, at: now, reason: "keyCompromise" as const },
    { serialHex: "ff01", at: now },
  ];
  const times = { number: 7, thisUpdate: now, nextUpdate: later(86_400) };
  const crl = await createCrl({ issuer: authority.issuing, revoked, ...times });
  const empty = await createCrl({ issuer: authority.issuing, revoked: [], ...times });
  await inTempFolder((folder) => {
    const at = ["-attime", String(now.getTime() / 1000)];
    const write = (name: string, content: string | Uint8Array): void => writeFileSync(path.join(folder, name), content);
    write("ca.pem", authority.issuing.certificate.pem + authority.root.certificate.pem);
    write("seal.crt", authority.seal.certificate.pem);
    for (const [name, der] of [
      ["crl", crl],
      ["empty", empty],
    ] as const) {
      write(`${name}.der`, der);
      assert.equal(
        run(
          "openssl",
          ["crl", "-inform", "der", "-in", `${name}.der`, "-out", `${name}.pem`, "-CAfile", "ca.pem"],
          folder,
        ).output.trim(),
        "verify OK",
      );
    }
    const check = (list: string): string =>
      run("openssl", ["verify", "-crl_check", ...at, "-CAfile", "ca.pem", "-CRLfile", list, "seal.crt"], folder).output;
    assert.match(check("crl.pem"), /certificate revoked/);
    assert.match(check("empty.pem"), /seal\.crt: OK/);
    assert.match(run("openssl", ["crl", "-in", "crl.pem", "-noout", "-text"], folder).output, /Key Compromise/);
    crl[crl.length - 1] = (crl[crl.length - 1] ?? 0) ^ 1;
    write("altered.der", crl);
    assert.match(
      run("openssl", ["crl", "-inform", "der", "-in", "altered.der", "-noout", "-CAfile", "ca.pem"], folder).output,
      /failure|error/i,
    );
  });
});
