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
  min,
  multiply,
  not,
  nt,
  type Operand,
  parameter,
  round,
  table as shareOf,
  step,
  subtract,
  when,
} from "@troad/law";
import parameters from "../parameters/vehicle.json" with { type: "json" };
import { days, use, yearDays } from "./proration.ts";
import { writer } from "./write.ts";

const of = writer("vehicle", "day", "2014-01-01", "C");
const kinds = {
  carPrivate: { "zh-Hant": "自用小客車", en: "private car" },
  carBusiness: { "zh-Hant": "營業小客車", en: "business car" },
  taxi: { "zh-Hant": "計程車", en: "taxi" },
  motorcycle: { "zh-Hant": "機車", en: "motorcycle" },
  truck: { "zh-Hant": "貨車", en: "truck" },
  bus: { "zh-Hant": "大客車", en: "bus" },
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
const disabled = of.fact("vehicle.disabled", [
  "供身心障礙者使用、每人一輛的免稅車",
  "The one exempt vehicle of a person with a disability",
]);
const byPower = (power: Operand<"number">) =>
  match(kind, {
    carPrivate: step(power, "vehicle.evPrivate"),
    carBusiness: step(power, "vehicle.evBusiness"),
    taxi: step(power, "vehicle.evBusiness"),
    motorcycle: step(power, "vehicle.evMotorcycle"),
    truck: step(power, "vehicle.evTruckBus"),
    bus: step(power, "vehicle.evTruckBus"),
  });
const byDisplacement = (cc: Operand<"number">) =>
  match(kind, {
    carPrivate: step(cc, "vehicle.carPrivate"),
    carBusiness: step(cc, "vehicle.carBusiness"),
    taxi: step(cc, "vehicle.carBusiness"),
    motorcycle: step(cc, "vehicle.motorcycle"),
    truck: step(cc, "vehicle.truck"),
    bus: step(cc, "vehicle.bus"),
  });
const table = of.money(
  "vehicle.table",
  ["全年稅額（附表）", "Full-year tax by the table"],
  art6,
  when(eq(fuel, code("electric")), byPower(power)).otherwise(byDisplacement(cc)),
);
/** A disability takes off the tax of the largest vehicle that it exempts; what is above is due. */
const exempted = of.money(
  "vehicle.exempted",
  ["身心障礙免徵的稅額", "Tax exempted for a disability"],
  ["使用牌照稅法第 7 條第 1 項第 8 款", "Vehicle License Tax Act, Article 7, paragraph 1, subparagraph 8"],
  when(not(disabled), nt(0))
    .when(eq(fuel, code("electric")), byPower(min(power, parameter("integer", "vehicle.disabilityPower"))))
    .otherwise(byDisplacement(min(cc, parameter("integer", "vehicle.disabilityCc")))),
);
const annual = of.money(
  "vehicle.annual",
  ["全年使用牌照稅", "Full-year licence tax"],
  ["使用牌照稅法第 5 條、第 6 條", "Vehicle License Tax Act, Articles 5 and 6"],
  when(and(eq(fuel, code("electric")), exempting, le(day, parameter("date", "vehicle.evExemptUntil"))), nt(0)).otherwise(
    subtract(table, exempted),
  ),
);
const prorated = of.money(
  "vehicle.prorated",
  ["按日計算的使用牌照稅", "Licence tax by day"],
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
  ["全年汽車燃料使用費", "Full-year fuel fee"],
  ["汽車燃料使用費徵收及分配辦法第 3 條至第 6 條", "Regulations on the vehicle fuel-use fee, Articles 3 to 6"],
  when(eq(fuel, code("electric")), nt(0))
    .when(eq(fuel, code("diesel")), round(multiply(petrolFee, parameter("rate", "vehicle.dieselFactor")), "down"))
    .otherwise(petrolFee),
);

/** Of which kinds the fee is known, and how much of it is due: taxis bear none, other tables were not read. */
const fuelDue = of.money(
  "vehicle.fuelDue",
  ["應繳的汽車燃料使用費", "Fuel fee due"],
  ["汽車燃料使用費徵收及分配辦法第 4 條、第 6 條", "Regulations on the vehicle fuel-use fee, Articles 4 and 6"],
  round(multiply(fuelFee, shareOf(kind, "vehicle.fuelShare"), divide(days, yearDays)), "down"),
);

/** Licence tax and fuel fee of a vehicle. */
export const vehicle = createLaw({
  inputs: [kind, fuel, cc, power, exempting, disabled, ...use.inputs],
  variables: [...use.variables, table, exempted, annual, prorated, petrolFee, fuelFee, fuelDue],
  parameters: loadParameters(parameters),
});
