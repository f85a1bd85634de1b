import { example, today, type WorkedExample } from "./write.ts";

export const vehicle: readonly WorkedExample[] = [
  example(
    "vehicle",
    "vehicle.annual",
    today,
    { "vehicle.kind": "carPrivate", "vehicle.fuel": "petrol", "vehicle.cc": 1_800, "vehicle.exempting": true },
    7_120,
  ),
  example(
    "vehicle",
    "vehicle.annual",
    today,
    { "vehicle.kind": "carPrivate", "vehicle.fuel": "electric", "vehicle.tenthsOfHorsepower": 2_000, "vehicle.exempting": true },
    0,
  ),
  example(
    "vehicle",
    "vehicle.fuelFee",
    today,
    { "vehicle.kind": "carPrivate", "vehicle.fuel": "petrol", "vehicle.cc": 1_800 },
    4_800,
  ),
  example(
    "vehicle",
    "vehicle.fuelFee",
    today,
    { "vehicle.kind": "carPrivate", "vehicle.fuel": "diesel", "vehicle.cc": 1_800 },
    2_880,
  ),
  // 181 of 365 days of 7,120
  example(
    "vehicle",
    "vehicle.prorated",
    "2025-01-01",
    {
      "vehicle.kind": "carPrivate",
      "vehicle.fuel": "petrol",
      "vehicle.cc": 1_800,
      "vehicle.exempting": true,
      "vehicle.days": 181,
      "vehicle.yearDays": 365,
    },
    3_530,
  ),
];
