import { type Facts, LawError } from "@troad/law";
import { vehicle } from "../taxes/vehicle.ts";
import { ask, day, type Fields, number, type Topic, text, wholeNumber, yesNo } from "./fields.ts";

const optional = <T>(input: Fields, field: string, read: (input: Fields, field: string) => T, otherwise: T): T =>
  input[field] === undefined ? otherwise : read(input, field);

/** A vehicle in one year or a part of it: what its licence tax and fuel fee come to. */
const ofYear: Topic = (input) => {
  const year = wholeNumber(input, "year");
  const from = optional(input, "from", day, `${year}-01-01`);
  const to = optional(input, "to", day, `${year}-12-31`);
  if (to < from || Number(from.slice(0, 4)) !== year || Number(to.slice(0, 4)) !== year)
    throw new LawError("law.range", "to", "must be a day of the year, not before the first");
  const facts: Facts = {
    "vehicle.kind": text(input, "kind"),
    "vehicle.fuel": text(input, "fuel"),
    "vehicle.cc": optional(input, "cc", wholeNumber, 0),
    "vehicle.tenthsOfHorsepower": Math.ceil(optional(input, "hp", number, 0) * 10),
    "vehicle.from": from,
    "vehicle.to": to,
    "vehicle.exempting": true,
    "vehicle.disabled": optional(input, "disabled", yesNo, false),
  };
  const [annual, licence] = ask(vehicle, to, facts, "vehicle.annual", "vehicle.prorated");
  const [fuel] = ask(vehicle, to, facts, "vehicle.fuelDue");
  return { annual, licence, fuel };
};

export const vehicleTopics: Readonly<Record<string, Topic>> = { vehicle: ofYear };
