import assert from "node:assert/strict";
import { test } from "node:test";
import { killPostgresUnderLoad } from "./kit/postgres-kill.ts";

test("PostgreSQL killed, and connections ended in mid-transaction, five times under load: the program lives and no acknowledged write is lost", async (t) => {
  const toll = await killPostgresUnderLoad(5);
  t.diagnostic(JSON.stringify(toll));
  assert.ok(toll.terminated > 0, "a transaction was cut off");
  assert.ok(toll.answers.acknowledged > 0 && toll.invoices.acknowledged > 0);
  assert.equal(toll.answers.unanswered + toll.invoices.unanswered, 0, "every request is answered");
});
