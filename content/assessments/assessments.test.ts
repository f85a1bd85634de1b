import assert from "node:assert/strict";
import { test } from "node:test";
import { type Household, households } from "@troad/population";
import { reckon } from "./by-law.ts";
import { assessors, levied, leviesBegun, offices } from "./index.ts";

const request = { seed: "t-road", size: 3_000, today: "2026-11-30" };
const all: Household[] = [...households(request)];
const of = (agency: string, today = request.today) =>
  all.flatMap((household) => assessors.tax!(household, agency, { ...request, today })).map(({ fields }) => fields);

test("each office assesses its own city and its own taxes, and every number is one assessment", () => {
  const local = of("tpctax");
  assert.ok(local.length > 100);
  assert.ok(local.every(({ tax }) => ["house", "land-value", "vehicle"].includes(tax)));
  assert.ok(local.filter(({ tax }) => tax === "house").every(({ object }) => object?.startsWith("臺北市")));
  assert.ok(of("ntbk").every(({ tax }) => ["income", "business"].includes(tax)));
  const numbers = offices.flatMap(({ id }) => of(id)).map(({ number }) => number);
  assert.equal(new Set(numbers).size, numbers.length);
  assert.deepEqual(assessors.tax!(all[0]!, "moi", request), [], "an agency that is no tax office assesses nothing");
});

test("a car of 1,798 cc owes NT$7,120, by its article, and what the vehicle register calls unpaid is unpaid", () => {
  const cars = of("kctax").filter(({ tax, base }) => tax === "vehicle" && base === 1_798);
  assert.ok(cars.length > 0);
  for (const { assessed, lawZh, reasons, object } of cars) {
    assert.equal(assessed, 7_120);
    assert.match(lawZh, /使用牌照稅法/);
    assert.ok(reasons.at(-1)?.en.includes("7,120"));
    assert.match(object ?? "", /•/);
  }
  for (const { vehicle, nationalId } of all.flatMap(({ members }) => members)) {
    const [bill] = of2026(nationalId);
    if (!bill) continue;
    const paid = bill.payments.reduce((sum, { amount }) => sum + amount, 0);
    if (vehicle!.tax > 0) assert.equal(bill.assessed - paid, vehicle!.tax);
  }
});
const bills = [...of("kctax"), ...of("tpctax")];
const of2026 = (person: string) =>
  bills.filter(({ taxpayer, tax, year }) => taxpayer === person && tax === "vehicle" && year === 2026);

test("what no figure is known for is not assessed yet, and the rest is", () => {
  assert.equal(
    reckon(
      "house",
      "house.mostTax",
      { "house.worth": 3_000_000, "house.use": "sole", "house.county": "taipei", "house.count": 1 },
      "2040-05-01",
    ),
    undefined,
  );
  assert.throws(() => reckon("house", "house.mostTax", { "house.worth": "x" }, "2026-05-01"));
  const later = of("tpctax", "2027-06-30");
  assert.ok(later.some(({ tax, year }) => tax === "vehicle" && year === 2027));
});

test("owners in common share a bill without a dollar lost, and nothing is assessed before its time", () => {
  const shared = bills.filter(({ owners }) => owners.length > 0);
  assert.ok(shared.length > 0);
  for (const { owners, assessed } of shared) assert.ok(owners.some(({ amount }) => amount === assessed));
  const early = of("tpctax", "2026-04-15");
  assert.ok(early.some(({ tax, year }) => tax === "vehicle" && year === 2026));
  assert.ok(!early.some(({ tax, year }) => tax === "house" && year === 2026), "the house tax is payable from May");
  for (const day of ["2026-04-15", "2026-11-05"])
    for (const { payments } of [...of("tpctax", day), ...of("ntbk", day)])
      assert.ok(
        payments.every(({ on }) => on <= day),
        day,
      );
});

test("a year later an office assesses what it has in its books: the same thing by the figures of that year, shares without a dollar lost", () => {
  assert.deepEqual(leviesBegun("tpctax", "2027-04-30"), [
    { tax: "vehicle", year: 2027 },
    { tax: "house", year: 2026 },
    { tax: "land-value", year: 2026 },
  ]);
  assert.deepEqual(leviesBegun("ntbt", "2027-04-30"), [], "national taxes are not levied on a list");
  const levy = { tax: "land-value", year: 2027 };
  const before = of("tpctax").filter(({ tax, year }) => tax === "land-value" && year === 2026);
  const after = before.map((one) => levied(one, "tpctax", levy)!);
  assert.ok(before.length > 20 && new Set(after.map(({ key }) => key)).size === before.length);
  for (const [at, { key, fields }] of after.entries()) {
    const { taxpayer, object, base, assessed } = before[at]!;
    assert.deepEqual([fields.taxpayer, fields.object, fields.base, fields.assessed], [taxpayer, object, base, assessed]);
    assert.deepEqual(
      [fields.number, fields.year, fields.payFrom, fields.payments, fields.refunds],
      [key, 2027, "2027-11-01", [], []],
    );
    assert.equal(levied(before[at]!, "tpctax", levy)!.key, key, "it is one assessment however often it is made");
  }
  const shared = before.find(({ owners }) => owners.length > 0)!;
  const more = levied({ ...shared, base: shared.base + 12_345 }, "tpctax", levy)!.fields;
  const whole = reckon("property", "lvt.homeTax", { "lvt.homeValue": shared.base + 12_345 }, "2027-11-01")!.assessed;
  assert.equal(
    more.owners.reduce((sum, { amount }) => sum + amount, 0),
    whole,
  );
  const car = of("kctax").find(({ tax, year }) => tax === "vehicle" && year === 2026)!;
  assert.equal(levied({ ...car, state: "cancelled" }, "kctax", { tax: "vehicle", year: 2027 }), null);
  assert.equal(levied(car, "kctax", { tax: "vehicle", year: 2026 }), null, "it is assessed already");
  const house = of("tpctax").find(({ tax }) => tax === "house")!;
  assert.equal(levied(house, "tpctax", { tax: "house", year: 2060 }), undefined, "figures that nobody has announced");
});
