import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, test } from "node:test";
import {
  type DigestName,
  generateSigner,
  readXades,
  type SignedXades,
  signXades,
  verifyXades,
  type XadesReport,
} from "../index.ts";
import { type Authority, issue, makeAuthority, makeRoot, now } from "../test/authority.ts";
import { files } from "../test/sealed.ts";
import { readAnyForm } from "./read-any.ts";
import { readOwnForm } from "./read-own.ts";

let authority: Authority;
let signed: SignedXades;
before(async () => {
  authority = await makeAuthority();
  signed = await sign();
});

const sign = (
  extra: { digest?: DigestName; files?: Parameters<typeof signXades>[0]["files"] } = {},
  seal = authority.seal,
): Promise<SignedXades> => signXades({ files, signer: seal.signer, certificate: seal.certificate, signingTime: now, ...extra });
const trust = () => ({ roots: [authority.root.certificate], intermediates: [authority.issuing.certificate] });
const codesOf = (report: XadesReport): (string | undefined)[] => report.steps.map((step) => (step.ok ? "ok" : step.code));
/** Both ways to read a signature must judge alike. */
const verifyBothWays = async (
  xml: string,
  over: Parameters<typeof verifyXades>[1]["files"] = files,
): Promise<(string | undefined)[]> => {
  const fast = codesOf(await verifyXades(xml, { files: over, ...trust() }));
  assert.deepEqual(codesOf(await verifyXades(Buffer.from(xml), { files: over, ...trust() })), fast);
  return fast;
};

test("a signature verifies by the fast way and by the general one", async () => {
  assert.ok(readOwnForm(signed.xml));
  assert.deepEqual(await verifyBothWays(signed.xml), ["ok", "ok", "ok"]);
});

test("the fast way and the general one read the same", () => {
  const [own, any] = [readOwnForm(signed.xml), readAnyForm(Buffer.from(signed.xml))];
  assert.ok(own);
  assert.deepEqual(own.signedInfo.toString(), any.signedInfo.toString());
  assert.deepEqual(
    own.references.map((reference) => [reference.uri, reference.digest, reference.content]),
    any.references.map((reference) => [reference.uri, reference.digest, reference.content]),
  );
  assert.deepEqual([own.signatureValue, own.signingTime, own.mimes], [any.signatureValue, any.signingTime, any.mimes]);
});

test("every kind of key and of digest makes signatures that verify", async () => {
  for (const kind of ["P-256", "P-384", "P-521", "RSA-2048"] as const) {
    const seal = await issue(authority.issuing, "seal", {}, kind);
    for (const digest of ["SHA-256", "SHA-384", "SHA-512"] as const) {
      // Many signatures, so that r and s with leading zeros occur too.
      for (let round = 0; round < 8; round += 1)
        assert.deepEqual(await verifyBothWays((await sign({ digest }, seal)).xml), ["ok", "ok", "ok"], `${kind} ${digest}`);
    }
  }
});

test("files may be given by their digests, to sign and to verify", async () => {
  const byDigest = files.map(({ name, mime, data }) => ({ name, mime, digest: createHash("sha512").update(data).digest() }));
  const { xml } = await sign({ files: byDigest });
  assert.deepEqual(await verifyBothWays(xml), ["ok", "ok", "ok"]);
  assert.deepEqual(await verifyBothWays(xml, byDigest), ["ok", "ok", "ok"]);
  assert.deepEqual(
    await verifyBothWays(
      xml,
      byDigest.map((file) => ({ ...file, digest: Buffer.alloc(64) })),
    ),
    ["xades.digest", "ok", "ok"],
  );
});

test("a changed, a missing, a further file and another type are each told apart, and the file is named", async () => {
  const [message, attachment] = files as [(typeof files)[0] & object, (typeof files)[0] & object];
  assert.deepEqual(await verifyBothWays(signed.xml, [message, { ...attachment, data: Buffer.from("other") }]), [
    "xades.digest",
    "ok",
    "ok",
  ]);
  assert.deepEqual(await verifyBothWays(signed.xml, [message]), ["xades.reference-missing", "ok", "ok"]);
  assert.deepEqual(await verifyBothWays(signed.xml, [...files, { ...attachment, name: "attachment2" }]), [
    "xades.not-covered",
    "ok",
    "ok",
  ]);
  assert.deepEqual(await verifyBothWays(signed.xml, [{ ...message, mime: "text/html" }, attachment]), ["xades.mime", "ok", "ok"]);
  const report = await verifyXades(signed.xml, { files: [message, { ...attachment, data: Buffer.from("other") }] });
  assert.deepEqual(
    report.files.map((file) => [file.name, file.ok]),
    [
      ["message.xml", true],
      ["attachment1", false],
    ],
  );
});

test("no character of a signature can be changed unnoticed, by neither way, but for a name that nobody uses", async () => {
  const unused = signed.xml.indexOf('Id="signature-value"');
  for (let at = 39; at < signed.xml.length; at += 17) {
    if (at >= unused && at < unused + 20) continue;
    const character = signed.xml[at] === "A" ? "B" : "A";
    const altered = signed.xml.slice(0, at) + character + signed.xml.slice(at + 1);
    const [fast, slow] = [
      await verifyXades(altered, { files, ...trust() }),
      await verifyXades(Buffer.from(altered), { files, ...trust() }),
    ];
    assert.ok(!fast.valid && !slow.valid, `character ${at}: ${altered.slice(at - 20, at + 20)}`);
  }
});

test("a swapped certificate of the same key is noticed, because the signature names its certificate", async () => {
  const { seal, issuing } = authority;
  const twin = await issue(issuing, "seal", {
    publicKey: seal.signer.publicKey,
    subject: { C: "TW", CN: "Ministry of Finance", serialNumber: "TWDEMO/GOV/MOF" },
  });
  const swapped = signed.xml.replace(seal.certificate.der.toString("base64"), twin.certificate.der.toString("base64"));
  assert.deepEqual(await verifyBothWays(swapped), ["ok", "xades.signing-certificate", "ok"]);
});

test("the certificate must be for seals, of our root and valid when the signature was made", async () => {
  const tls = await issue(authority.issuing, "tls");
  assert.deepEqual(await verifyBothWays((await sign({}, tls)).xml), ["ok", "ok", "chain.wrong-usage"]);
  const stranger = await issue(await makeRoot("Stranger"), "seal");
  assert.deepEqual(await verifyBothWays((await sign({}, stranger)).xml), ["ok", "ok", "chain.unknown-issuer"]);
  const expired = await issue(authority.issuing, "seal", { notAfter: new Date("2026-02-01") });
  assert.deepEqual(await verifyBothWays((await sign({}, expired)).xml), ["ok", "ok", "chain.expired"]);
});

test("names with spaces, Chinese and quotes keep their meaning; unsafe names and types are not signed at all", async () => {
  const odd = ["戶籍 謄本.pdf", "a'b&c.txt", "folder/x.json", "100%.txt"].map((name) => ({
    name,
    mime: "text/plain",
    data: Buffer.from(name),
  }));
  assert.deepEqual(await verifyBothWays((await sign({ files: odd })).xml, odd), ["ok", "ok", "ok"]);
  for (const name of ["../x", "/x", "a//b", "a\\b", "C:x", "", "a\u0000", "a\u202eb", "."]) {
    await assert.rejects(sign({ files: [{ name, mime: "text/plain", data: Buffer.alloc(1) }] }), RangeError, name);
  }
  for (const mime of ["text", 'text/"x"', "text/<b>"])
    await assert.rejects(sign({ files: [{ name: "x", mime, data: Buffer.alloc(1) }] }), RangeError);
  await assert.rejects(sign({ files: [] }), RangeError);
});

const codeOf = (xml: string): string => {
  const outcome = readXades(Buffer.from(xml));
  return outcome.ok ? "ok" : outcome.code;
};

test("entities, external ones and bombs alike, are refused before parsing", () => {
  const body = signed.xml.replace(/^<\?xml[^>]*>\n/, "");
  const xxe = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${body.replace("message.xml", "&e;")}`;
  const laughs = Array.from({ length: 10 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join("");
  const bomb = `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>${body.replace("message.xml", "&l10;")}`;
  assert.deepEqual([codeOf(xxe), codeOf(bomb)], ["xml.dtd-refused", "xml.dtd-refused"]);
  assert.equal(codeOf(`<!-- <!DOCTYPE x> -->${body}`), "xml.dtd-refused");
});

test("what is too large, too deep, not UTF-8 or not XML is refused", () => {
  assert.equal(codeOf(`<a>${"x".repeat(5 << 20)}</a>`), "xml.too-large");
  assert.equal(codeOf(`${"<a>".repeat(5000)}${"</a>".repeat(5000)}`), "xml.too-large");
  assert.equal(codeOf(signed.xml.slice(0, 900)), "xml.malformed");
  assert.equal(codeOf(signed.xml.replace("UTF-8", "UTF-16")), "xml.malformed");
  const outcome = readXades(Buffer.from([0x3c, 0x61, 0xff, 0x2f, 0x3e]));
  assert.ok(!outcome.ok && outcome.code === "xml.malformed");
});

test("signature wrapping finds nothing to hold on to", () => {
  const properties = /<xades:SignedProperties.*<\/xades:SignedProperties>/.exec(signed.xml)?.[0] ?? "";
  const forged = properties.replace("2026-11-22", "2020-01-01");
  // A second element of the same Id, before the true one, or the true one moved aside.
  assert.equal(codeOf(signed.xml.replace("<ds:Object>", `<ds:Object>${properties}</ds:Object><ds:Object>`)), "xml.duplicate-id");
  assert.equal(
    codeOf(
      signed.xml.replace(properties, forged).replace("</ds:Signature>", `<ds:Object>${properties}</ds:Object></ds:Signature>`),
    ),
    "xml.duplicate-id",
  );
  const second = /<ds:Signature .*<\/ds:Signature>/.exec(signed.xml)?.[0] ?? "";
  const renamed = second.replaceAll(/Id="([^"]*)"/g, 'Id="x-$1"');
  assert.equal(
    codeOf(signed.xml.replace("</asic:XAdESSignatures>", `${renamed}</asic:XAdESSignatures>`)),
    "xades.several-signatures",
  );
  assert.equal(
    codeOf(signed.xml.replace("</ds:Signature>", `<ds:Object>${renamed}</ds:Object></ds:Signature>`)),
    "xades.several-signatures",
  );
});

test("signed properties that stand aside of those the verifier reads are noticed", async () => {
  // The reference keeps pointing at the signed element under its Id; the forged one in the place that is read has another Id.
  const properties = /<xades:SignedProperties.*<\/xades:SignedProperties>/.exec(signed.xml)?.[0] ?? "";
  const forged = properties.replace("2026-11-22", "2020-01-01").replace('Id="signed-properties"', 'Id="forged"');
  const wrapped = signed.xml
    .replace(properties, forged)
    .replace("</ds:Signature>", `<ds:Object>${properties}</ds:Object></ds:Signature>`);
  const report = await verifyXades(wrapped, { files, ...trust() });
  assert.equal(report.steps[0]?.code, "xades.signed-properties");
});

test("a transform on a file, SHA-1 and a signature method of another key are refused", async () => {
  const transform =
    '<ds:Transforms><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"></ds:Transform></ds:Transforms>';
  const transformed = await verifyXades(signed.xml.replace('URI="message.xml">', `URI="message.xml">${transform}`), { files });
  assert.equal(transformed.steps[0]?.code, "xades.transform");
  assert.equal(
    codeOf(signed.xml.replace("http://www.w3.org/2001/04/xmlenc#sha512", "http://www.w3.org/2000/09/xmldsig#sha1")),
    "xades.algorithm",
  );
  const rsa = await verifyXades(signed.xml.replace("#ecdsa-sha256", "#rsa-sha256"), { files });
  assert.equal(rsa.steps[1]?.code, "xades.algorithm");
});

test("a key that did not sign does not verify", async () => {
  const other = await generateSigner("P-256");
  const seal = { signer: other, certificate: authority.seal.certificate };
  assert.deepEqual(await verifyBothWays((await sign({}, seal)).xml), ["ok", "xades.bad-signature", "ok"]);
});
