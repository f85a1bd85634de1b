import { examplesOf, statute, type WorkedExample } from "../examples/write.ts";

const today = "2026-11-30";
const caught = examplesOf("catch-certificate");
const tuna = {
  ...{ "catch.kind": "legal", "catch.applicant": "B123456780", "catch.operator": "B123456780" },
  ...{ "catch.vessel": "CT7-000123", "catch.landedBy": "CT7-000123" },
  ...{ "catch.permitUntil": "2026-10-01", "catch.fines": 0, "catch.tonnage": 99, "catch.open": 0 },
  ...{ "catch.landedOn": "2026-10-01", "catch.landed": 20_000, "catch.used": 8_000, "catch.weight": 12_000 },
};
const of = (kind: string, other: Record<string, string | number | boolean> = {}) => ({ ...tuna, "catch.kind": kind, ...other });
const rules = (article: string) => statute(`遠洋漁業漁獲證明書核發辦法 §${article}`);

/** Certificates of what distant-water vessels caught. */
export const ofCatches: readonly WorkedExample[] = [
  caught("catch.eligible", today, tuna, true, rules("7, 10, 22: all that is left")),
  caught("catch.within", today, of("legal", { "catch.weight": 12_001 }), false, rules("10 (4): a kilogram more")),
  caught("catch.outcome", today, of("fishing", { "catch.weight": 12_001 }), "exceeds", rules("7 (4)")),
  caught("catch.entitled", today, of("legal", { "catch.operator": "C123456781" }), false, rules("4")),
  caught("catch.entitled", today, of("legal", { "catch.operator": "C123456781", "catch.exporter": true }), true, rules("4 I 2")),
  caught(
    "catch.entitled",
    today,
    of("fishing", { "catch.operator": "C123456781", "catch.exporter": true }),
    false,
    rules("4 II"),
  ),
  caught("catch.ofVessel", today, of("legal", { "catch.landedBy": "CT7-000124" }), false, rules("4: caught by another vessel")),
  caught("catch.permitted", today, of("legal", { "catch.permitUntil": "2026-09-30" }), false, rules("7 (3)")),
  caught("catch.lawful", today, of("eu", { "catch.iuu": true }), false, rules("20 (2)")),
  caught("catch.lawful", today, of("origin", { "catch.unreported": true }), true, rules("10: not among its grounds")),
  caught("catch.settled", today, of("frozen", { "catch.fines": 1 }), false, rules("17 (5)")),
  caught("catch.settled", today, of("frozen", { "catch.suspended": true }), false, rules("17 (5)")),
  caught("catch.fit", today, of("fresh"), true, rules("14: 99 tonnes")),
  caught("catch.fit", today, of("fresh", { "catch.tonnage": 100 }), false, rules("14: a hundred")),
  caught("catch.fit", today, of("origin"), false, rules("10 (5): no hygiene assessment")),
  caught("catch.fit", today, of("eu", { "catch.clean": true }), false, rules("24: not registered")),
  caught("catch.writtenOff", today, of("origin", { "catch.open": 1 }), false, rules("10 (6)")),
  caught("catch.writtenOff", today, of("fishing", { "catch.open": 1 }), true, rules("7: not among its grounds")),
  caught("catch.validUntil", today, tuna, "2030-10-01", rules("5 I: four years from the landing")),
  caught("catch.validUntil", today, of("fresh"), "2026-12-01", rules("5 I: two months")),
  caught("catch.validUntil", "2026-09-01", tuna, "2030-09-01", rules("5 II: issued before the landing")),
];
