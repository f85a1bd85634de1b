import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { decilesOf, distributionOf, gini, type HouseholdResult } from "./index.ts";

const one = (income: number, before: number, after: number, more: Partial<HouseholdResult> = {}): HouseholdResult => ({
  weight: 1,
  members: 1,
  county: "臺北市",
  income,
  before,
  after,
  ...more,
});

test("a loss of a decile whose income is below zero is a loss (PolicyEngine/policyengine-api#1603)", () => {
  const sample = [
    ...Array.from({ length: 2 }, () => one(-5_000, 0, 1_000)),
    ...Array.from({ length: 18 }, (_, no) => one(100_000 + no, 5_000, 4_000)),
  ];
  const [lowest, second] = decilesOf(sample);
  assert.deepEqual([lowest?.change, lowest?.share, lowest?.losers], [-1_000, null, 2]);
  assert.ok(second && second.change === 1_000 && (second.share ?? 0) > 0);
});

test("a share is of the income before, not after (PolicyEngine/policyengine-api#3283)", () => {
  const sample = Array.from({ length: 10 }, (_, no) => one(100 + no, 0, 50));
  for (const { decile, share } of decilesOf(sample)) assert.equal(share, -50 / (99 + decile));
  assert.deepEqual(distributionOf(sample).revenue, { before: 0, after: 500, change: 500 });
});

test("a weight counts as so many households", () => {
  const [heavy, light] = [one(10, 1, 2, { weight: 30 }), one(90, 5, 3, { weight: 10 })];
  const single = [...Array.from({ length: 30 }, () => one(10, 1, 2)), ...Array.from({ length: 10 }, () => one(90, 5, 3))];
  assert.deepEqual(
    { ...distributionOf([heavy, light]), deciles: [], gini: {} },
    { ...distributionOf(single), deciles: [], gini: {} },
  );
  assert.ok(
    Math.abs(
      gini([
        [10, 30],
        [90, 10],
      ]) - gini(single.map(({ income }) => [income, 1])),
    ) < 1e-12,
  );
});

test("the Gini coefficient of equal incomes is 0, of one who has everything almost 1, and losses count as nothing", () => {
  assert.equal(
    gini([
      [5, 1],
      [5, 2],
    ]),
    0,
  );
  assert.ok(Math.abs(gini(Array.from({ length: 100 }, (_, no) => [no === 0 ? 1 : 0, 1])) - 0.99) < 1e-12);
  assert.equal(
    gini([
      [-10, 1],
      [10, 1],
    ]),
    0.5,
  );
  assert.ok(
    Math.abs(
      gini([
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
      ]) - 0.25,
    ) < 1e-12,
  );
});

test("deciles, winners, counties and the Gini coefficient equal a query of SQLite", () => {
  let state = 9;
  const draw = (most: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * most);
  };
  const counties = ["臺北市", "臺南市", "花蓮縣"];
  const sample = Array.from({ length: 2_000 }, () => {
    const income = draw(3_000_000) - 50_000;
    return one(income, draw(100_000), draw(100_000), { members: 1 + draw(5), county: counties[draw(3)] ?? "" });
  });
  const database = new DatabaseSync(":memory:");
  database.exec("create table h (members integer, county text, income integer, b integer, a integer)");
  const insert = database.prepare("insert into h values (?, ?, ?, ?, ?)");
  for (const { members, county, income, before, after } of sample) insert.run(members, county, income, before, after);
  const found = distributionOf(sample);
  const deciles = database
    .prepare(
      `select decile, count(*) households, round(avg(b - a)) change, sum(b - a) * 1.0 / sum(income - b) share, sum(a < b) winners, sum(a > b) losers
       from (select *, ntile(10) over (order by (income - b) / sqrt(members)) decile from h) group by decile order by decile`,
    )
    .all() as Record<string, number>[];
  assert.equal(deciles.length, 10);
  for (const [no, { decile, households, change, share = 0, winners, losers }] of deciles.entries()) {
    const ours = found.deciles[no];
    assert.deepEqual([ours?.decile, ours?.households, ours?.winners, ours?.losers], [decile, households, winners, losers]);
    assert.ok(Math.abs((ours?.change ?? 0) - (change ?? 0)) <= 1);
    if (ours?.share !== null) assert.ok(Math.abs((ours?.share ?? 0) - share) < 1e-12, `${decile}`);
  }
  const byCounty = database.prepare("select county, count(*) n, sum(a > b) losers from h group by county order by county").all();
  assert.deepEqual(
    found.counties.map(({ county, households, losers }) => ({ county, n: households, losers })),
    byCounty.map((row) => ({ ...row })),
  );
  // the mean difference of all pairs, each person once
  const pairs = database
    .prepare(
      `with p as (select max(0, (income - b) / sqrt(members)) x, members w from h)
       select sum(one.w * other.w * abs(one.x - other.x)) / (2 * sum(one.w * other.w * one.x)) gini from p one, p other`,
    )
    .get() as { gini: number };
  assert.ok(Math.abs(found.gini.before - pairs.gini) < 1e-9, `${found.gini.before} ${pairs.gini}`);
  database.close();
});
