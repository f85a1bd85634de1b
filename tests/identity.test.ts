import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import { readAudit } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { notifyApi } from "@troad/notify/api";
import { roadApi } from "@troad/road/api";
import { createCsr, csrPem, generateSigner, openPkcs12, publicKeyPem } from "@troad/trust";
import { request } from "undici";
import type { Page } from "../apps/troad/demo/browser.ts";
import { gatewayEndpoints, until } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { signedInAs } from "./kit/tampering.ts";

/** Whose certificate it is, asked over the road; who a person is, known at the counter by their face and papers. */
const provider = "TWDEMO/GOV/MOI/EID/certificate-owner";
let government: Government;
before(async () => {
  government = await startGovernment({ env: { IDENTITY_RATE: "6" } });
});
after(() => government?.stop());

async function ask(
  id: string,
  body: object,
): Promise<{ status: number; body: { belongs?: boolean; type?: string; code?: string } }> {
  const { consumer } = gatewayEndpoints(government, "TWDEMO/EDU/NDU");
  const headers = { "content-type": "application/json", "x-road-client": "TWDEMO/EDU/NDU/AID", "x-road-id": id };
  const answer = await request(`${consumer}/r1/${provider}/check`, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: answer.statusCode, body: (await answer.body.json()) as never };
}

test("yes for the owner of a card in force, no for everybody else; by a right alone, so many a minute, and the person sees it", async () => {
  type Person = { subject: string; p12: string; pin: string };
  const people = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as Person[];
  const eid = government.running.use(eidApi);
  const [one, other] = [people[0]!, people[1]!];
  const [owner, stranger] = [(await eid.person(one.subject))!, (await eid.person(other.subject))!];
  const opened = await openPkcs12(fs.readFileSync(one.p12.replace(/\.p12$/, "-sign.p12")), one.pin);
  assert.ok(opened.ok && publicKeyPem(opened.value.key) !== "");
  const certificate = opened.value.certificate.pem;
  assert.notEqual((await ask("before-right", { nationalId: owner.nationalId, certificate })).status, 200);
  const agreement = {
    ...{ id: "ndu-owner-1", consumer: "EDU/NDU/AID", provider: "GOV/MOI/EID/certificate-owner", fields: [] },
    ...{ purpose: "purpose.told", legalBasis: "電子簽章法第 6 條", consentRequired: false, validUntil: null },
    endpoints: [{ method: "POST", path: "/check" }],
  };
  await government.running.use(roadApi).enterAgreements({ agreements: [agreement], actor: "operator" });
  await until(
    async () => (await ask("begin", { nationalId: "x", certificate })).body.code === "identity.question-invalid",
    "the right",
  );
  const asked = async (id: string, nationalId: string) => (await ask(id, { nationalId, certificate })).body.belongs;
  assert.equal(await asked("owner", owner.nationalId), true);
  assert.equal(await asked("stranger", stranger.nationalId), false);
  const [card] = await eid.cardsOf(one.subject);
  await eid.suspendCard(card!.serial);
  assert.equal(await asked("suspended", owner.nationalId), false);
  await eid.resumeCard(card!.serial);
  const uses = () => government.running.use(mydataApi).usesOf(one.subject, { limit: 50 }, owner.nationalId);
  await until(
    async () => (await uses()).some((use) => use.exchangeId === "owner" && use.provider === provider),
    "the person's list",
  );
  assert.ok(!(await uses()).some(({ exchangeId }) => exchangeId === "stranger"));
  const answers = [];
  for (let n = 0; n < 6; n++) answers.push((await ask(`many-${n}`, { nationalId: owner.nationalId, certificate })).body.code);
  assert.ok(answers.includes("identity.too-many"), answers.join());
  // the officer is of the ministry that answers
  const officer = (await someone("provider-officer")).browser;
  const seen = (await officer.get(`${government.portal}/work/identity-checks.csv`)).text;
  assert.ok(
    seen.includes("owner") && seen.includes("stranger") && !seen.includes(owner.nationalId) && !seen.includes(owner.name),
    seen,
  );
  assert.equal((await (await someone("citizen")).browser.get(`${government.portal}/work/identity-checks`)).status, 403);
});

test("an application for a certificate is approved or refused with a reason by those who admit members, once, and by nobody else", async () => {
  const apply = async (): Promise<{ id: string; state(): Promise<{ state: string; reason?: string }> }> => {
    const csr = csrPem(await createCsr({ subject: { CN: "x" }, signer: await generateSigner("P-256") }));
    const asked = {
      profile: "seal",
      member: "COM/12345678",
      organization: "<b>銀行</b>",
      hosts: [],
      key: "chip",
      contact: "02-1",
    };
    const headers = { "content-type": "application/json" };
    const at = `${government.portal}/pki/applications`;
    const answer = await fetch(at, { method: "POST", headers, body: JSON.stringify({ ...asked, csr }) });
    const { id, secret } = (await answer.json()) as { id: string; secret: string };
    const bearer = { headers: { authorization: `Bearer ${secret}` } };
    return { id, state: async () => (await (await fetch(`${at}/${id}`, bearer)).json()) as { state: string } };
  };
  const [first, second] = [await apply(), await apply()];
  const at = (id: string) => `${government.portal}/work/certificates/${id}`;
  for (const role of ["operator", "provider-officer", "citizen"]) {
    const { browser } = await someone(role);
    for (const page of [await browser.get(at("")), await browser.get(at(first.id))])
      assert.ok([403, 404].includes(page.status), role);
    assert.equal((await browser.post(at(first.id), { decision: "approve", reason: "mine" })).status, 403, role);
  }
  const { browser } = await someone("road-operator");
  const list = await browser.get(`${government.portal}/work/certificates`);
  assert.ok(list.text.includes(first.id) && list.text.includes("&lt;b&gt;") && !list.text.includes("<b>銀行"));
  for (const form of [
    { decision: "approve", reason: "  " },
    { decision: "issue", reason: "seen" },
  ]) {
    const page = await browser.post(at(first.id), form);
    assert.ok(page.status === 422 && page.text.includes('id="reason-error"'), page.text.slice(0, 300));
  }
  assert.equal((await first.state()).state, "pending");
  assert.match((await browser.post(at(first.id), { decision: "approve", reason: "called them" })).text, /Certificate issued/);
  assert.equal((await browser.post(at(first.id), { decision: "refuse", reason: "again" })).status, 409);
  assert.match((await browser.post(at(second.id), { decision: "refuse", reason: "not registered" })).text, /not registered/);
  assert.equal((await first.state()).state, "issued");
  assert.deepEqual(await second.state(), { state: "refused", reason: "not registered" });
  assert.ok(!(await browser.get(`${government.portal}/work/certificates`)).text.includes(first.id));
  assert.equal((await browser.get(at("none"))).status, 404);
});

const counter = "/work/identities";
/** Someone of a role (the one at `place`), signed in. */
async function someone(role: string, place = 0) {
  const eid = government.running.use(eidApi);
  const { subject } = (await eid.demoPeople()).filter((one) => one.role.role === role)[place]!;
  const browser = await signedInAs(government.portal, subject);
  const send = (fields: Record<string, string>): Promise<Page> => browser.post(`${government.portal}${counter}`, fields);
  return { ...(await eid.person(subject))!, browser, send };
}
const auditOf = async (subject: string) =>
  (await readAudit(government.running.schemas.of("eid"), undefined, 100)).filter(
    ({ target, action }) => target === subject && action !== "eid.sign-in",
  );
const told = async (to: string, template: string): Promise<number> =>
  (await government.running.use(notifyApi).inbox({ to, limit: 50 })).filter((one) => one.template === template).length;

test("attack: who may not check identities hands out no code, and nobody does it for themselves, for another name or a number that is none", async () => {
  const citizen = await someone("citizen", 4);
  const { nationalId, name, subject } = citizen;
  const asked = { nationalId, name, paper: "passport" };
  for (const role of ["case-officer", "auditor", "citizen"]) {
    const other = await someone(role);
    assert.equal((await other.browser.get(`${government.portal}${counter}`)).status, 403, role);
    for (const act of ["", "code", "lock", "unlock"])
      assert.equal((await other.send({ ...asked, act })).status, 403, `${role} ${act}`);
  }
  const officer = await someone("household-officer");
  const refused = async (change: Record<string, string>, field: string, text: RegExp): Promise<void> => {
    const page = await officer.send({ ...asked, act: "code", ...change });
    assert.equal(page.status, 422, JSON.stringify(change));
    assert.match(page.text, new RegExp(`id="${field}-error"`));
    assert.match(page.text, text);
  };
  await refused({ nationalId: "A100000001" }, "nationalId", /National ID/);
  await refused({ nationalId: `${nationalId}'--` }, "nationalId", /National ID/);
  await refused({ name: "陳大文" }, "nationalId", /no person with this number and name/);
  await refused({ paper: "letter" }, "paper", /compared/);
  await refused({ nationalId: officer.nationalId, name: officer.name }, "nationalId", /Another officer/);
  assert.deepEqual(await auditOf(subject), []);
  assert.equal(await told(subject, "eid-office-code"), 0);
});

test("a code is shown once and works; the person is told of it, of a lock and its end once each, with the officer recorded", async () => {
  const eid = government.running.use(eidApi);
  const [officer, citizen] = [await someone("household-officer"), await someone("citizen", 4)];
  const { nationalId, name, subject } = citizen;
  const asked = { nationalId, name, paper: "passport" };
  const found = await officer.send(asked);
  assert.equal(found.status, 200);
  assert.ok(found.text.includes("In use") && !found.url.includes(nationalId));
  const handed = await officer.send({ ...asked, act: "code" });
  const code = /<strong>([2-9A-HJ-NP-Z]{10})<\/strong>/.exec(handed.text)?.[1];
  assert.ok(code, handed.text.slice(0, 2_000));
  for (const page of [await officer.send(asked), await officer.browser.get(`${government.portal}${counter}`)])
    assert.ok(!page.text.includes(code), "shown once");
  assert.equal(await told(subject, "eid-office-code"), 1);
  const [row] = await auditOf(subject);
  assert.deepEqual([row?.action, row?.actor], ["eid.office-code", officer.subject]);
  assert.ok(!JSON.stringify(row).includes(code));

  for (const act of ["lock", "lock", "unlock", "unlock"]) {
    assert.equal((await officer.send({ ...asked, act })).status, 200);
    assert.equal(await eid.isLocked(subject), act === "lock");
  }
  assert.deepEqual([await told(subject, "eid-locked"), await told(subject, "eid-unlocked")], [1, 1]);
  const acts = (await auditOf(subject)).map(({ action, actor }) => `${action} ${actor === officer.subject}`);
  for (const act of ["eid.lock true", "eid.unlock true"]) assert.equal(acts.filter((one) => one === act).length, 1, acts.join());
  const enrol = (typed: string) =>
    fetch(`${government.portal}/eid/enrol`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ nationalId, code: typed }),
    });
  assert.equal((await enrol(code)).status, 422, "the lock ended the code");
  const again = /<strong>(\w{10})<\/strong>/.exec((await officer.send({ ...asked, act: "code" })).text)![1]!;
  assert.equal((await enrol(again)).status, 303);
  assert.equal((await enrol(again)).status, 422);
});
