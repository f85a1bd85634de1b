import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventToken, JobDefinition } from "@troad/kernel";
import { readByLaw } from "@troad/registers/events";
import { transfersRecorded } from "@troad/road/events";
import { collectJob, consentJob, decideJob, tellJob, withdrawConsentJob } from "../modules/cases/jobs/definitions.ts";
import { publishCard } from "../modules/eid/card/publish-job.ts";
import { keepPeriods, matchWinners, notifyHolders, payDonatedPrizes } from "../modules/invoice/jobs.ts";
import { remindAccessJob } from "../modules/road/registry/access/expiry.ts";

const id = "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

/** What the program of before definitions enqueued, by kind, as its code wrote it. */
const waiting: [JobDefinition, string, object][] = [
  [consentJob, "cases.consent", { caseId: id, round: 1 }],
  [withdrawConsentJob, "cases.withdraw-consent", { caseId: id, subject: id, consentId: id }],
  [collectJob, "cases.collect", { caseId: id, source: "household", consentId: id }],
  [decideJob, "cases.decide", { caseId: id }],
  [tellJob, "cases.tell", { caseId: id, template: "case-granted" }],
  [tellJob, "cases.tell", { caseId: id, template: "case-stopped" }],
  [publishCard, "eid.publish-card", { serial: "0a1b2c3d4e5f60718293a4b5c6d7e8f9" }],
  [matchWinners, "invoice.match", { publication: id }],
  [notifyHolders, "invoice.notify", { publication: id, term: "11504", after: "", until: "AB12345678" }],
  [payDonatedPrizes, "invoice.pay-donated", { term: "11504", after: "AB12345678", no: id }],
  [keepPeriods, "invoice.periods", { day: "2026-11-28" }],
  [remindAccessJob, "road.remind-access", { id, days: 30 }],
  [remindAccessJob, "road.remind-access", { id: "ndu-aid-household", days: 7 }],
];

test("a job that waits in a data folder of before is still what its kind takes", () => {
  for (const [definition, kind, payload] of waiting) {
    assert.equal(definition.kind, kind);
    assert.equal(definition.fault(JSON.parse(JSON.stringify(payload))), undefined, kind);
    for (const name of Object.keys(payload))
      assert.notEqual(definition.fault({ ...payload, [name]: { odd: true } }), undefined, `${kind} ${name}`);
  }
});

test("an event that waits in a data folder of before is still what its subscribers take", () => {
  const record = {
    ...{ agreement: "ndu-aid-household", at: "2026-11-28T00:00:00.000Z", code: null, consent: id, outcome: "answered" },
    ...{ consumer: "TWDEMO/EDU/NDU/AID", provider: "TWDEMO/GOV/MOI/REGISTERS/household", side: "provider" },
    ...{ exchangeId: "x-1", fields: ["name"], purpose: null, requestHash: "aGFzaA==", responseHash: null },
  };
  const read = {
    ...{ provider: record.provider, consumer: record.consumer, exchangeId: "x-1", nationalId: "A123456789", agreement: null },
    ...{ legalBasis: null, purpose: null, fields: [], found: false, at: record.at, noticeAfterDays: 0 },
  };
  const events: [EventToken, string, object][] = [
    [transfersRecorded, "road.transfers-recorded.v2", { transfers: [record, { ...record, leafIndex: 7 }] }],
    [readByLaw, "registers.read-by-law.v1", read],
  ];
  for (const [event, name, payload] of events) {
    assert.equal(event.name, name);
    assert.equal(event.fault(payload), undefined);
    for (const member of Object.keys(payload)) assert.notEqual(event.fault({ ...payload, [member]: 1.5 }), undefined, member);
  }
});
