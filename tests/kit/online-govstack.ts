import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { eidApi } from "@troad/eid/api";
import { type ConsentApi, openConsentApi } from "./consent-api.ts";
import { Recipient } from "./data-recipient.ts";
import type { Citizen } from "./exchange.ts";
import { type OnlineScene, ticked, wanted } from "./online-scene.ts";

const purpose = { en: "To find subsidies", "zh-Hant": "查找可申請的補助" };
const sets = [
  {
    ...{ set: "household-now", purpose },
    fields: [
      { name: "name", needed: true },
      { name: "address", needed: false },
    ],
  },
  { set: "vehicles", fields: [{ name: "plate", needed: true }] },
];
const policy = { id: "", name: "How the clinic handles data", version: "1", url: "https://clinic.example/privacy" };
const dataAgreement = {
  ...{ id: "", version: "", purpose: "To check what a patient may apply for", lawfulBasis: "consent", dpia: "low" },
  ...{ sets, standing: { answers: 5, days: 1, months: 6 } },
};
const hook = (address: string) => ({
  webhook: { id: "", payloadUrl: address, contentType: "application/json", disabled: false, secretKey: "" },
});

/** All operations of GovStack's Consent Building Block on the consents that the pages show; gives how many there are. */
export async function govstackConsent(scene: OnlineScene, other: Citizen): Promise<number> {
  const { government, receiver, clock, citizen, bank, rival, decide, signedIn, agree, subjectOf } = scene;
  const api = await openConsentApi(government.portal);
  if (!api.isHere) return 0;
  const clinic = await Recipient.of(government, { by: subjectOf("provider-officer"), name: "Clinic", now: () => clock.now() });
  const browser = await signedIn(citizen.subject);
  const [own, me] = [{ recipient: clinic }, { browser }];
  const agreed = await configured(api, {
    clinic,
    receiver: receiver.address,
    approve: (version) => decide(clinic, version, "approved"),
  });
  const at = { path: { dataAgreementId: clinic.id } };

  // people read what is offered, and agree to it in the revision that they saw
  const offered = await api.does(me, "serviceDataAgreementRead", at);
  assert.deepEqual([offered.dataAgreement.active, offered.dataAgreement.policy.id], [true, agreed.policyId]);
  assert.equal((await api.does(me, "servicePolicyRead", { path: { policyId: agreed.policyId } })).policy.version, "2");
  const all = await api.does(me, "serviceVerificationDataAgreementList");
  assert.ok([bank.id, clinic.id].every((id) => all.dataAgreements.some((one: { id: string }) => one.id === id)));
  const individual = { id: citizen.subject };
  assert.equal((await api.does(me, "serviceIndividualCreate", { body: { individual } })).individual.id, citizen.subject);
  const mine = { path: { individualId: citizen.subject } };
  await api.does(me, "serviceIndividualRead", mine);
  await api.does(me, "serviceIndividualUpdate", { ...mine, body: { individual } });
  assert.equal((await api.does(me, "serviceIndividualList")).individuals.length, 1);
  const query = `?individualId=${citizen.subject}&revisionId=${offered.revision.id}`;
  const given = await api.does(me, "serviceIndividualConsentRecordCreate", { ...at, query });
  const { id } = given.consentRecord;
  assert.deepEqual([given.consentRecord.optIn, given.consentRecord.attributes], [true, ticked]);
  const again = await api.does(me, "serviceIndividualConsentRecordCreate", { ...at, query });
  assert.equal(again.consentRecord.id, id, "one in force for a person and a revision");

  // what was given there opens the door of the providers, for the recipient alone, and the pages show it
  const sub = await government.running.use(eidApi).subjectFor({ client: clinic.id, subject: citizen.subject });
  const seen = await api.does(own, "serviceVerificationConsentRecordRead", { path: { consentRecordId: id } });
  assert.equal(seen.consentRecord.individual.id, sub);
  assert.ok(!JSON.stringify(seen).includes(citizen.subject), "the recipient knows people by its own subject for them");
  assert.equal((await rival.post(`/consents/${id}/data`, {})).code, "mydata.request-unknown");
  const data = await clinic.open((await clinic.post(`/consents/${id}/data`, {})).text);
  assert.deepEqual([data.sub, data.data["household-now"]!.records[0]!.name!.value], [sub, citizen.name]);
  assert.deepEqual(Object.keys(data.data["household-now"]!.records[0]!), ["name"], "no more than is needed");
  assert.match((await browser.get(scene.at("/my-data/consents/recipients"))).text, /Clinic/);
  const known = { path: { individualId: sub! } };
  const asIndividual = { body: { individual: { id: "", externalId: sub, externalIdType: "pairwise-subject" } } };
  assert.equal((await api.does(own, "configIndividualCreate", asIndividual)).individual.id, sub);
  await api.does(own, "configIndividualRead", known);
  assert.deepEqual(
    (await api.does(own, "configIndividualList")).individuals.map((one: { id: string }) => one.id),
    [sub],
  );

  await signed(api, scene, { clinic, browser, record: id });
  const byRecipient = await api.does(own, "serviceVerificationConsentRecordRead", { path: { consentRecordId: id } });
  assert.equal(byRecipient.consentRecord.state, "signed");
  assert.ok(!/CERTIFICATE/.test(JSON.stringify(byRecipient)) && !JSON.stringify(byRecipient).includes(citizen.subject));
  await onThePage(api, scene, { clinic, agree, browser });
  await attacked(api, scene, { clinic, record: id, other });
  await seenByAuditors(api, scene, id);

  // withdrawn there, it opens nothing
  const record = { ...again.consentRecord, optIn: false };
  const ended = await api.does(me, "serviceIndividualConsentRecordUpdate", {
    ...{ path: { consentRecordId: id }, body: { consentRecord: record } },
  });
  assert.deepEqual([ended.consentRecord.optIn, ended.consentRecord.state], [false, "unsigned"]);
  assert.equal((await clinic.post(`/consents/${id}/data`, {})).code, "mydata.consent-ended");
  assert.equal((await receiver.heard(id)).data.reason, "withdrawn");
  await api.does(me, "serviceIndividualConsentRecordDeleteAll");
  const left = await api.does(me, "serviceIndividualConsentRecordList");
  assert.ok(left.consentRecords.length >= 2 && left.consentRecords.every((one: { optIn: boolean }) => !one.optIn));
  await api.does(own, "configWebhookDelete", { path: { webhookId: clinic.id } });
  await api.does(own, "configDataAgreementDelete", at);
  assert.equal((await api.call(me, "POST", `/service/individual/record/data-agreement/${clinic.id}/${query}`)).status, 404);
  await api.does(own, "configPolicyDelete", { path: { policyId: agreed.policyId } });
  assert.equal(api.answered.size, api.total, "operations that were not called");
  const altered = { consentRecord: { ...ended.consentRecord, state: undefined } };
  assert.ok(api.faultOf("auditConsentRecordRead", altered), "altered: an answer without its state is refused");
  return api.answered.size;
}

type Configuring = { clinic: Recipient; receiver: string; approve(version: number): Promise<unknown> };
/** The recipient says what it wants, by its key; an officer approves it as ever. */
async function configured(api: ConsentApi, { clinic, receiver, approve }: Configuring): Promise<{ policyId: string }> {
  const own = { recipient: clinic };
  const made = await api.does(own, "configPolicyCreate", { body: { policy } });
  const policyId: string = made.policy.id;
  const of = { path: { policyId } };
  const body = { policy: { ...policy, version: "2", dataRetentionPeriodDays: 90 } };
  const changed = await api.does(own, "configPolicyUpdate", { ...of, body });
  assert.equal(changed.revision.predecessorHash, made.revision.serializedHash);
  assert.equal(
    (await api.does(own, "configPolicyRead", { ...of, query: `?revisionId=${made.revision.id}` })).policy.version,
    "1",
  );
  assert.equal((await api.does(own, "configPolicyRevisionsList", of)).revisions.length, 2);
  assert.equal((await api.does(own, "configPolicyList", { query: "?limit=1" })).policies.length, 1);
  const wrong = { ...dataAgreement, sets: [{ set: "nothing", fields: [{ name: "x", needed: true }] }], policy: { id: policyId } };
  const refused = await api.call(own, "POST", "/config/data-agreement/", { dataAgreement: wrong });
  assert.equal(refused.code, "mydata.terms-invalid");
  const first = await api.does(own, "configDataAgreementCreate", {
    body: { dataAgreement: { ...dataAgreement, policy: { id: policyId } } },
  });
  assert.deepEqual([first.dataAgreement.active, first.dataAgreement.lifecycle.name], [false, "Draft"]);
  const at = { path: { dataAgreementId: clinic.id } };
  await api.does(own, "configDataAgreementUpdate", {
    ...at,
    body: { dataAgreement: { ...first.dataAgreement, dpia: "medium" } },
  });
  const webhook = await api.does(own, "configWebhookCreate", { body: hook(`${receiver}/old`) });
  assert.match(webhook.webhook.secretKey, /^whsec_/);
  const hookAt = { path: { webhookId: clinic.id } };
  await api.does(own, "configWebhookUpdate", { ...hookAt, body: hook(receiver) });
  assert.deepEqual((await api.does(own, "configWebhookRead", hookAt)).webhook, {
    ...{ id: clinic.id, payloadUrl: receiver, contentType: "application/json", disabled: true, secretKey: "" },
  });
  await approve(4);
  assert.equal((await api.does(own, "configWebhookList")).webhooks[0].disabled, false);
  const now = (await api.does(own, "configDataAgreementRead", at)).dataAgreement;
  assert.deepEqual([now.active, now.lifecycle.name, now.dpia, now.retentionDays], [true, "Complete", "medium", 90]);
  assert.equal((await api.does(own, "configDataAgreementList")).dataAgreement.length, 1);
  assert.equal((await api.call(own, "DELETE", `/config/policy/${policyId}/`)).code, "mydata.policy-in-use");
  return { policyId };
}

type Signing = { clinic: Recipient; browser: Awaited<ReturnType<OnlineScene["signedIn"]>>; record: string };
/** A consent is signed with the card of its person, afterwards or at once; with another card, or over something else, it is not. */
async function signed(
  api: ConsentApi,
  { government, citizen }: OnlineScene,
  { clinic, browser, record }: Signing,
): Promise<void> {
  const me = { browser };
  const eid = government.running.use(eidApi);
  const people = JSON.parse(fs.readFileSync(path.join(government.data, "demo", "people.json"), "utf8")) as {
    subject: string;
    pin: string;
  }[];
  const withCard = async (draft: { payload: string }, subject = citizen.subject) => ({
    ...draft,
    verificationArtifact: (await eid.signingCertificate(subject))!.certificate,
    signature: (
      await eid.signWithCard({
        ...{ subject, pin: people.find((one) => one.subject === subject)!.pin },
        data: Buffer.from(draft.payload).toString("base64"),
      })
    ).signature,
  });
  const at = { path: { consentRecordId: record } };
  const { signature: draft } = await api.does(me, "serviceIndividualSignatureCreate", { ...at, body: { signature: {} } });
  const place = `/service/individual/record/consent-record/${record}/signature/`;
  const stranger = people.find(({ subject }) => subject !== citizen.subject)!.subject;
  const over = draft.payload.replace("household-now.name", "household-now.address");
  for (const signature of [
    await withCard(draft, stranger),
    await withCard({ ...draft, payload: over }),
    { ...(await withCard(draft)), payload: over },
  ])
    assert.equal((await api.call(me, "PUT", place, { signature })).code, "mydata.signature-wrong");
  const put = await api.does(me, "serviceIndividualSignatureUpdate", { ...at, body: { signature: await withCard(draft) } });
  assert.equal(put.signature.objectReference, `${record}.1`);
  const newest = await api.does(me, "serviceIndividualConsentRecordRead", { path: { dataAgreementId: clinic.id } });
  assert.deepEqual([newest.consentRecord.id, newest.consentRecord.state], [record, "signed"]);

  const query = `?individualId=${citizen.subject}&dataAgreementId=${clinic.id}`;
  const drafted = await api.does(me, "serviceIndividualConsentRecordDraftCreate", { query });
  assert.equal(drafted.consentRecord.id, "");
  const body = { consentRecord: drafted.consentRecord, signature: await withCard(drafted.signature) };
  const unseen = {
    ...body,
    consentRecord: { ...drafted.consentRecord, attributes: ["household-now.name", "household-now.address", "vehicles.plate"] },
  };
  const fresh = "/service/individual/record/consent-record/";
  assert.equal((await api.call(me, "POST", fresh, unseen)).code, "mydata.signature-wrong", "more fields than were signed");
  assert.equal((await api.call(me, "POST", fresh, body)).code, "mydata.signature-known", "that one is signed already");
  // another recipient's agreement, signed at once
  const [offered] = (await api.does(me, "serviceVerificationDataAgreementList")).dataAgreements.filter(
    ({ id, active }: { id: string; active: boolean }) => id !== clinic.id && active,
  );
  const second = await api.does(me, "serviceIndividualConsentRecordDraftCreate", {
    query: `?individualId=${citizen.subject}&dataAgreementId=${offered.id}`,
  });
  const stored = await api.does(me, "serviceIndividualConsentRecordSignatureCreate", {
    body: { consentRecord: second.consentRecord, signature: await withCard(second.signature) },
  });
  assert.deepEqual([stored.consentRecord.state, stored.consentRecord.optIn], ["signed", true]);
}

type OnPage = Omit<Signing, "record"> & { agree: OnlineScene["agree"] };
/** What was given on the page is read there. */
async function onThePage(api: ConsentApi, { citizen, at }: OnlineScene, { clinic, browser, agree }: OnPage): Promise<void> {
  const asked = await clinic.start(wanted);
  const code = await agree(asked, browser, ticked);
  const listed = await api.does({ recipient: clinic }, "serviceVerificationConsentRecordList", { query: "?limit=1" });
  assert.deepEqual([listed.consentRecords[0].id, listed.consentRecords[0].optIn], [asked.id, true]);
  assert.equal((await clinic.fetch(asked, code)).status, 200);
  const found = await api.does({ browser }, "serviceIndividualDataAgreementConsentRecordList", {
    path: { dataAgreementId: clinic.id },
  });
  assert.ok(found.consentRecords.length >= 2);
  const current = await api.does({ browser }, "serviceIndividualConsentRecordList");
  const own = current.consentRecords.find((one: { dataAgreement: { id: string } }) => one.dataAgreement.id === clinic.id);
  assert.deepEqual([own.id, own.optIn, own.individual.id], [asked.id, false, citizen.subject], "fetched once, it allows no more");
  assert.equal((await browser.get(at(`/my-data/requests/${asked.id}/done`))).status, 200);
}

type Attack = { clinic: Recipient; record: string; other: Citizen };
async function attacked(
  api: ConsentApi,
  { bank, rival, citizen, signedIn }: OnlineScene,
  { clinic, record, other }: Attack,
): Promise<void> {
  const stranger = { browser: await signedIn(other.subject) };
  const me = { browser: await signedIn(citizen.subject) };
  const own = { recipient: clinic };
  const read = `/service/verification/consent-record/${record}/`;
  const consent = `/service/individual/record/consent-record/${record}/`;
  const create = `/service/individual/record/data-agreement/${clinic.id}/?individualId=`;
  const hash = { consentRecord: { dataAgreementRevisionHash: "x", optIn: false } };
  const forged = await rival.assertion({ iss: clinic.id, sub: clinic.id });
  const attacks = [
    ["another recipient's record", { recipient: rival }, "GET", read, undefined, "mydata.consent-unknown"],
    [
      "another's agreement",
      { recipient: rival },
      "GET",
      `/config/data-agreement/${clinic.id}/`,
      undefined,
      "mydata.agreement-unknown",
    ],
    ["another's webhook", { recipient: bank }, "GET", `/config/webhook/${clinic.id}/`, undefined, "mydata.webhook-unknown"],
    ["another key", { bearer: forged }, "GET", read, undefined, "mydata.client-unknown"],
    ["made out to others", { bearer: await clinic.assertion() }, "GET", read, undefined, "mydata.client-unknown"],
    ["no key", { none: true }, "GET", read, undefined, "mydata.not-signed-in"],
    ["a person for a recipient", me, "GET", read, undefined, "mydata.not-for-you"],
    ["a recipient for its person", own, "POST", `${create}${citizen.subject}`, undefined, "mydata.not-for-you"],
    ["a recipient withdraws", own, "PUT", consent, hash, "mydata.not-for-you"],
    ["another person's record", stranger, "PUT", consent, hash, "mydata.consent-unknown"],
    ["for another person", stranger, "POST", `${create}${citizen.subject}`, undefined, "mydata.individual-unknown"],
    [
      "an old revision",
      me,
      "POST",
      `${create}${citizen.subject}&revisionId=${clinic.id}.1`,
      undefined,
      "mydata.revision-unknown",
    ],
    ["a person as auditor", me, "GET", "/audit/consent-records/", undefined, "mydata.not-for-you"],
    ["beyond the pages", own, "GET", "/service/verification/consent-records/?offset=10001", undefined, "request.invalid"],
    ["too large a page", own, "GET", "/service/verification/consent-records/?limit=101", undefined, "request.invalid"],
    ["no number", own, "GET", "/service/verification/consent-records/?limit=x", undefined, "request.invalid"],
    ["no JSON", own, "POST", "/config/policy/", "{", "request.invalid"],
    ["a huge body", own, "POST", "/config/policy/", { policy: { ...policy, more: "x".repeat(300_000) } }, "request.too-large"],
    ["no https", own, "POST", "/config/policy/", { policy: { ...policy, url: "http://x.example" } }, "request.invalid"],
    [
      "another law",
      own,
      "POST",
      "/config/data-agreement/",
      { dataAgreement: { ...dataAgreement, lawfulBasis: "contract" } },
      "request.invalid",
    ],
    ["no such person", own, "GET", `/config/individual/${other.subject}/`, undefined, "mydata.individual-unknown"],
  ] as const;
  for (const [name, caller, method, place, body, code] of attacks)
    assert.equal((await api.call(caller, method, place, body)).code, code, name);
}

async function seenByAuditors(api: ConsentApi, { signedIn, subjectOf, citizen }: OnlineScene, record: string): Promise<void> {
  const auditor = { browser: await signedIn(subjectOf("auditor")) };
  const listed = await api.does(auditor, "auditConsentRecordList", { query: "?limit=100" });
  assert.ok(listed.consentRecords.some(({ id }: { id: string }) => id === record));
  assert.ok(!JSON.stringify(listed).includes(citizen.subject));
  const read = await api.does(auditor, "auditConsentRecordRead", { path: { consentRecordId: record } });
  assert.equal(read.consentRecord.state, "signed");
  const { dataAgreements } = await api.does(auditor, "auditDataAgreementList");
  await api.does(auditor, "auditDataAgreementRead", { path: { dataAgreementId: dataAgreements[0].id } });
}
