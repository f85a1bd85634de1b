import assert from "node:assert/strict";
import { test } from "node:test";
import { coresFor, monthPrice, peakOf, throughput } from "./model.ts";

const cost = { replica: 500, edge: 50, database: 200, client: 250 };

test("one replica is bound by its thread, many by the cores of the machine", () => {
  assert.equal(throughput(cost, 1, 8), 2_000);
  assert.equal(throughput(cost, 3, 8), 6_000);
  assert.equal(throughput(cost, 8, 2), 2_000, "two cores for all of it");
  assert.equal(throughput({ ...cost, client: 0 }, 8, 3), 4_000, "with the client elsewhere");
});

test("cores: twice what is used, and a third more machines than needed; money: cores and bytes", () => {
  assert.equal(coresFor([{ perSecond: 1_000, unit: cost }]), 3);
  assert.equal(coresFor([{ perSecond: 1_000, unit: cost }, { perSecond: 3_000, unit: cost }]), 9);
  assert.equal(coresFor([]), 0);
  assert.equal(monthPrice({ coreHour: 1, gigabyteMonth: 2 }, 2, 5e9), 2 * 730 + 20);
});

test("the busiest hour of a period", () => {
  assert.equal(Math.round(peakOf(1_250_000_000, 61, 0.1)), 569);
});
