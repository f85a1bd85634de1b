import assert from "node:assert/strict";
import { test } from "node:test";
import type { Step } from "@troad/flow";
import { unpayable } from "./paying.ts";

const service = (id: string, ...kinds: string[]) => ({ id, definition: { steps: kinds.map((kind) => ({ kind }) as Step) } });

test("a service with a fee or a payout needs a payment service, others do not", () => {
  const services = [service("free", "fill", "decide"), service("fee", "fill", "pay"), service("grant", "payout")];
  assert.deepEqual(unpayable(services, { fees: true, payouts: true }), []);
  assert.deepEqual(unpayable(services, { fees: false, payouts: true }), ["fee"]);
  assert.deepEqual(unpayable(services, { fees: true, payouts: false }), ["grant"]);
  assert.deepEqual(unpayable(services, { fees: false, payouts: false }), ["fee", "grant"]);
  assert.deepEqual(unpayable([service("monthly", "entitle")], { fees: true, payouts: false }), ["monthly"]);
});
