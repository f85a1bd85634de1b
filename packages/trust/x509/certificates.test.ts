import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { generateSigner, issueCertificate, newSerial, type Profile, parseCertificate, parseCertificates } from "../index.ts";
import { type Authority, issue, makeAuthority, urls, validity } from "../test/authority.ts";
import { inTempFolder, needs, run } from "../test/tools.ts";

const profiles: readonly Exclude<Profile, "root" | "issuing">[] = [
  "seal",
  "tls",
  "encryption",
  "ocsp",
  "tsa",
  "eid-auth",
  "eid-sign",
];
let authority: Authority;
before(async () => {
  authority = await makeAuthority();
});

test("openssl accepts a certificate of each profile under its strict rules", { skip: needs("openssl") }, async () => {
  await inTempFolder(async (folder) => {
    writeFileSync(path.join(folder, "root.crt"), authority.root.certificate.pem);
    writeFileSync(path.join(folder, "issuing.crt"), authority.issuing.certificate.pem);
    for (const profile of profiles) {
      const { certificate } = await issue(authority.issuing, profile, {}, profile === "tls" ? "RSA-2048" : "P-256");
      writeFileSync(path.join(folder, "leaf.crt"), certificate.pem);
      const verified = run(
        "openssl",
        ["verify", "-x509_strict", "-CAfile", "root.crt", "-untrusted", "issuing.crt", "leaf.crt"],
        folder,
      );
      assert.equal(verified.status, 0, `${profile}: ${verified.output}`);
      assert.match(
        run("openssl", ["x509", "-in", "leaf.crt", "-noout", "-text"], folder).output,
        /X509v3 Authority Key Identifier/,
      );
    }
    const bytes = Buffer.from(authority.seal.certificate.der);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    writeFileSync(
      path.join(folder, "altered.crt"),
      `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
    );
    assert.notEqual(
      run("openssl", ["verify", "-CAfile", "root.crt", "-untrusted", "issuing.crt", "altered.crt"], folder).status,
      0,
    );
  });
});

test("a seal carries the member id, commits to content and nothing else, and says under which law", () => {
  const { certificate } = authority.seal;
  assert.equal(certificate.subject.serialNumber, "TWDEMO/GOV/MOI");
  assert.equal(certificate.subject.organizationIdentifier, "TR:TW-TWDEMO/GOV/MOI");
  assert.deepEqual([...(certificate.keyUsage ?? [])], ["nonRepudiation"]);
  assert.deepEqual(certificate.policies, ["1.3.6.1.4.1.99999.1.2.2", "0.4.0.194112.1.1"]);
  const statements = certificate.extensions.get("1.3.6.1.5.5.7.1.3")?.toString("hex") ?? "";
  assert.ok(statements.includes("04008e46010602"), "QcType eSeal");
  assert.ok(statements.includes("13025457"), "country TW");
});

test("a gateway certificate serves and calls under its names", async () => {
  const { certificate } = await issue(authority.issuing, "tls", {
    san: { dns: ["gw.moi.tw"], ip: ["10.1.2.3", "fe80::1"], uri: ["urn:troad:moi"] },
  });
  assert.deepEqual(certificate.extendedKeyUsage, ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  assert.deepEqual(certificate.san, {
    dns: ["gw.moi.tw"],
    ip: ["10.1.2.3", "fe80:0:0:0:0:0:0:1"],
    uri: ["urn:troad:moi"],
    email: [],
  });
  await assert.rejects(issue(authority.issuing, "tls", { san: {} }), RangeError);
});

test("a time stamper's one purpose is critical and a responder is exempt from status checks", () => {
  assert.deepEqual(authority.tsa.certificate.extendedKeyUsage, ["1.3.6.1.5.5.7.3.8"]);
  assert.ok(authority.tsa.certificate.extendedKeyUsageCritical);
  assert.ok(authority.ocsp.certificate.extensions.has("1.3.6.1.5.5.7.48.1.5"));
});

test("a citizen's certificate holds the last four characters of the id and a subscriber number, never the id", async () => {
  const subject = { C: "TW", CN: "王小明", serialNumber: "PNOTW-4000123456789012" };
  const { certificate } = await issue(authority.issuing, "eid-auth", { subject, tailOfCitizenId: "6789", san: {} });
  const attributes = certificate.extensions.get("2.5.29.9")?.toString("latin1") ?? "";
  assert.ok(attributes.includes("6789"));
  assert.deepEqual([...(certificate.keyUsage ?? [])], ["digitalSignature"]);
  await assert.rejects(issue(authority.issuing, "eid-sign", { subject, tailOfCitizenId: "A123456789" }), RangeError);
});

test("status addresses and key identifiers are where clients look for them", () => {
  const { certificate } = authority.seal;
  assert.deepEqual(
    [certificate.ocspUrls, certificate.issuerUrls, certificate.crlUrls],
    [[urls.ocsp], [urls.caIssuers], [urls.crl]],
  );
  assert.equal(certificate.authorityKeyId, authority.issuing.certificate.subjectKeyId);
});

test("serial numbers are positive, sixteen bytes long and come from the given randomness", () => {
  assert.equal(newSerial(() => new Uint8Array(16)).toString("hex"), `40${"00".repeat(15)}`);
  assert.equal(newSerial(() => new Uint8Array(16).fill(0xff)).toString("hex"), `7f${"ff".repeat(15)}`);
});

test("PEM bundles are read in order, and altered encodings are refused", () => {
  const bundle = authority.issuing.certificate.pem + authority.root.certificate.pem;
  assert.deepEqual(
    parseCertificates(bundle).map((certificate) => certificate.subject.CN),
    ["Demo Issuing", "Demo Root"],
  );
  assert.throws(() => parseCertificate(authority.root.certificate.der.subarray(0, -3)), { code: "certificate.malformed" });
  assert.throws(() => parseCertificate(Buffer.concat([authority.root.certificate.der, Buffer.from([0])])), {
    code: "certificate.malformed",
  });
  assert.throws(() => parseCertificate("no certificate"), { code: "certificate.malformed" });
});

test("a certificate cannot end before it begins", async () => {
  const signer = await generateSigner("P-256");
  const request = { profile: "ocsp" as const, subject: { CN: "x" }, publicKey: signer.publicKey, issuer: authority.issuing };
  await assert.rejects(issueCertificate({ ...request, notBefore: validity.notAfter, notAfter: validity.notBefore }), RangeError);
});
