import assert from "node:assert/strict";
import { test } from "node:test";
import { auditTable, DeidError, protectTable } from "../index.ts";
import { flat } from "./tables.ts";

const dimensions = [{ name: "d", tree: flat("A", "B", "C") }];
const cell = (d: string, value: number | null, contributors?: unknown) => ({ at: { d }, value, contributors });
const rule = { type: "threshold", n: 3 };
const good = { dimensions, rule, cells: [cell("A", 9, [3, 3, 3]), cell("B", 12, [4, 4, 4]), cell("C", 5, [5])] };

const broken: [string, unknown][] = [
  ["deid.shape", null],
  ["deid.shape", { ...good, dimensions: [] }],
  ["deid.shape", { ...good, cells: [{ at: {}, value: 1 }] }],
  ["deid.shape", { ...good, cells: [cell("A", Number.NaN, [1])] }],
  ["deid.shape", { ...good, cells: [cell("A", 1, ["1"])] }],
  ["deid.tree", { ...good, dimensions: [{ name: "d", tree: { A: null, B: null } }] }],
  ["deid.tree", { ...good, dimensions: [{ name: "d", tree: {} }] }],
  ["deid.cycle", { ...good, dimensions: [{ name: "d", tree: { T: null, A: "B", B: "A" } }] }],
  ["deid.cycle", { ...good, dimensions: [{ name: "d", tree: { T: null, A: "A" } }] }],
  ["deid.cycle", { ...good, dimensions: [{ name: "d", tree: { A: "B", B: "A" } }] }],
  ["deid.unknown-code", { ...good, cells: [cell("X", 1, [1])] }],
  ["deid.unknown-code", { ...good, cells: [{ at: { d: "A", e: "A" }, value: 1, contributors: [1] }] }],
  ["deid.unknown-code", { ...good, suppressed: [{ at: { d: "Z" } }] }],
  ["deid.duplicate", { ...good, cells: [cell("A", 1, [1]), cell("A", 1, [1])] }],
  ["deid.negative", { ...good, cells: [cell("A", -1, [1])] }],
  ["deid.negative", { ...good, cells: [cell("A", 1, [2, -1])] }],
  ["deid.contributors", { ...good, cells: [cell("A", 9, [3, 3])] }],
  ["deid.contributors", { ...good, cells: [cell("A", 9, [3, 3, 3]), cell("B", 9)] }],
  ["deid.value-missing", { ...good, cells: [cell("A", 9, [3, 3, 3]), cell("B", null)] }],
  ["deid.total", { ...good, cells: [...good.cells, cell("T", 27)] }],
  ["deid.rule", { ...good, rule: { type: "n-k", n: 1, k: 0.75 } }],
  ["deid.rule", { ...good, rule: { type: "p%", p: 0 } }],
];

test("what cannot be judged is refused with a code", async () => {
  for (const [code, file] of broken)
    await assert.rejects(
      protectTable(file),
      (error) => error instanceof DeidError && error.code === code,
      `${code} ${JSON.stringify(file)}`,
    );
});

test("published figures that no table agrees with are refused by the audit", async () => {
  const file = { ...good, cells: [cell("A", 9), cell("B", null), cell("T", 4)] };
  await assert.rejects(auditTable(file), (error) => error instanceof DeidError && error.code === "deid.total");
});

test("a root may be null, empty, its own parent or nobody's child", async () => {
  for (const root of [{ T: null }, { T: "" }, { T: "T" }, {}]) {
    const file = { ...good, dimensions: [{ name: "d", tree: { ...root, A: "T", B: "T", C: "T" } }] };
    const { suppressed } = await protectTable(file);
    assert.deepEqual(suppressed.find(({ kind }) => kind === "primary")?.at, { d: "C" });
  }
});

test("missing totals are computed, empty cells stay shown, what is hidden already stays hidden", async () => {
  const cells = [...good.cells.slice(1), cell("A", 0, [])];
  const { cells: shown, suppressed, loss } = await protectTable({ ...good, cells, suppressed: [{ d: "B" }] });
  assert.deepEqual(
    shown.map(({ at, value }) => [at.d, value]),
    [
      ["B", null],
      ["C", null],
      ["A", 0],
      ["T", 17],
    ],
  );
  assert.deepEqual(
    suppressed.map(({ at, kind }) => [at.d, kind]),
    [
      ["B", "complementary"],
      ["C", "primary"],
    ],
  );
  assert.equal(loss.value, 17);
});

test("a table with one filled cell hides it and its totals; counts without contributors are a frequency table", async () => {
  const one = await protectTable({ ...good, cells: [cell("A", 5, [5])] });
  assert.deepEqual(
    one.cells.map(({ value }) => value),
    [null, null],
  );
  const counts = await protectTable({ ...good, cells: [cell("A", 2), cell("B", 7), cell("C", 4)] });
  assert.deepEqual([counts.unit, counts.suppressed.map(({ at }) => at.d)], ["count", ["A", "C"]]);
  assert.deepEqual(await auditTable(counts), { open: [] });
});
