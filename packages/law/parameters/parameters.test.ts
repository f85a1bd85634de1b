import assert from "node:assert/strict";
import { test } from "node:test";
import { LawError } from "../errors.ts";
import { taxParameters } from "../test/tax.ts";
import { loadParameters } from "./load.ts";
import { inForce, periodEnd, periodStart } from "./select.ts";

const copy = () => structuredClone(taxParameters) as unknown as { parameters: Record<string, unknown>[] };
const refused = (change: (file: ReturnType<typeof copy>) => void) => {
  const file = copy();
  change(file);
  assert.throws(
    () => loadParameters(file),
    (error) => error instanceof LawError && (error.code === "law.parameter" || error.code === "law.type"),
  );
};

test("a good file is read", () => {
  assert.deepEqual(
    loadParameters(taxParameters).map(({ name, values }) => [name, values.length]),
    [
      ["tax.exemption", 2],
      ["tax.brackets", 1],
    ],
  );
});

test("a file that is altered so that it makes no sense is refused", () => {
  const value = (file: ReturnType<typeof copy>, at = 0) => (file.parameters[at]!.values as Record<string, unknown>[])[0]!;
  refused((file) => (value(file).value = "88000"));
  refused((file) => (value(file).value = 88000.5));
  refused((file) => (value(file).from = "2020-02-30"));
  refused((file) => (value(file).to = "2019-12-31"));
  refused((file) => (value(file).certainty = "E"));
  refused((file) => delete value(file).citation);
  refused((file) => (file.parameters[0]!.type = "double"));
  refused((file) => (file.parameters[0]!.name = "Tax exemption"));
  refused((file) => (file.parameters[0]!.values = []));
  refused((file) => (value(file, 1).value = [{ from: 1, value: "5%" }]));
  refused(
    (file) =>
      (value(file, 1).value = [
        { from: 0, value: "5%" },
        { from: 0, value: "6%" },
      ]),
  );
  refused((file) => (value(file, 1).value = [{ from: 0, value: 0.05 }]));
  refused((file) => (value(file, 1).value = [null]));
  refused((file) => (value(file, 1).value = { 0: "5%" }));
});

const rule = (id: string, from: string, to: string | null, announced: string) => ({ id, from, to, announced });

test("of the rules that apply on a day the one made known last counts, as far as it was known", () => {
  const first = rule("first", "2020-01-01", null, "2019-06-01");
  const reachingBack = rule("reaching back", "2021-07-01", null, "2021-12-15");
  const all = [first, reachingBack];
  assert.equal(inForce(all, "2019-12-31"), undefined);
  assert.equal(inForce(all, "2021-06-30")?.id, "first");
  assert.equal(inForce(all, "2021-08-01")?.id, "reaching back");
  assert.equal(inForce(all, "2021-08-01", "2021-12-14")?.id, "first");
  assert.equal(inForce(all, "2021-08-01", "2021-12-15")?.id, "reaching back");
  assert.equal(inForce(all, "2021-08-01", "2019-01-01"), undefined);
});

test("a rule ends on its last day", () => {
  const all = [rule("until", "2020-01-01", "2020-12-31", "2020-01-01")];
  assert.equal(inForce(all, "2020-12-31")?.id, "until");
  assert.equal(inForce(all, "2021-01-01"), undefined);
});

test("a period ends on its last day", () => {
  assert.deepEqual(
    (["day", "month", "year"] as const).map((period) => periodEnd("2024-02-11", period)),
    ["2024-02-11", "2024-02-29", "2024-12-31"],
  );
});

test("a period begins on its first day", () => {
  assert.deepEqual(
    (["day", "month", "year"] as const).map((period) => periodStart("2026-11-22", period)),
    ["2026-11-22", "2026-11-01", "2026-01-01"],
  );
});
