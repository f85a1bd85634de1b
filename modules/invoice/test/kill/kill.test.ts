import assert from "node:assert/strict";
import { test } from "node:test";
import { killWhileTaking } from "./kill.ts";

test("killed 30 times while invoices come in, each acknowledged one is there once and no request is there by half", async (t) => {
  const toll = await killWhileTaking(30);
  t.diagnostic(JSON.stringify(toll));
  assert.ok(toll.acknowledged > 0, "something was acknowledged");
  assert.ok(toll.unanswered > 0, "some kills hit a request");
});
