import assert from "node:assert/strict";
import { eidApi } from "@troad/eid/api";
import { type ConsentApi, openConsentApi } from "./consent-api.ts";
import { Recipient } from "./data-recipient.ts";
import type { Citizen } from "./exchange.ts";
import { attacked } from "./govstack-attacks.ts";
import { type Signing, signed } from "./govstack-signed.ts";
import { dataAgreement, policy } from "./govstack-terms.ts";
import { type OnlineScene, ticked, wanted } from "./online-scene.ts";

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
