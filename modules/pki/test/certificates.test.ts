import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createCsr, csrPem, generateSigner, parseCertificate } from "@troad/trust";
import { startModules } from "../../../kernel/test/modules.ts";
import { type PkiApi, pkiApi } from "../api.ts";
import { agencyGrants } from "../domain/grants.ts";
import pki from "../module.ts";

let started: Awaited<ReturnType<typeof startModules>>;
let authority: PkiApi;
before(async () => {
  started = await startModules([pki]);
  authority = started.running.use(pkiApi);
});
after(() => started.stop());

const member = { instance: "TWDEMO", member: "GOV/MOI", organization: "Ministry of the Interior" };
async function enrol(profile: "seal" | "tls" = "seal") {
  const signer = await generateSigner("P-256");
  const csr = csrPem(await createCsr({ subject: { C: "TW", CN: "asked for another name" }, signer }));
  return { signer, issued: await authority.enrolMember({ ...member, profile, csr, hosts: ["gw.moi.example", "10.0.0.1"] }) };
}

test("a member's key is certified under the name of the member, not the one that the request asks for", async () => {
  const { signer, issued } = await enrol();
  const certificate = parseCertificate(issued.certificate);
  assert.ok(certificate.publicKey.equals(signer.publicKey));
  assert.deepEqual([certificate.subject.CN, certificate.subject.serialNumber], [member.organization, "TWDEMO/GOV/MOI"]);
  assert.equal(certificate.serialHex, issued.serial);
  assert.equal(issued.chain.length, 2);
  const gateway = parseCertificate((await enrol("tls")).issued.certificate);
  assert.equal(gateway.subject.CN, "TWDEMO/GOV/MOI gateway");
});

test("a request whose signature is another key's is refused", async () => {
  const [mine, theirs] = await Promise.all([generateSigner("P-256"), generateSigner("P-256")]);
  const stolen = await createCsr({ subject: { CN: "x" }, signer: { ...mine, publicKey: theirs.publicKey } });
  await assert.rejects(authority.enrolMember({ ...member, profile: "seal", csr: csrPem(stolen) }), { code: "pki.csr-refused" });
});

test("a certificate is suspended, resumed and revoked for good; of an unknown one nothing is said", async () => {
  const { serial } = (await enrol()).issued;
  const status = async () => (await authority.statusOf(serial)).status;
  assert.equal(await status(), "good");
  await authority.revoke(serial, "certificateHold");
  assert.equal(await status(), "revoked");
  await authority.revoke(serial, "removeFromCRL");
  assert.equal(await status(), "good");
  await authority.revoke(serial, "keyCompromise");
  await assert.rejects(authority.revoke(serial, "removeFromCRL"), { code: "pki.revoked-for-good" });
  assert.deepEqual([await status(), (await authority.statusOf(serial)).reason], ["revoked", "keyCompromise"]);
  assert.equal((await authority.statusOf("00ff")).status, "unknown");
  await assert.rejects(authority.revoke("00ff", "superseded"), { code: "pki.certificate-unknown" });
});

test("the process of an agency may have keys of its own member certified, of the agency that content or an admission names", async () => {
  const road = { instance: "TWDEMO", agencies: [{ id: "moi", member: "GOV/MOI" }] } as Parameters<typeof agencyGrants>[0];
  const grants = agencyGrants(road, async (agency) => (agency === "bank" ? "COM/12345678" : undefined));
  const may = (agency: string, name: string, instance = "TWDEMO") =>
    grants([agency], "enrolMember", [{ member: name, instance }]);
  assert.deepEqual([await may("moi", "GOV/MOI"), await may("bank", "COM/12345678")], [true, true]);
  assert.deepEqual([await may("moi", "COM/12345678"), await may("bank", "GOV/MOI")], [false, false]);
  assert.equal(await may("moi", "GOV/MOI", "OTHER"), false);
  assert.equal(await grants(["moi"], "enrolMember", []), false);
  assert.equal(await grants(["moi"], "revoke", ["00", "unspecified"]), false);
});
