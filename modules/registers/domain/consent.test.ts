import assert from "node:assert/strict";
import { test } from "node:test";
import { subjectKeyOf } from "@troad/credential";
import { checkConsent, consentSubject } from "./consent.ts";

const issuer = "TWDEMO/GOV/MODA/MYDATA";
const provider = "TWDEMO/GOV/MOI/REGISTERS/household";
const elsewhere = "TWDEMO/GOV/MOF/REGISTERS/income";
const [nationalId, other] = ["A123456789", "B223456781"];
const [mydata, register, foreign] = ["mydata", "register", "foreign"].map(subjectKeyOf) as ReturnType<typeof subjectKeyOf>[];
const pairwise = (id: string) => mydata!.subjectOf(register!.publicKey, id);

type Request = { provider: string; subject?: string | undefined };
const claims = (sub: string, requests: Request[], subjectKey: string | undefined = mydata!.publicKey) => ({
  ...{ iss: issuer, jti: "1", sub, aud: "consumer", iat: 0, nbf: 0, exp: 2_000_000_000, purpose: "test" },
  requests: requests.map((one) => ({ fields: ["name"], agreement: "a", ...one })),
  ...(subjectKey === undefined ? {} : { subject_key: subjectKey }),
  status: { status_list: { idx: 0, uri: "http://127.0.0.1/" } },
});
const checked = async (content: object, id = nationalId) => {
  const verify = async () => ({ ok: true as const, value: content as Record<string, unknown> });
  const asked = { consumer: "consumer", provider, nationalId: id!, fields: ["name"], at: new Date(1_800_000_000_000) };
  const result = await checkConsent("token", asked, { issuer, verify, subjects: register! });
  return result.ok ? "ok" : result.code;
};

test("a consent names a person to a provider so that it alone recognises them", async () => {
  const token = claims("pairwise", [
    { provider, subject: pairwise(nationalId!) },
    { provider: elsewhere, subject: "x" },
  ]);
  assert.equal(await checked(token), "ok");
  assert.equal(await checked(token, other), "consent.other-subject");
});

test("consents of before, which name a person by a hash, still open what they opened", async () => {
  assert.equal(await checked(claims(consentSubject(nationalId!), [{ provider }], undefined)), "ok");
  assert.equal(await checked(claims(consentSubject(other!), [{ provider }], undefined)), "consent.other-subject");
});

test("attack: another provider's name, another key or the old hash beside a new name opens nothing", async () => {
  const theirs = mydata!.subjectOf(foreign!.publicKey, nationalId!);
  assert.equal(await checked(claims("pairwise", [{ provider, subject: theirs }])), "consent.other-subject");
  assert.equal(
    await checked(claims("pairwise", [{ provider, subject: pairwise(nationalId!) }], foreign!.publicKey)),
    "consent.other-subject",
  );
  assert.equal(
    await checked(claims(consentSubject(nationalId!), [{ provider, subject: pairwise(other!) }])),
    "consent.other-subject",
  );
  assert.equal(await checked(claims("pairwise", [{ provider }])), "consent.other-subject");
  assert.equal(await checked(claims("pairwise", [{ provider, subject: "" }], "")), "consent.other-subject");
  assert.equal(await checked(claims("pairwise", [{ provider: elsewhere, subject: "x" }])), "consent.other-data");
});
