import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import type { ApplicationRow } from "../store/recipients.ts";
import type { StandingRow } from "../store/requests.ts";
import { agreementOf, agreementRevisionOf, recordOf, recordRevisionOf, revisionNumber } from "./objects.ts";
import { checkedSignature, draftSignature, type Signed } from "./signatures.ts";

const at = "2026-03-01T00:00:00.000Z";
const now = new Date(at);
const application = (version: number, dpia: string): ApplicationRow => ({
  ...{ client: "c1", version, name: { en: "Clinic", "zh-Hant": "診所" }, organisation: { en: "C", "zh-Hant": "診" } },
  terms: {
    sets: [{ set: "visits", purpose: { en: "To treat", "zh-Hant": "診療" }, fields: [{ name: "visits", needed: true }] }],
    ...{ standing: null, retentionDays: 30, webhook: null, dpia },
  },
  ...{ applied_by: "a", at, decision: "approved", reason: null, was_approved: true, standing: "active" },
});
const kinds = () => ({ sensitivity: "special" });
const home = "https://portal.example/my-data/recipients";
const row: StandingRow = {
  ...{
    id: "r1",
    client: "c1",
    subject: "s1",
    actor: "s1",
    mandate: null,
    lang: "en",
    version: 1,
    way: "direct",
    signature: null,
  },
  sets: [{ set: "visits", purpose: "To treat", fields: ["visits"] }],
  ...{ at, code_until: at, until: "2026-03-02T00:00:00.000Z", kind: "once", answers: null, days: null, challenge: "" },
  ...{ retention_days: 30, end_reason: null, ended_at: null, erase_by: null, erased_at: null, delivered: 0 },
};
const parts = {
  agreement: agreementOf(application(1, "low"), kinds, home),
  agreementRevision: agreementRevisionOf(application(1, "low"), kinds, home),
  individual: { id: "p1", externalId: "p1", externalIdType: "pairwise-subject", identityProviderId: "https://id.example" },
};

test("a revision's hash is of what that version says: it stays when an officer suspends the recipient, and changes with the terms", () => {
  const first = agreementRevisionOf(application(1, "low"), kinds, home);
  const suspended: ApplicationRow = { ...application(1, "low"), standing: "suspended" };
  assert.equal(agreementRevisionOf(suspended, kinds, home).serializedHash, first.serializedHash);
  assert.equal(agreementOf(suspended, kinds, home).active, false);
  const altered = agreementRevisionOf(application(1, "high"), kinds, home);
  assert.notEqual(altered.serializedHash, first.serializedHash);
  const second = agreementRevisionOf(application(2, "high"), kinds, home, application(1, "low"));
  assert.equal(second.predecessorHash, first.serializedHash);
  assert.equal(revisionNumber("c1", second.id), 2);
  for (const wrong of ["c1.0", "c1.x", "c2.1", "c1.", "c1.1.1", "c1.-1"])
    assert.equal(revisionNumber("c1", wrong), undefined, wrong);
});

test("a record says yes while it allows something: not once it was refused, fetched, withdrawn or is over", () => {
  const optIn = (change: Partial<StandingRow>) => recordOf({ ...row, ...change }, parts, now).optIn;
  assert.equal(optIn({}), true);
  assert.equal(optIn({ sets: null }), false);
  assert.equal(optIn({ delivered: 1 }), false);
  assert.equal(optIn({ delivered: 1, kind: "standing" }), true);
  assert.equal(optIn({ until: at }), false);
  const ended = { end_reason: "withdrawn" as const, ended_at: at, signature: { id: "r1" } };
  const record = recordOf({ ...row, ...ended }, parts, now);
  assert.deepEqual([record.optIn, record.state, "signature" in record], [false, "unsigned", false]);
  const given = recordRevisionOf(row, parts);
  assert.equal(recordRevisionOf({ ...row, ...ended }, parts).predecessorHash, given.serializedHash);
});

test("a signature counts over exactly what was shown, for twenty minutes; what is no certificate is refused", async () => {
  const signed: Signed = { dataAgreement: "c1", dataAgreementRevisionHash: "h", individual: "p1", attributes: ["b", "a"] };
  const draft = draftSignature(signed, at);
  assert.equal(draft.payload, draftSignature({ ...signed, attributes: ["a", "b"] }, at).payload, "whatever their order");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signature = sign("sha256", Buffer.from(draft.payload), privateKey).toString("base64");
  const given = { payload: draft.payload, signature, verificationArtifact: "no certificate" };
  const eid = { ownsCertificate: async () => true };
  const check = (change: Partial<typeof given>, later = 0, of: Partial<Signed> = {}) =>
    checkedSignature(
      eid,
      { ...given, ...change },
      {
        ...{ signed: { ...signed, ...of }, nationalId: "A123456789", now: new Date(now.getTime() + later) },
      },
    );
  await assert.rejects(check({}), /not by the key of the certificate/);
  await assert.rejects(check({}, 21 * 60_000), /old/);
  await assert.rejects(check({}, -120_000), /old/);
  await assert.rejects(check({ payload: "{" }), /without a time/);
  await assert.rejects(check({}, 0, { attributes: ["a"] }), /of something else/);
  await assert.rejects(check({}, 0, { record: "r1" }), /of something else/);
});
