import assert from "node:assert/strict";
import { test } from "node:test";
import { auditTable } from "../index.ts";
import { flat, keyOf, numbersFrom, type Place, randomTable, type TestTable, tryAll, withTotals } from "./tables.ts";

const at = (d0: string, d1: string): Place => ({ d0, d1 });
const published = (table: TestTable, hidden: ReadonlySet<string>): object => ({
  ...table,
  cells: table.cells.map((cell) => (hidden.has(keyOf(cell.at)) ? { ...cell, value: null } : cell)),
});

/** Activity by region (Fischetti and Salazar 2001, figure 1): the second activity in region C is sensitive, by 8 on either side. */
const investment: TestTable = withTotals({
  dimensions: [
    { name: "d0", tree: flat("I", "II", "III") },
    { name: "d1", tree: flat("A", "B", "C") },
  ],
  cells: [
    [20, 50, 10],
    [8, 19, 22],
    [17, 32, 12],
  ].flatMap((row, r) =>
    row.map((value, c) => ({
      at: at(["I", "II", "III"][r] ?? "", ["A", "B", "C"][c] ?? ""),
      value,
      contributors: value === 22 ? [20, 2] : [1, 1, 1, 1].map(() => value / 4),
    })),
  ),
  rule: { type: "p%", p: 40 },
});

test("the textbook pattern holds, with one cell less it gives the sensitive cell away", async () => {
  const pattern = ["II,C", "II,A", "III,A", "III,C"];
  assert.deepEqual(await auditTable(published(investment, new Set(pattern))), { open: [] });
  for (const left of pattern.slice(1)) {
    const { open } = await auditTable(published(investment, new Set(pattern.filter((one) => one !== left))));
    assert.deepEqual(
      open.find((one) => keyOf(one.at) === "II,C"),
      { at: at("II", "C"), min: 22, max: 22 },
      left,
    );
  }
  // an attacker learns 5 to 30, as the authors say: a rule that asks for more finds it open
  const stricter = { ...investment, rule: { type: "p%", p: 50 } };
  const { open } = await auditTable(published(stricter, new Set(pattern)));
  assert.deepEqual(open, [{ at: at("II", "C"), min: 5, max: 30 }]);
});

test("an unsafe cell that is shown is open, and so is a total that only it fills", async () => {
  const { open } = await auditTable(investment);
  assert.deepEqual(open, [{ at: at("II", "C"), min: 22, max: 22 }]);
});

/** What the rule p% asks of bounds, written down a second time. */
function holds(
  { contributors, value }: { contributors: number[]; value: number },
  [min, max]: [number, number],
  p: number,
): boolean {
  const [first = 0, second = 0] = contributors.toSorted((one, other) => other - one);
  const level = (p / 100) * first - (value - first - second);
  return level > 0 ? max - value >= level - 1e-6 && value - min >= Math.min(level, value) - 1e-6 && max > min : max > min;
}

test("the same cells are open as when all tables are tried, outside and inside", async () => {
  const trees = [
    [flat("A", "B", "C"), flat("x", "y", "z")],
    [{ T: null, A: "T", B: "T", A1: "A", A2: "A" }, flat("x", "y")],
  ];
  let judged = 0;
  let opened = 0;
  let insiders = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const table = withTotals(randomTable(seed, trees[seed % 2] ?? [], { type: "p%", p: 30 }, 3));
    const below = numbersFrom(seed);
    const hidden = new Set(
      table.cells
        .filter(({ value, at: { d0, d1 } }) => value > 0 && (d0 !== "T" || d1 !== "T") && below(10) < 6)
        .map((cell) => keyOf(cell.at)),
    );
    if ([...hidden].filter((key) => !key.includes("T")).length > 5) continue;
    const { open } = await auditTable(published(table, hidden));
    const found = new Map(open.map((one) => [keyOf(one.at), one]));
    const bounds = tryAll(table, hidden);
    for (const cell of table.cells) {
      const key = keyOf(cell.at);
      const range = bounds.get(key);
      if (!range) continue;
      judged++;
      if (holds(cell, range, 30)) {
        const inside = found.get(key);
        if (!inside) continue;
        // open to an insider alone: one who knows the cell `by`
        const who = table.cells.find((one) => keyOf(one.at) === keyOf(inside.by ?? {}));
        assert.ok(who && who.contributors.length <= 2, `${seed} ${key} is open without a reason`);
        if (who.contributors.length > 1) continue;
        assert.deepEqual([inside.min, inside.max], tryAll(table, hidden, new Set([keyOf(who.at)])).get(key), `${seed} ${key}`);
        insiders++;
        continue;
      }
      opened++;
      const { min, max, by } = found.get(key) ?? {};
      assert.deepEqual([min, max, by], [...range, undefined], `${seed} ${key}`);
    }
  }
  assert.ok(judged > 150 && opened > 40 && insiders > 3, `${judged} ${opened} ${insiders}`);
});

test("a contributor who is alone in a cell knows it: two such cells in a row give each other away (sdcTools/UserSupport#135)", async () => {
  const table = withTotals({
    dimensions: [
      { name: "d0", tree: flat("A", "B") },
      { name: "d1", tree: flat("x", "y", "z") },
    ],
    cells: [
      { at: at("A", "x"), value: 30, contributors: [30] },
      { at: at("A", "y"), value: 40, contributors: [40] },
      { at: at("A", "z"), value: 60, contributors: [20, 20, 20] },
      { at: at("B", "x"), value: 60, contributors: [20, 20, 20] },
      { at: at("B", "y"), value: 60, contributors: [20, 20, 20] },
      { at: at("B", "z"), value: 60, contributors: [20, 20, 20] },
    ],
    rule: { type: "threshold", n: 3 },
  });
  const rectangle = ["A,x", "A,y", "B,x", "B,y"];
  const { open } = await auditTable(published(table, new Set(rectangle)));
  assert.deepEqual(open, [
    { at: at("A", "y"), min: 40, max: 40, by: at("A", "x") },
    { at: at("A", "x"), min: 30, max: 30, by: at("A", "y") },
  ]);
  assert.deepEqual(await auditTable(published(table, new Set([...rectangle, "A,z", "B,z"]))), { open: [] });
});

test("one of two contributors knows that a cell is at least their own amount", async () => {
  const cell = (d0: string, d1: string, contributors: number[]) => ({
    at: at(d0, d1),
    value: contributors.reduce((sum, one) => sum + one, 0),
    contributors,
  });
  const table = withTotals({
    dimensions: [
      { name: "d0", tree: flat("A", "B") },
      { name: "d1", tree: flat("x", "y") },
    ],
    cells: [
      cell("A", "x", [99, 1]),
      cell("A", "y", [60, 30, 10, 2]),
      cell("B", "x", [40, 40, 40]),
      cell("B", "y", [200, 200, 10, 10]),
    ],
    rule: { type: "n-k", n: 1, k: 50 },
  });
  const { open } = await auditTable(published(table, new Set(["A,x", "A,y", "B,x", "B,y"])));
  assert.deepEqual(
    open.map(({ at: one, by }) => [keyOf(one), by && keyOf(by)]),
    [["A,y", "A,x"]],
  );
});

test("counts are whole: a third dimension leaves no fractions to hide behind", async () => {
  const table = withTotals({
    ...randomTable(3, [flat("A", "B"), flat("x", "y"), flat("1", "2")], { type: "threshold", n: 3 }, 1),
  });
  const hidden = new Set(
    table.cells
      .filter(({ at: one, value }) => value > 0 && Object.values(one).every((code) => code !== "T"))
      .map((one) => keyOf(one.at)),
  );
  const { open } = await auditTable(published(table, hidden));
  const bounds = tryAll(table, hidden);
  for (const { at: one, min, max, by } of open)
    if (!by && hidden.has(keyOf(one))) assert.deepEqual([min, max], bounds.get(keyOf(one)));
  assert.ok(open.length > 0);
});

test("where nobody says who contributed, bounds narrower than the rule's share are open", async () => {
  const shown = (d0: string, d1: string, value: number | null) => ({ at: at(d0, d1), value, contributors: [] });
  const table = (small: number, total: number) => ({
    dimensions: [
      { name: "d0", tree: flat("A", "B") },
      { name: "d1", tree: flat("x", "y") },
    ],
    cells: [
      ...[shown("A", "x", null), shown("A", "y", null), shown("A", "T", total)],
      ...[shown("B", "x", null), shown("B", "y", null), shown("B", "T", 100)],
      ...[shown("T", "x", total), shown("T", "y", 100), shown("T", "T", total + small)],
    ],
    rule: { type: "p%", p: 20 },
  });
  // A,x lies between 900 and 1,000
  const { open } = await auditTable(table(100, 1000));
  assert.deepEqual(open, [{ at: at("A", "x"), min: 900, max: 1000 }]);
});
