import {
  and,
  code,
  createLaw,
  day,
  divide,
  eq,
  le,
  loadParameters,
  match,
  multiply,
  nt,
  parameter,
  round,
  step,
  when,
} from "@troad/law";
import parameters from "../parameters/vehicle.json" with { type: "json" };
import { days, use, yearDays } from "./proration.ts";
import { writer } from "./write.ts";

const of = writer("vehicle", "day", "2014-01-01", "C");
const kinds = {
  carPrivate: { "zh-Hant": "自用小客車", en: "private car" },
  carBusiness: { "zh-Hant": "營業小客車", en: "business car" },
  motorcycle: { "zh-Hant": "機車", en: "motorcycle" },
} as const;
const fuels = {
  petrol: { "zh-Hant": "汽油", en: "petrol" },
  diesel: { "zh-Hant": "柴油", en: "diesel" },
  electric: { "zh-Hant": "電能", en: "electric" },
} as const;
const kind = of.one("vehicle.kind", ["車種", "Kind of vehicle"], kinds);
const fuel = of.one("vehicle.fuel", ["動力", "Power"], fuels);
const cc = of.count("vehicle.cc", ["汽缸總排氣量（立方公分）", "Displacement in cubic centimetres"], 30_000);
const power = of.count("vehicle.tenthsOfHorsepower", ["最大馬力（十分之一英制馬力）", "Power in tenths of a horsepower"], 50_000);
/** False leaves the exemption of electric vehicles out of account: what will be due when it ends. */
const exempting = of.fact("vehicle.exempting", ["計入電動車免稅", "Count the exemption of electric vehicles"]);

const art6 = ["使用牌照稅法第 6 條", "Vehicle License Tax Act, Article 6"] as const;
const byPower = match(kind, {
  carPrivate: step(power, "vehicle.evPrivate"),
  carBusiness: step(power, "vehicle.evBusiness"),
  motorcycle: step(power, "vehicle.evMotorcycle"),
});
const byDisplacement = match(kind, {
  carPrivate: step(cc, "vehicle.carPrivate"),
  carBusiness: step(cc, "vehicle.carBusiness"),
  motorcycle: step(cc, "vehicle.motorcycle"),
});
const table = of.money(
  "vehicle.table",
  ["全年稅額（附表）", "Tax of a full year by the table"],
  art6,
  when(eq(fuel, code("electric")), byPower).otherwise(byDisplacement),
);
const annual = of.money(
  "vehicle.annual",
  ["全年使用牌照稅", "Licence tax of a full year"],
  ["使用牌照稅法第 5 條、第 6 條", "Vehicle License Tax Act, Articles 5 and 6"],
  when(and(eq(fuel, code("electric")), exempting, le(day, parameter("date", "vehicle.evExemptUntil"))), nt(0)).otherwise(table),
);
const prorated = of.money(
  "vehicle.prorated",
  ["按日計算的使用牌照稅", "Licence tax by days"],
  ["使用牌照稅法第 13 條、第 16 條", "Vehicle License Tax Act, Articles 13 and 16"],
  round(multiply(annual, divide(days, yearDays)), "down"),
);
const petrolFee = of.money(
  "vehicle.petrolFee",
  ["汽油車燃料使用費", "Fuel fee on petrol"],
  ["汽車燃料使用費徵收及分配辦法附表", "Regulations on the vehicle fuel-use fee, annex"],
  when(eq(kind, code("motorcycle")), step(cc, "vehicle.fuelMotorcycle")).otherwise(step(cc, "vehicle.fuelCar")),
);
const fuelFee = of.money(
  "vehicle.fuelFee",
  ["全年汽車燃料使用費", "Fuel fee of a full year"],
  ["汽車燃料使用費徵收及分配辦法第 3 條至第 6 條", "Regulations on the vehicle fuel-use fee, Articles 3 to 6"],
  when(eq(fuel, code("electric")), nt(0))
    .when(eq(fuel, code("diesel")), round(multiply(petrolFee, parameter("rate", "vehicle.dieselFactor")), "down"))
    .otherwise(petrolFee),
);

/** Licence tax and fuel fee of a vehicle; the fuel table of business cars was not read, so theirs follows the private one. */
export const vehicle = createLaw({
  inputs: [kind, fuel, cc, power, exempting, ...use.inputs],
  variables: [...use.variables, table, annual, prorated, petrolFee, fuelFee],
  parameters: loadParameters(parameters),
});
