import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { eidApi } from "@troad/eid/api";
import type { ConsentApi } from "./consent-api.ts";
import type { Recipient } from "./data-recipient.ts";
import type { OnlineScene } from "./online-scene.ts";

export type Signing = { clinic: Recipient; browser: Awaited<ReturnType<OnlineScene["signedIn"]>>; record: string };
/** A consent is signed with the card of its person, afterwards or at once; with another card, or over something else, it is not. */
export async function signed(
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
