import assert from "node:assert/strict";
import { test } from "node:test";
import { compared, type Item, itemsOf } from "./items.ts";

const field = (name: string, sensitivity: "ordinary" | "special" = "ordinary") => ({ name, type: "text", sensitivity });
const set = { provider: "X/GOV/MOI/REGISTERS/household", fields: [field("name"), field("address"), field("illness", "special")] };
const agreed = { fields: ["name", "address"], purpose: "an account" };
const records = (...of: Record<string, unknown>[]) => ({ records: of, asOf: "2026-11-30T01:02:03.000Z" });

test("only what was agreed to is passed on, with source, class and day; what a record lacks is unavailable", () => {
  const { records: found } = itemsOf(set, agreed, records({ name: "王小明", illness: "x", address: null }));
  assert.deepEqual(found, [
    {
      name: { source: "1", classification: "C", special: false, lastupdated: "2026-11-30", value: "王小明" },
      address: { source: "1", classification: "C", special: false, lastupdated: "2026-11-30", unavailable: true },
    },
  ]);
  const none = itemsOf(set, { ...agreed, fields: ["illness"] }, { records: [], asOf: null });
  assert.deepEqual(none.records, [
    { illness: { source: "1", classification: "C", special: true, lastupdated: null, unavailable: true } },
  ]);
});

test("an address abroad, one in parts or none at all is no failure (opengovsg/mockpass#659)", () => {
  const abroad = [
    "12 Rue de la Paix, 75002 Paris",
    { country: "FR", line1: "12 Rue de la Paix" },
    ["x"],
    0,
    false,
    "",
    undefined,
  ];
  const seen = abroad.map((address) => itemsOf(set, agreed, records({ name: "x", address })).records[0]!.address as Item);
  assert.deepEqual(
    seen.map((item) => ("value" in item ? item.value : null)),
    [...abroad.slice(0, 5), null, null],
  );
  assert.deepEqual(Object.keys(itemsOf(set, { ...agreed, fields: ["constructor"] }, records({})).records[0]!), ["constructor"]);
});

test("of two values for the same field both are compared (opengovsg/FormSG#702), each with its own record", () => {
  const delivered = { household: itemsOf(set, agreed, records({ name: "A", address: { b: 1, a: [2] } }, { name: "B" })) };
  const of = (fieldName: string, value: unknown, record?: number, name = "household") => ({
    ...{ set: name, field: fieldName, value },
    ...(record === undefined ? {} : { record }),
  });
  assert.deepEqual(compared(delivered, [of("name", "A"), of("name", "forged"), of("name", "A")]), [true, false, true]);
  assert.deepEqual(compared(delivered, [of("name", "B", 1), of("name", "B"), of("address", { a: [2], b: 1 })]), [
    true,
    false,
    true,
  ]);
  const nothing = [
    of("address", null, 1),
    of("illness", "x"),
    of("name", "A", 9),
    of("name", "A", 0, "other"),
    of("toString", "A"),
  ];
  assert.deepEqual(compared(delivered, nothing), [false, false, false, false, false]);
});
