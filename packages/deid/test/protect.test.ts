import assert from "node:assert/strict";
import { test } from "node:test";
import { auditTable, protectTable } from "../index.ts";
import { flat, keyOf, randomTable, type TestTable, tryAll, withTotals } from "./tables.ts";

const rules = [
  { type: "p%", p: 20 },
  { type: "threshold", n: 3 },
  { type: "n-k", n: 1, k: 75 },
  { type: "n-k", n: 2, k: 85 },
];

/** The rules, written down a second time. */
function isUnsafe(contributors: readonly number[], rule: (typeof rules)[number]): boolean {
  const falling = contributors.toSorted((one, other) => other - one);
  const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
  if (rule.type === "threshold") return falling.length > 0 && falling.length < (rule.n ?? 0);
  if (rule.type === "n-k") return sum(falling.slice(0, rule.n)) > ((rule.k ?? 0) / 100) * sum(falling);
  return sum(falling.slice(2)) < ((rule.p ?? 0) / 100) * (falling[0] ?? 0);
}

const trees = [
  [flat("A", "B", "C"), flat("x", "y")],
  [{ T: null, A: "T", B: "T", A1: "A", A2: "A" }, flat("x", "y")],
];

test("every unsafe cell is hidden, nothing hidden can be computed, and the answer says nothing of contributors", async () => {
  for (let seed = 1; seed <= 24; seed++) {
    const rule = rules[seed % rules.length] ?? rules[0];
    if (!rule) continue;
    const table = randomTable(seed, trees[seed % 2] ?? [], rule, 3);
    const answer = await protectTable(table);
    assert.ok(!JSON.stringify(answer).includes("contributors"));
    const full = withTotals(table);
    const hidden = new Set(answer.suppressed.map(({ at }) => keyOf(at)));
    const primary = new Set(answer.suppressed.flatMap(({ at, kind }) => (kind === "primary" ? [keyOf(at)] : [])));
    const unsafe = new Set(full.cells.flatMap(({ at, contributors }) => (isUnsafe(contributors, rule) ? [keyOf(at)] : [])));
    assert.deepEqual(primary, unsafe, `${seed}`);
    for (const { at, value } of answer.cells) {
      const truth = full.cells.find((cell) => keyOf(cell.at) === keyOf(at))?.value;
      assert.equal(value, hidden.has(keyOf(at)) ? null : truth);
    }
    if (hidden.has("T,T") || [...hidden].filter((key) => !key.includes("T")).length > 5) continue;
    for (const [key, [min, max]] of tryAll(table, hidden)) assert.ok(max > min, `${seed} ${key} is ${min}`);
    for (const single of full.cells.filter(({ at, contributors }) => contributors.length === 1 && hidden.has(keyOf(at))))
      for (const [key, [min, max]] of tryAll(table, hidden, new Set([keyOf(single.at)]))) {
        const target = full.cells.find((cell) => keyOf(cell.at) === key);
        const own = target && JSON.stringify(target.contributors) === JSON.stringify(single.contributors);
        if (unsafe.has(key) && !own) assert.ok(max > min, `${seed} ${key} is ${min} to ${keyOf(single.at)}`);
      }
  }
});

test("no pattern hides less: all patterns of small tables are audited", async () => {
  let compared = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const rule = rules[seed % rules.length] ?? {};
    const table = withTotals(randomTable(seed * 7, [flat("A", "B"), flat("x", "y")], rule, 9));
    const { suppressed, loss } = await protectTable(table);
    assert.ok(loss.exact);
    const primary = suppressed.filter(({ kind }) => kind === "primary").map(({ at }) => at);
    const others = table.cells.filter(({ at, value }) => value > 0 && !primary.some((one) => keyOf(one) === keyOf(at)));
    const sumOf = (cells: TestTable["cells"]): number => cells.reduce((sum, { value }) => sum + value, 0);
    const primaryValue = sumOf(table.cells.filter(({ at }) => primary.some((one) => keyOf(one) === keyOf(at))));
    let best = Number.POSITIVE_INFINITY;
    for (let pattern = 0; pattern < 2 ** others.length; pattern++) {
      const chosen = others.filter((_, no) => (pattern >> no) & 1);
      const value = primaryValue + sumOf(chosen);
      if (value >= best) continue;
      const { open } = await auditTable({ ...table, suppressed: [...primary, ...chosen.map(({ at }) => at)] });
      if (open.length === 0) best = value;
    }
    assert.equal(loss.value, best, `${seed}`);
    compared++;
  }
  assert.equal(compared, 6);
});

test("the textbook table loses the textbook's 59 (Fischetti and Salazar 2001)", async () => {
  const values = [
    [20, 50, 10],
    [8, 19, 22],
    [17, 32, 12],
  ];
  const cells = values.flatMap((row, r) =>
    row.map((value, c) => ({
      at: { d0: `r${r}`, d1: `c${c}` },
      value,
      contributors: value === 22 ? [20, 2] : [1, 1, 1, 1].map(() => value / 4),
    })),
  );
  const dimensions = [
    { name: "d0", tree: flat("r0", "r1", "r2") },
    { name: "d1", tree: flat("c0", "c1", "c2") },
  ];
  const { loss, suppressed } = await protectTable({ dimensions, cells, rule: { type: "p%", p: 40 } });
  assert.deepEqual([loss.value, loss.cells, loss.exact], [59, 4, true]);
  assert.deepEqual(suppressed.map(({ at }) => keyOf(at)).sort(), ["r1,c0", "r1,c2", "r2,c0", "r2,c2"]);
});

test("each complementary cell is needed: shown again, it opens something", async () => {
  for (let seed = 30; seed <= 36; seed++) {
    const table = withTotals(randomTable(seed, trees[seed % 2] ?? [], rules[seed % rules.length] ?? {}, 50));
    const { suppressed } = await protectTable(table);
    for (const spare of suppressed.filter(({ kind }) => kind === "complementary")) {
      const { open } = await auditTable({ ...table, suppressed: suppressed.filter((one) => one !== spare) });
      assert.ok(open.length > 0, `${seed} ${keyOf(spare.at)}`);
    }
  }
});

test("tables linked through a margin are protected together, at 2,000 cells too (sdcTools/UserSupport#136)", async () => {
  const groups = ["A", "B", "C"];
  const tree = {
    T: null,
    ...Object.fromEntries(groups.flatMap((group) => [[group, "T"], ...[1, 2, 3].map((no) => [group + no, group])])),
  };
  const table = randomTable(
    11,
    [tree, { ...tree }, flat("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")],
    { type: "threshold", n: 3 },
    400,
  );
  for (const [no, cell] of table.cells.entries())
    if (no % 6 !== 0) {
      cell.contributors.push(...[150, 130, 170, 90].map((amount) => amount + (no % 37)));
      cell.value = cell.contributors.reduce((sum, amount) => sum + amount, 0);
    }
  const { suppressed, loss } = await protectTable(table, { exactCells: 0, seconds: 2 });
  assert.deepEqual(await auditTable({ ...table, suppressed }), { open: [] });
  assert.ok(loss.of > 2_000 && loss.cells < loss.of / 3, `${loss.cells} of ${loss.of}`);
});
