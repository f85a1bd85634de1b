import assert from "node:assert/strict";
import type { ConsentApi } from "./consent-api.ts";
import type { Recipient } from "./data-recipient.ts";
import type { Citizen } from "./exchange.ts";
import { dataAgreement, policy } from "./govstack-terms.ts";
import type { OnlineScene } from "./online-scene.ts";

type Attack = { clinic: Recipient; record: string; other: Citizen };
/** What others, with other keys, from other people and in other forms are refused. */
export async function attacked(
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
