import { examplesOf, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const licence = examplesOf("vehicle-licence");
const car = {
  "vehicleLicence.kind": "car",
  "vehicleLicence.owner": "B123456780",
  "vehicleLicence.applicant": "B123456780",
  "vehicleLicence.fines": 0,
  "vehicleLicence.fuelFee": 0,
};
const rule = (article: string) => statute(`道路交通安全規則 §${article}`);
const penalty = (article: string) => statute(`道路交通管理處罰條例 §${article}`);

const inspection = examplesOf("vehicle-inspection");
const of = (facts: Record<string, string | boolean>) => ({
  "vehicleInspection.kind": "car",
  "vehicleInspection.owner": "B123456780",
  "vehicleInspection.applicant": "B123456780",
  "vehicleInspection.madeOn": "2018-05-01",
  "vehicleInspection.dueOn": "2026-05-01",
  "vehicleInspection.inspectedOn": "2026-06-01",
  "vehicleInspection.passed": true,
  ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [`vehicleInspection.${name}`, value])),
});
const on = (inspectedOn: string) => of({ inspectedOn });

/** Licences and inspections of vehicles. */
export const ofVehicles: readonly WorkedExample[] = [
  licence("vehicleLicence.cleared", today, car, true, penalty("9-1")),
  licence("vehicleLicence.cleared", today, { ...car, "vehicleLicence.fuelFee": 1 }, false, penalty("9-1")),
  licence("vehicleLicence.eligible", today, car, true, rule("13")),
  licence("vehicleLicence.outcome", today, { ...car, "vehicleLicence.fines": 600 }, "dues", rule("8")),
  licence("vehicleLicence.outcome", today, { ...car, "vehicleLicence.applicant": "A123456789" }, "not-owner", rule("13")),
  licence("vehicleLicence.fee", today, car, 200, rule("13: 200 as offices say")),
  licence("vehicleLicence.fee", today, { ...car, "vehicleLicence.kind": "motorcycle" }, 150, rule("13: 150 as offices say")),
  inspection("vehicleInspection.exempt", today, of({ madeOn: "2021-06-02" }), true, rule("44 I 1: a day below five years")),
  inspection("vehicleInspection.exempt", today, of({ madeOn: "2021-06-01" }), false, rule("44 I 1: five years")),
  inspection("vehicleInspection.exempt", today, of({ kind: "motorcycle" }), true, rule("44 IV")),
  inspection("vehicleInspection.late", today, on("2026-06-01"), false, rule("44 II: the last day of the month after")),
  inspection("vehicleInspection.late", today, on("2026-06-02"), true, rule("44 II")),
  inspection("vehicleInspection.plateHeld", today, on("2026-06-30"), false, penalty("17 I")),
  inspection("vehicleInspection.plateHeld", today, on("2026-07-01"), true, penalty("17 I: a month late")),
  inspection("vehicleInspection.plateCancelled", today, on("2026-11-30"), false, penalty("17 I")),
  inspection("vehicleInspection.plateCancelled", today, on("2026-12-01"), true, penalty("17 I: six months late")),
  inspection("vehicleInspection.nextOn", today, on("2026-06-01"), "2027-05-01", rule("44 I 1: once a year")),
  inspection(
    "vehicleInspection.nextOn",
    today,
    of({ madeOn: "2016-05-01" }),
    "2026-11-01",
    rule("44 I 1: twice a year from ten"),
  ),
  inspection("vehicleInspection.nextOn", today, on("2026-06-02"), "2027-06-02", rule("44 I 1: from the late inspection")),
  inspection("vehicleInspection.valid", today, of({ passed: false }), false, rule("46")),
  inspection("vehicleInspection.outcome", today, on("2026-03-31"), "too-early", rule("44 II")),
  inspection("vehicleInspection.outcome", today, on("2026-04-01"), "in-time", rule("44 II: a month before")),
];
