import assert from "node:assert/strict";
import { test } from "node:test";
import { createRoot, generateSigner } from "@troad/trust";
import { signCertificate } from "./certificate.ts";

type Request = Parameters<typeof signCertificate>[0];

/** When a certificate ends that is issued at `now` for so many months, or until the day of an answer. */
async function endOf(now: string, lasts: number | string): Promise<string> {
  const signer = await generateSigner("P-256");
  const lasting = { notBefore: new Date("2020-01-01"), notAfter: new Date("2060-01-01") };
  const certificate = await createRoot({ subject: { CN: "seal" }, signer, ...lasting });
  const definition = {
    agency: "a",
    sources: [],
    parties: { applicant: { kind: "applicant" } },
    certificates: {
      certificate: { ...(typeof lasts === "number" ? { validMonths: lasts } : { until: "answers.last" }), statements: [] },
    },
  };
  const service = { id: "s", definition, flow: { definition }, consumer: "T/A/B/C" };
  const request = {
    service,
    state: { id: "", opened: { name: "王小明", nationalId: "" }, sources: new Map(), answers: { last: lasts }, outcomes: {} },
    certificate: "certificate",
    code: "c",
    now: new Date(now),
    seal: { signer, certificate, chain: [certificate] },
  };
  const { token } = await signCertificate(request as unknown as Request);
  const claims = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as { exp: number };
  return new Date(claims.exp * 1000).toISOString();
}

test("a certificate of six months from 31 August ends on the last day of February, in Taiwan's calendar", async () => {
  assert.equal(await endOf("2026-08-31T02:00:00.000Z", 6), "2027-02-28T02:00:00.000Z");
  assert.equal(await endOf("2027-08-31T02:00:00.000Z", 6), "2028-02-29T02:00:00.000Z");
  // 31 August has begun in Taiwan while it is still the 30th in UTC, and 30 November lasts one more day there
  assert.equal(await endOf("2026-08-30T17:00:00.000Z", 6), "2027-02-27T17:00:00.000Z");
  assert.equal(await endOf("2026-10-31T02:00:00.000Z", 1), "2026-11-30T02:00:00.000Z");
  assert.equal(await endOf("2028-02-29T02:00:00.000Z", 12), "2029-02-28T02:00:00.000Z");
  assert.equal(await endOf("2026-12-15T02:00:00.000Z", 2), "2027-02-15T02:00:00.000Z");
});

test("a certificate until a day ends with that day in Taiwan, and one without such a day is not issued", async () => {
  assert.equal(await endOf("2026-11-29T02:00:00.000Z", "2026-12-31"), "2026-12-31T15:59:59.000Z");
  await assert.rejects(endOf("2026-11-29T02:00:00.000Z", "soon"), TypeError);
});
