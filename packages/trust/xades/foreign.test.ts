import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { privateKeyPem, readXades, type SoftwareSigner, verifyXades } from "../index.ts";
import { type Authority, issue, makeAuthority } from "../test/authority.ts";
import { inTempFolder, needs, referenceFolder, run } from "../test/tools.ts";

/** Signatures that other programs made: other prefixes, white space, other canonicalisations. */

let authority: Authority;
before(async () => {
  authority = await makeAuthority();
});

const file = { name: "message.xml", mime: "text/xml", data: Buffer.from("<a>戶籍</a>") };
const c14n10 = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const c14n11 = "http://www.w3.org/2006/12/xml-c14n11";
const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";

interface Form {
  readonly title: string;
  readonly canonicalization: string;
  readonly transform?: string;
  readonly dsPrefix: string;
  readonly xadesPrefix: string;
  readonly method: string;
}

const forms: readonly Form[] = [
  { title: "prefixes and C14N 1.0", canonicalization: c14n10, dsPrefix: "ds", xadesPrefix: "xades", method: "rsa-sha256" },
  { title: "default namespaces and C14N 1.0", canonicalization: c14n10, dsPrefix: "", xadesPrefix: "", method: "rsa-sha512" },
  {
    title: "prefixes and C14N 1.1",
    canonicalization: c14n11,
    transform: c14n11,
    dsPrefix: "d",
    xadesPrefix: "xad",
    method: "rsa-sha256",
  },
  {
    title: "exclusive C14N",
    canonicalization: exclusive,
    transform: exclusive,
    dsPrefix: "ds",
    xadesPrefix: "",
    method: "rsa-sha256",
  },
  {
    title: "exclusive C14N with default namespaces",
    canonicalization: exclusive,
    transform: exclusive,
    dsPrefix: "",
    xadesPrefix: "x",
    method: "rsa-sha384",
  },
];

/** An unsigned template for `xmlsec1 --sign`, with white space, a comment, CDATA and attributes out of order. */
function templateOf(form: Form, certificateDer: Buffer): string {
  const d = form.dsPrefix ? `${form.dsPrefix}:` : "";
  const x = form.xadesPrefix ? `${form.xadesPrefix}:` : "";
  const dsNs = `xmlns${form.dsPrefix ? `:${form.dsPrefix}` : ""}="http://www.w3.org/2000/09/xmldsig#"`;
  const xadesNs = `xmlns${form.xadesPrefix ? `:${form.xadesPrefix}` : ""}="http://uri.etsi.org/01903/v1.3.2#"`;
  const digest = (value: string): string =>
    `<${d}DigestMethod ${dsNs} Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/><${d}DigestValue ${dsNs}>${value}</${d}DigestValue>`;
  const transforms = form.transform ? `<${d}Transforms><${d}Transform Algorithm="${form.transform}"/></${d}Transforms>` : "";
  return `<?xml version="1.0" encoding="UTF-8"?>
<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:unused="urn:unused">
  <${d}Signature Id="S0" ${dsNs}>
    <${d}SignedInfo>
      <${d}CanonicalizationMethod Algorithm="${form.canonicalization}"/>
      <${d}SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#${form.method}"></${d}SignatureMethod>
      <${d}Reference URI="message.xml" Id="S0-ref-0">${digest("")}</${d}Reference>
      <${d}Reference URI="#S0-props" Type="http://uri.etsi.org/01903#SignedProperties">${transforms}${digest("")}</${d}Reference>
    </${d}SignedInfo>
    <${d}SignatureValue Id="S0-SIG"></${d}SignatureValue>
    <${d}KeyInfo><${d}X509Data><${d}X509Certificate>${certificateDer.toString("base64")}</${d}X509Certificate></${d}X509Data></${d}KeyInfo>
    <${d}Object><${x}QualifyingProperties ${xadesNs} Target="#S0">
      <${x}SignedProperties Id="S0-props"><!-- a comment -->
        <${x}SignedSignatureProperties><${x}SigningTime><![CDATA[2026-11-22T02:41:00Z]]></${x}SigningTime>
          <${x}SigningCertificateV2><${x}Cert><${x}CertDigest>${digest(
            createHash("sha256").update(certificateDer).digest("base64"),
          )}</${x}CertDigest></${x}Cert></${x}SigningCertificateV2>
        </${x}SignedSignatureProperties>
        <${x}SignedDataObjectProperties><${x}DataObjectFormat
          ObjectReference="#S0-ref-0"><${x}Description>名稱 &amp; &lt;text&gt; &#13;</${x}Description><${x}MimeType>text/xml</${x}MimeType
          ></${x}DataObjectFormat></${x}SignedDataObjectProperties>
      </${x}SignedProperties>
    </${x}QualifyingProperties></${d}Object>
  </${d}Signature>
</asic:XAdESSignatures>
`;
}

for (const form of forms) {
  test(`what xmlsec1 signs with ${form.title} verifies here, and altered it does not`, { skip: needs("xmlsec1") }, async () => {
    const seal = await issue(authority.issuing, "seal", {}, "RSA-2048");
    const xml = await inTempFolder((folder) => {
      writeFileSync(path.join(folder, "message.xml"), file.data);
      writeFileSync(path.join(folder, "key.pem"), privateKeyPem(seal.signer as SoftwareSigner));
      writeFileSync(path.join(folder, "template.xml"), templateOf(form, seal.certificate.der));
      const signed = run(
        "xmlsec1",
        [
          "--sign",
          "--id-attr:Id",
          "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
          "--privkey-pem",
          "key.pem",
          "--output",
          "signed.xml",
          "template.xml",
        ],
        folder,
      );
      assert.equal(signed.status, 0, signed.output);
      return readFileSync(path.join(folder, "signed.xml"), "utf8");
    });
    const check = { files: [file], roots: [authority.root.certificate], intermediates: [authority.issuing.certificate] };
    const report = await verifyXades(xml, check);
    assert.deepEqual(
      report.steps.filter((step) => !step.ok),
      [],
    );
    const altered = await verifyXades(xml.replace("名稱", "名称"), check);
    assert.equal(altered.steps[0]?.code, "xades.signed-properties");
    const spaced = await verifyXades(xml.replace("SignedInfo>\n", "SignedInfo> \n"), check);
    assert.equal(spaced.steps[1]?.code, "xades.bad-signature");
  });
}

const samples = path.join(referenceFolder, "xroad", "asic");

for (const name of ["valid-signed-message", "valid-signed-message-with-attachments"]) {
  test(`X-Road's signature of ${name} is good; its absolute references are not those of a container`, {
    skip: existsSync(samples) ? false : "needs the reference vectors",
  }, async () => {
    const xml = readFileSync(path.join(samples, name, "META-INF", "signatures.xml"));
    const outcome = readXades(xml);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const own = outcome.value.references.find((reference) => reference.content);
    assert.ok(own?.content && createHash(own.hash).update(own.content).digest().equals(own.digest), "signed properties");
    const message = readFileSync(path.join(samples, name, "message.xml"));
    const direct = outcome.value.references.find((reference) => reference.uri === "/message.xml");
    if (direct) assert.ok(createHash(direct.hash).update(message).digest().equals(direct.digest));
    const report = await verifyXades(xml, { files: [{ name: "message.xml", mime: "text/xml", data: message }] });
    assert.deepEqual(
      report.steps.map((step) => (step.ok ? "ok" : step.code)),
      ["xades.reference-missing", "ok"],
    );
    const altered = await verifyXades(Buffer.from(xml.toString().replace("/message.xml", "/massage.xml")), { files: [] });
    assert.equal(altered.steps[1]?.code, "xades.bad-signature");
  });
}
