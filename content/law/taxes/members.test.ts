import assert from "node:assert/strict";
import { test } from "node:test";
import { explain, type Facts } from "@troad/law";
import { benefits } from "../benefits/law.ts";
import { topics } from "../topics/index.ts";
import { late } from "./late.ts";
import { property } from "./property.ts";
import { vehicle } from "./vehicle.ts";

const topic = (name: string, input: Record<string, unknown>) => topics.get(name)?.(input);
const gift = (on: string, amount: number, more: Facts = {}): Facts => ({
  "gift.on": on,
  "gift.amount": amount,
  "gift.burden": 0,
  "gift.occasion": "ordinary",
  "gift.marriage": 0,
  ...more,
});
const ofProperty = (want: string, situation: Facts, at: string) => property.calculate({ want: [want], situation, at });

test("a gift of December and one of January have an exemption each, since a year is a calendar year (§22)", () => {
  const two = [
    ["2025-12-20", 2_440_000],
    ["2026-01-05", 2_440_000],
  ];
  assert.deepEqual(topic("gift.two_gifts", { gifts: two }), { declare_by: null, tax: 0, taxable: 0 });
  const within = [
    ["2025-11-20", 2_440_000],
    ["2025-12-05", 2_440_000],
  ];
  assert.deepEqual(topic("gift.two_gifts", { gifts: within }), { declare_by: "2026-01-05", tax: 244_000, taxable: 2_440_000 });
});

test("the last day of a gift's return moves over a weekend", () => {
  const gifts = [
    ["2025-07-01", 2_000_000],
    ["2025-11-06", 2_000_000],
  ];
  // 2025-12-06 is a Saturday.
  assert.deepEqual(topic("gift.two_gifts", { gifts }), { declare_by: "2025-12-08", tax: 156_000, taxable: 1_560_000 });
});

test("each parent's gifts at a child's marriage are free up to a million for each marriage, and the explanation names the article", () => {
  const at = "2025-12-31";
  const gifts = [
    gift("2025-01-05", 600_000, { "gift.occasion": "marriage", "gift.marriage": 1 }),
    gift("2025-02-05", 600_000, { "gift.occasion": "marriage", "gift.marriage": 1 }),
    gift("2025-02-06", 1_000_000, { "gift.occasion": "marriage", "gift.marriage": 2 }),
    gift("2025-03-01", 5_000_000, { "gift.occasion": "spouse" }),
    gift("2025-04-01", 2_440_000),
  ];
  const { values, trace } = ofProperty("gift.taxableOfGifts", { gifts }, at);
  assert.equal(values["gift.taxableOfGifts"], 200_000);
  const excluded = trace.filter(({ variable }) => variable === "gift.excluded");
  assert.deepEqual(
    excluded.map(({ value }) => value),
    [600_000, 400_000, 1_000_000, 5_000_000, 0],
  );
  assert.match(explain(excluded, "zh-Hant")[1] ?? "", /適用例外規定：遺產及贈與稅法第 20 條第 1 項第 7 款/);
});

test("gifts given in another order come to the same", () => {
  const gifts = [gift("2025-11-06", 2_000_000), gift("2025-07-01", 2_000_000)];
  assert.equal(ofProperty("gift.declareBy", { gifts }, "2025-12-31").values["gift.declareBy"], "2025-12-08");
});

test("what the donee bears is taken off the gift (§21)", () => {
  assert.deepEqual(topic("gift.two_gifts", { gifts: [["2025-05-20", 9_000_000, "ordinary", 0, 1_290_000]] }), {
    declare_by: "2025-06-19",
    tax: 527_000,
    taxable: 5_270_000,
  });
});

test("gifts to the family count as estate for two years to the day before death (§15)", () => {
  const toFamily = { "gift.toFamily": true };
  const gifts = [
    gift("2023-05-31", 1, toFamily),
    gift("2023-06-01", 20, toFamily),
    gift("2025-06-01", 300, { ...toFamily, "gift.occasion": "spouse" }),
    gift("2025-06-02", 4_000, toFamily),
    gift("2024-01-01", 50_000, { "gift.toFamily": false }),
  ];
  assert.equal(ofProperty("estate.giftsCounted", { gifts }, "2025-06-01").values["estate.giftsCounted"], 320);
});

const heir = (relation: string, born: string, disabled = false): Facts => ({
  "heir.relation": relation,
  "heir.born": born,
  "heir.disabled": disabled,
});

test("heirs with birthdays: each year to majority counts, and a part of a year is a year", () => {
  const heirs = [
    heir("spouse", "1975-01-01"),
    heir("descendant", "2000-01-01"),
    heir("descendant", "2010-06-02"),
    heir("descendant", "2007-06-01"),
    heir("parent", "1940-01-01", true),
  ];
  const at = "2025-06-01";
  const years = ofProperty("estate.minorYearsOfHeirs", { heirs }, at);
  // 14 years and 364 days leave four years, the last of them a part; 18 years to the day leave none.
  assert.equal(years.values["estate.minorYearsOfHeirs"], 4);
  const { values } = ofProperty("estate.taxOfHeirs", { heirs, "estate.gross": 60_000_000, "estate.debts": 0 }, at);
  const personal = 5_530_000 + 560_000 * (3 + 4) + 1_380_000 + 6_930_000;
  assert.equal(values["estate.taxOfHeirs"], (60_000_000 - 13_330_000 - personal - 1_380_000) / 10);
  assert.throws(() => ofProperty("estate.taxOfHeirs", { heirs: [heirs[0] ?? {}, heirs[0] ?? {}] }, at), /law\.range/);
});

test("majority is at 20 for who died before 2023 and at 18 since", () => {
  const heirs = [heir("descendant", "2010-01-01")];
  const years = (at: string) => ofProperty("estate.minorYearsOfHeirs", { heirs }, at).values["estate.minorYearsOfHeirs"];
  assert.deepEqual([years("2022-12-31"), years("2023-01-01")], [8, 5]);
});

test("the order of children is by birthday, and twins have one place each", () => {
  const child = (born: string): Facts => ({ "child.born": born, "child.publicCare": false });
  const children = [child("2024-12-01"), child("2024-12-01"), child("2022-08-01"), child("2019-02-01")];
  const { values, trace } = benefits.calculate({ want: ["childcare.ofChildren"], situation: { children }, at: "2025-12-01" });
  const order = trace.flatMap(({ variable, value }) => (variable === "child.order" ? [value] : []));
  // The oldest has turned five: nothing asks for its place, and the others still come after it.
  assert.deepEqual(order, [3, 4, 2]);
  assert.equal(values["childcare.ofChildren"], 7_000 + 7_000 + 6_000);
});

const debt = (due: string, paid: string, kind = "income"): Facts => ({
  "late.tax": 100_000,
  "late.due": due,
  "late.paid": paid,
  "late.kind": kind,
});

test("late interest goes by the rate of each calendar year and drops the fraction of each", () => {
  // From 2023-12-02: 30 days of 2023 at 1.475 %, 10 of 366 days of 2024 at 1.6 %.
  const { values, trace } = late.calculate({
    want: ["late.interest"],
    situation: debt("2023-11-01", "2024-01-10"),
    at: "2023-11-01",
  });
  assert.equal(values["late.interest"], Math.floor((100_000 * 0.01475 * 30) / 365) + Math.floor((100_000 * 0.016 * 10) / 366));
  assert.deepEqual(
    trace.at(-1)?.parameters.map(({ name, value }) => [name, value]),
    [
      ["late.postalRate", "1.475%"],
      ["late.postalRate", "1.6%"],
    ],
  );
  assert.equal(
    late.calculate({ want: ["late.interest"], situation: debt("2023-11-01", "2024-01-10", "house"), at: "2023-11-01" }).values[
      "late.interest"
    ],
    0,
  );
});

test("a debt that still ran up surcharges on 2022-01-01 takes the new law's, with the paragraph that says so", () => {
  const percent = (due: string, paid: string) => late.calculate({ want: ["late.percent"], situation: debt(due, paid), at: due });
  const reached = percent("2021-12-15", "2022-01-20");
  assert.equal(reached.values["late.percent"], 10);
  assert.deepEqual(reached.trace.find(({ variable }) => variable === "late.ruleDay")?.exceptions?.length, 1);
  assert.equal(percent("2021-11-15", "2022-01-20").values["late.percent"], 15);
  assert.equal(percent("2021-12-15", "2021-12-31").values["late.percent"], 7);
});

test("a last day of payment on a Saturday moves before anything is counted", () => {
  const { values } = late.calculate({
    want: ["late.lastDay", "late.days"],
    situation: debt("2025-05-31", "2025-06-03"),
    at: "2025-05-31",
  });
  assert.deepEqual(values, { "late.lastDay": "2025-06-02", "late.days": 1 });
});

test("licence tax by days: what lies outside the year does not count, and a leap year has 366 days", () => {
  const facts = {
    "vehicle.kind": "carPrivate",
    "vehicle.fuel": "petrol",
    "vehicle.cc": 1_800,
    "vehicle.exempting": true,
    "vehicle.disabled": false,
  };
  const days = (from: string, to: string, at: string) =>
    vehicle.calculate({ want: ["vehicle.days"], situation: { ...facts, "vehicle.from": from, "vehicle.to": to }, at }).values[
      "vehicle.days"
    ];
  assert.equal(days("2024-03-01", "2024-12-31", "2024-06-01"), 306);
  assert.equal(days("2023-03-01", "2025-12-31", "2024-06-01"), 366);
  assert.equal(days("2025-03-01", "2025-12-31", "2024-06-01"), 0);
});

test("the starting differences of the land value tax are six, the first of them 0 (§16)", () => {
  assert.deepEqual(topic("lvt.diffs_1981", { S: 3_300_000 }), { diffs: [0, 16_500, 214_500, 577_500, 1_105_500, 1_798_500] });
});

test("three days of grace end with the hour 24 of that day (ISO 8601)", () => {
  assert.deepEqual(topic("deadline.grace3", { due: "2022-02-21" }), { cvs_and_paytax_until: "2022-02-24T24:00" });
});
