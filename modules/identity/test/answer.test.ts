import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "@troad/kernel";
import { openAnswers } from "../answer.ts";

test("without a right by law that names the endpoint nothing is asked of anybody", async () => {
  let asked = 0;
  const eid = {
    ownsCertificate: async () => {
      asked += 1;
      return true;
    },
  };
  const answer = openAnswers({ ctx: { clock: systemClock } as never, eid, provider: "p", perMinute: 5 });
  const right = { id: "r", fields: [], consentRequired: false, endpoints: [{ method: "POST", path: "/check" }] };
  const headers = (more: object) => ({
    "x-road-client": "T/GOV/A/B",
    "x-road-id": "1",
    "x-troad-right": JSON.stringify({ ...right, ...more }),
  });
  const refused = [{}, { ...headers({}), "x-road-client": "" }, headers({ consentRequired: true }), headers({ endpoints: [] })];
  for (const one of refused) await assert.rejects(answer(one, {}), { code: "identity.not-allowed" });
  await assert.rejects(answer(headers({}), { nationalId: "none", certificate: "x" }), { code: "identity.question-invalid" });
  assert.equal(asked, 0);
});
