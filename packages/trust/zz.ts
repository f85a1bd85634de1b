import { generateSigner } from "./keys/signer.ts";
import { createRoot, issueCertificate } from "./x509/issue.ts";
import { verifyChain } from "./x509/chain.ts";
import { createCsr, parseCsr } from "./x509/csr.ts";
import { writeFileSync } from "node:fs";
const rs = await generateSigner("P-384"); const is = await generateSigner("P-256"); const ss = await generateSigner("RSA-2048");
const v = { notBefore: new Date("2026-01-01"), notAfter: new Date("2036-01-01") };
const root = await createRoot({ ...v, signer: rs, subject: { C: "TW", O: "Demo", CN: "Root 根" } });
const iss = await issueCertificate({ ...v, profile: "issuing", subject: { C: "TW", CN: "Issuing" }, publicKey: is.publicKey, issuer: { certificate: root, signer: rs }, urls: { crl: "http://a/c", ocsp: "http://a/o", caIssuers: "http://a/i" } });
for (const p of ["seal", "tls", "ocsp", "tsa", "eid-auth", "eid-sign"] as const) {
  const c = await issueCertificate({ ...v, profile: p, subject: { C: "TW", CN: "x", serialNumber: "TWDEMO/GOV/MOI" }, tailOfCitizenId: "1234", san: { dns: ["localhost"], ip: ["127.0.0.1", "::1"], uri: ["urn:x"] }, publicKey: ss.publicKey, issuer: { certificate: iss, signer: is }, urls: { crl: "http://a/c", ocsp: "http://a/o", caIssuers: "http://a/i" } });
  writeFileSync(`/tmp/zz-${p}.crt`, c.pem);
  console.log(p, verifyChain(c, { roots: [root], intermediates: [iss], at: new Date("2027-01-01"), use: p === "seal" ? "seal" : "any" }).ok, c.san, c.policies, c.ocspUrls, c.crlUrls, c.issuerUrls, c.keyUsage, c.subjectKeyId, c.pathLength, c.serialHex);
}
writeFileSync("/tmp/zz-root.crt", root.pem); writeFileSync("/tmp/zz-iss.crt", iss.pem);
console.log(parseCsr(await createCsr({ subject: { CN: "a" }, signer: ss, san: { dns: ["b"] } })));
