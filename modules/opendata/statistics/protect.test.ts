import assert from "node:assert/strict";
import { test } from "node:test";
import { auditTable } from "@troad/deid";
import { monthOf, type Shop, shops } from "../test/shops.ts";
import { likeContributors, placeOf } from "./cells.ts";
import { type Hidden, nothingHidden, protectMonth } from "./protect.ts";
import { publishedTables } from "./published.ts";
import { all, hourFile, hourNames, type Measure, placeFile, placeNames } from "./tables.ts";

const sections = new Map([
  ["47", "G"],
  ["48", "G"],
  ["56", "I"],
  ["96", "S"],
]);
const measures: Measure[] = ["amount", "invoices"];
const plain = { place: String, trade: String, carrier: String };

/** The auditor over all tables of a month, in both measures. */
async function openIn(month: ReturnType<typeof monthOf>, hidden: Hidden): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const measure of measures) {
    const places = placeFile(month, sections, measure, []);
    const hours = hourFile(month, new Set(hidden.unshown), measure, []);
    found.push(
      ...(await auditTable({ ...places, suppressed: hidden.places.map((key) => ({ at: placeOf(key, placeNames) })) })).open,
    );
    found.push(
      ...(await auditTable({ ...hours, suppressed: hidden.hours.map((key) => ({ at: placeOf(key, hourNames) })) })).open,
    );
  }
  return found;
}

test("nothing that a month's tables show together gives a business away, and each of their cells is right", async () => {
  const month = monthOf(shops(90, 3));
  const hidden = await protectMonth(month, sections);
  assert.deepEqual(await openIn(month, hidden), []);
  assert.ok(hidden.places.length > 0 && !hidden.places.includes(`${all}|${all}`));
  const tables = publishedTables("2026-10", month, hidden, sections, plain);
  const shown = tables.townships.rows.filter((row) => row[6] !== null);
  assert.ok(shown.length > 0 && shown.length < tables.townships.rows.length);
  for (const [no, row] of tables.townships.rows.entries()) {
    if (row[6] === null) continue;
    assert.ok(month.places.businesses[no]! >= 3);
    assert.equal(row[7], (month.places.amount[no]! / month.places.businesses[no]!).toFixed(0));
  }
  // taking a complementary cell away opens something, in one measure or the other
  const spare = hidden.places.find((key) => {
    const at = month.places.township.findIndex((township, no) => `${township}|${month.places.trade[no]}` === key);
    return at >= 0 && month.places.businesses[at]! >= 6;
  });
  if (spare) assert.notDeepEqual(await openIn(month, { ...hidden, places: hidden.places.filter((key) => key !== spare) }), []);
});

test("a county whose total is hidden is only part of the others by hour", async () => {
  const lone: Shop = { ban: "lone", township: "09007010", trade: "47", sales: [{ hour: "10", carrier: "none", amount: 900 }] };
  const month = monthOf([...shops(90, 5), lone]);
  const hidden = await protectMonth(month, sections);
  assert.ok(hidden.unshown.includes("09007"));
  assert.ok(hidden.places.includes(`09007|${all}`));
  assert.deepEqual(await openIn(month, hidden), []);
  const { hours } = publishedTables("2026-10", month, hidden, sections, plain);
  assert.ok(hours.rows.every((row) => row[1] !== "09007"));
});

test("what was hidden once stays hidden in later versions of a month", async () => {
  const first = monthOf(shops(60, 7));
  const before = await protectMonth(first, sections);
  const after = await protectMonth(monthOf([...shops(60, 7), ...shops(30, 11, "late")]), sections, before);
  for (const key of before.places) assert.ok(after.places.includes(key), key);
  assert.deepEqual(await openIn(monthOf([...shops(60, 7), ...shops(30, 11, "late")]), after), []);
});

test("a month of two businesses shows nothing, and one of none is empty", async () => {
  const two = monthOf(shops(2, 1));
  const hidden = await protectMonth(two, sections, nothingHidden);
  const tables = publishedTables("2026-10", two, hidden, sections, plain);
  for (const { rows } of Object.values(tables)) for (const row of rows) assert.deepEqual(row.slice(-3), [null, null, null]);
  assert.equal(publishedTables("2026-10", monthOf([]), nothingHidden, sections, plain).townships.rows.length, 0);
});

test("shares stand for businesses as the rules judge them", () => {
  assert.deepEqual(likeContributors({ businesses: 1, sum: 9, top: [9] }), [9]);
  assert.deepEqual(likeContributors({ businesses: 2, sum: 9, top: [5, 4] }), [5, 4]);
  const many = likeContributors({ businesses: 5_000, sum: 10_000, top: [700, 300] });
  assert.equal(many.length, 32);
  assert.ok(Math.abs(many.reduce((all, one) => all + one, 0) - 10_000) < 1e-6 && many.slice(2).every((one) => one <= 300));
});
