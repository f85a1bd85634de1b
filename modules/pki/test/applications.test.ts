import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createCsr, csrPem, generateSigner, OID, parseCertificate, type Signer } from "@troad/trust";
import { Agent, request } from "undici";
import { startModules } from "../../../kernel/test/modules.ts";
import { pkiApi } from "../api.ts";
import pki from "../module.ts";

let started: Awaited<ReturnType<typeof startModules>>;
before(async () => {
  started = await startModules([pki]);
});
after(() => started.stop());

type Answer = { id: string; secret: string; state: string; certificate: string; reason: string; code: string; serial: string };
const post = async (path: string, body: object): Promise<{ status: number; body: Answer }> => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${started.running.origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Answer };
};
const view = async (id: string, secret: string): Promise<Answer> => {
  const headers = { authorization: `Bearer ${secret}` };
  return (await (await fetch(`${started.running.origin}/pki/applications/${id}`, { headers })).json()) as Answer;
};
/** What the operator's command sends to the socket of the running program. */
async function operator(method: string, argument?: unknown): Promise<unknown> {
  const { operator: socketPath } = started.running.endpoints().pki as { operator: string };
  const dispatcher = new Agent({ connect: { socketPath } });
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ argument });
  const answer = await request(`http://localhost/${method}`, { method: "POST", headers, body, dispatcher });
  const told = (await answer.body.json()) as { result?: unknown; code?: string };
  await dispatcher.close();
  if (told.code !== undefined) throw Object.assign(new Error(told.code), { code: told.code });
  return told.result;
}
const csrOf = async (signer: Signer): Promise<string> => csrPem(await createCsr({ subject: { CN: "anything" }, signer }));
const asked = { profile: "seal", member: "COM/12345678", organization: "銀行", hosts: [], key: "chip", contact: "02-1234-5678" };

test("a certificate is applied for with proof of possession, decided by the operator, and fetched by the applicant alone", async () => {
  const signer = await generateSigner("P-256");
  const stolen = await createCsr({
    subject: { CN: "x" },
    signer: { ...(await generateSigner("P-256")), publicKey: signer.publicKey },
  });
  assert.equal((await post("/pki/applications", { ...asked, csr: csrPem(stolen) })).body.code, "pki.csr-refused");
  assert.equal((await post("/pki/applications", { ...asked, member: "../root", csr: await csrOf(signer) })).status, 400);
  const { status, body } = await post("/pki/applications", { ...asked, csr: await csrOf(signer) });
  assert.equal(status, 202);
  assert.equal((await view(body.id, body.secret)).state, "pending");
  assert.equal((await view(body.id, "x".repeat(32))).code, "pki.application-unknown");
  const [waiting] = (await operator("pending")) as { id: string; member: string; publicKey: string }[];
  assert.deepEqual(
    [waiting?.id, waiting?.member, "csr" in waiting!, "secret_hash" in waiting!],
    [body.id, asked.member, false, false],
  );
  await operator("decide", { id: body.id, approve: true, reason: "seen the company's register entry" });
  await assert.rejects(operator("decide", { id: body.id, approve: false, reason: "again" }), { code: "pki.application-decided" });
  const certificate = parseCertificate((await view(body.id, body.secret)).certificate);
  assert.ok(certificate.publicKey.equals(signer.publicKey));
  assert.deepEqual(
    [certificate.subject.serialNumber, certificate.policies[0]],
    ["TWDEMO/COM/12345678", OID.policyOrganisationChip],
  );

  const next = await generateSigner("P-256");
  const csr = await csrOf(next);
  const proofOf = async (key: Signer) => Buffer.from(await key.sign(Buffer.from(csr))).toString("base64");
  const renewal = { serial: certificate.serialHex, csr };
  assert.equal((await post("/pki/renewals", { ...renewal, proof: await proofOf(next) })).body.code, "pki.renewal-refused");
  const renewed = await post("/pki/renewals", { ...renewal, proof: await proofOf(signer) });
  const fresh = parseCertificate(renewed.body.certificate);
  assert.ok(fresh.publicKey.equals(next.publicKey) && fresh.subject.serialNumber === certificate.subject.serialNumber);
  await started.running.use(pkiApi).revoke(certificate.serialHex, "superseded");
  assert.equal((await post("/pki/renewals", { ...renewal, proof: await proofOf(signer) })).body.code, "pki.renewal-refused");
});

test("a refusal tells its reason, and more than ten requests a minute from one address are turned away", async () => {
  const { body } = await post("/pki/applications", { ...asked, csr: await csrOf(await generateSigner("P-256")) });
  await operator("decide", { id: body.id, approve: false, reason: "not registered" });
  assert.deepEqual(await view(body.id, body.secret), { state: "refused", reason: "not registered" });
  const codes = [];
  for (let n = 0; n < 10; n++) codes.push((await post("/pki/applications", { ...asked, csr: "none" })).body.code);
  assert.ok(codes.includes("request.rate-limited"), codes.join());
});
