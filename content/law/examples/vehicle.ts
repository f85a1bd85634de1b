import { examplesOf, official, statute, today, type WorkedExample } from "./write.ts";

const of = examplesOf("vehicle");
const petrol = (kind: string, cc: number) => ({ "vehicle.kind": kind, "vehicle.fuel": "petrol", "vehicle.cc": cc });
const taxed = (kind: string, cc: number) => ({ ...petrol(kind, cc), "vehicle.exempting": true });
const electric = (exempting: boolean, tenths: number, kind = "carPrivate") => ({
  "vehicle.kind": kind,
  "vehicle.fuel": "electric",
  "vehicle.tenthsOfHorsepower": tenths,
  "vehicle.exempting": exempting,
});
const fuelRules = "汽車燃料使用費徵收及分配辦法";
const allYear = { "vehicle.from": "2026-01-01", "vehicle.to": "2026-12-31" };
const table = (step: string) => statute(`使用牌照稅法 §6, table 1: ${step}`);
const motorcycles = (step: string) => statute(`使用牌照稅法 §6, table of electric motorcycles: ${step}`);
const heavy = (step: string) => statute(`使用牌照稅法 §6, tables of lorries and buses: ${step}`);
const electricTable = official("Taipei's table of electric cars (open data): more than 38 and up to 56 horsepower");

export const vehicle: readonly WorkedExample[] = [
  of("vehicle.annual", today, taxed("carPrivate", 1_200), 4_320, table("601 to 1,200 cc")),
  of("vehicle.annual", today, taxed("carPrivate", 1_201), 7_120, table("1,201 to 1,800 cc")),
  of("vehicle.annual", today, taxed("carPrivate", 1_800), 7_120, table("1,201 to 1,800 cc")),
  of("vehicle.annual", today, taxed("carBusiness", 1_801), 6_480, table("for business, 1,801 to 2,400 cc")),
  of("vehicle.annual", today, taxed("motorcycle", 150), 0, statute("使用牌照稅法 §6, table of motorcycles: up to 150 cc")),
  of("vehicle.annual", today, electric(false, 381, "carBusiness"), 1_260, electricTable),
  of("vehicle.annual", today, electric(false, 120, "motorcycle"), 0, motorcycles("up to 12 horsepower")),
  of("vehicle.annual", today, electric(false, 121, "motorcycle"), 800, motorcycles("more than 12 and up to 20 horsepower")),
  of("vehicle.annual", today, electric(false, 201, "motorcycle"), 1_620, motorcycles("more than 20 horsepower")),
  of("vehicle.annual", today, electric(false, 2_000, "truck"), 6_300, heavy("139 to 200 horsepower")),
  of("vehicle.annual", today, taxed("truck", 2_400), 3_600, heavy("1,801 to 2,400 cc")),
  of("vehicle.annual", today, taxed("bus", 6_000), 9_000, heavy("5,401 to 6,000 cc")),
  of(
    "vehicle.annual",
    today,
    { ...taxed("carPrivate", 3_260), "vehicle.disabled": true },
    16_990,
    statute("使用牌照稅法 §7 I 8: a disability takes off the tax of 2,400 cc, 28,220 - 11,230"),
  ),
  of(
    "vehicle.annual",
    today,
    { ...electric(false, 4_000), "vehicle.disabled": true },
    16_990,
    statute("使用牌照稅法 §7 I 8: a disability takes off the tax of 262 horsepower, 28,220 - 11,230"),
  ),
  of("vehicle.annual", today, electric(true, 2_000), 0, official("Legislative Yuan 2025-12-23: electric cars exempt until 2030")),
  of("vehicle.annual", today, electric(false, 381), 2_160, electricTable),
  of(
    "vehicle.fuelFee",
    today,
    petrol("carPrivate", 1_800),
    4_800,
    official("table of the fuel fee of 2026: petrol, 1,201 to 1,800 cc"),
  ),
  of(
    "vehicle.fuelFee",
    today,
    { ...petrol("carPrivate", 1_800), "vehicle.fuel": "diesel" },
    2_880,
    statute(`${fuelRules} §3: 1.5 instead of 2.5 a litre, 60 % of 4,800`),
  ),
  of("vehicle.fuelFee", today, petrol("motorcycle", 125), 450, official("table of the fuel fee of 2026: 51 to 125 cc")),
  of(
    "vehicle.fuelDue",
    today,
    { ...petrol("motorcycle", 125), ...allYear },
    450,
    official("table of the fuel fee of 2026: 51 to 125 cc, all year"),
  ),
  of("vehicle.fuelDue", today, { ...petrol("taxi", 1_800), ...allYear }, 0, statute(`${fuelRules} §4 I 6: taxis are exempt`)),
  of(
    "vehicle.fuelDue",
    today,
    { ...electric(true, 2_000), ...allYear },
    0,
    statute(`${fuelRules} §4 I 5: electric vehicles are exempt`),
  ),
  of(
    "vehicle.fuelDue",
    today,
    { ...petrol("carPrivate", 1_800), ...allYear, "vehicle.to": "2026-05-26" },
    1_920,
    statute(`${fuelRules} §6: two fifths of the year, 4,800 x 146 / 365`),
  ),
  of(
    "vehicle.prorated",
    "2025-01-01",
    { ...taxed("carPrivate", 1_800), "vehicle.from": "2025-01-01", "vehicle.to": "2025-06-30" },
    3_530,
    statute("使用牌照稅法 §13, §16: 7,120 x 181 / 365 = 3,530.7, fractions dropped"),
  ),
];
