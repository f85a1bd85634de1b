import assert from "node:assert/strict";
import { test } from "node:test";
import type { Consent } from "../api.ts";
import { receiptOf, statusOf } from "./receipt.ts";

const consent: Consent = {
  ...{
    id: "0197c0de-0000-7000-8000-000000000001",
    subject: "8948a3f6-1df0-84f6-aaca-17f5f94fd7d7",
    consumer: "TWDEMO/EDU/NDU/AID",
  },
  ...{
    purpose: "aid",
    grantedAt: "2026-11-22T08:00:00.000Z",
    expiresAt: "2026-11-22T08:15:00.000Z",
    withdrawnAt: null,
    usedUp: false,
  },
  requests: [{ source: "visits", provider: "TWDEMO/GOV/MOHW/REGISTERS/visit", fields: ["visits", "name"], agreement: "aid-1" }],
};
const words = {
  recipient: null,
  agency: (id: string) => `agency ${id}`,
  purpose: () => "Reduction of fees",
  dataSet: () => "Visits",
  field: (_provider: string, name: string) => ({ label: `field ${name}`, special: name === "visits" }),
};
const at = (minute: string) => new Date(`2026-11-22T08:${minute}:00.000Z`);
const receipt = (one: Consent, now: Date) =>
  receiptOf(one, words, { lang: "en", now, withdrawAt: "https://example/my-data/consents" });

test("a receipt says who, what for, which data of which kind, from whom and until when", () => {
  const made = receipt(consent, at("01"));
  assert.equal(made["@type"], "dpv:ConsentRecord");
  assert.equal(made["dpv:hasConsentStatus"], "dpv:ConsentGiven");
  assert.equal(made["dpv:hasDataController"]["dpv:hasName"]["@value"], "agency TWDEMO/EDU/NDU/AID");
  const [process] = made["dpv:hasProcess"];
  assert.equal(process?.["dpv:hasPurpose"]["dct:description"]["@value"], "Reduction of fees");
  assert.deepEqual(
    process?.["dpv:hasPersonalData"].map((one) => [one["dct:identifier"], one["@type"]]),
    [
      ["visits", "dpv:SpecialCategoryPersonalData"],
      ["name", "dpv:PersonalData"],
    ],
  );
  assert.deepEqual(JSON.parse(JSON.stringify(made)), made);
});

test("a receipt names who gets the data in the end", () => {
  const made = receiptOf(
    consent,
    { ...words, recipient: "Counter" },
    { lang: "en", now: at("01"), withdrawAt: "https://example/" },
  );
  assert.equal(made["dpv:hasRecipient"]?.["dpv:hasName"]["@value"], "Counter");
  assert.ok(!("dpv:hasRecipient" in receipt(consent, at("01"))));
});

test("a receipt says when the consent ended, and how", () => {
  assert.equal(statusOf(consent, at("15")), "ConsentExpired");
  const withdrawn = { ...consent, withdrawnAt: at("03").toISOString() };
  const made = receipt(withdrawn, at("40"));
  assert.equal(made["dpv:hasConsentStatus"], "dpv:ConsentWithdrawn");
  assert.deepEqual(
    made["dct:provenance"].map((event) => [event["dpv:hasConsentStatus"], event["dct:date"]]),
    [
      ["dpv:ConsentGiven", consent.grantedAt],
      ["dpv:ConsentWithdrawn", withdrawn.withdrawnAt],
    ],
  );
});
