import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { invoicesInRandomOrder } from "./run.ts";

test("issued, cancelled, voided, issued again, allowed and drawn in random order while the program is killed, all is as the rules say", async (t) => {
  const toll = await invoicesInRandomOrder(9, { seed: randomInt(1_000_000) });
  t.diagnostic(JSON.stringify(toll));
  assert.ok(toll.messages > 100 && toll.kills > 0);
});
