import type { Answer, EntryField, Field } from "../form/schema.ts";
import { parseOffered } from "../offered.ts";
import { parseAddress, parseVillage } from "./address.ts";
import { parseChoice, parseChoices, parseDeclaration, parseLongChoice, parseYesNo } from "./choice.ts";
import { parseBankAccount, parseEmail, parseMobile } from "./contact.ts";
import { parseDate } from "./date.ts";
import { parseFiles } from "./file.ts";
import { parseNationalId } from "./national-id.ts";
import { parseInteger } from "./number.ts";
import { parsePlate } from "./plate.ts";
import { invalid, type Reading } from "./raw.ts";
import { parseRegistered } from "./registered.ts";
import { parseSignature } from "./signature.ts";
import type { Surroundings } from "./surroundings.ts";
import { parseText } from "./text.ts";

/** Reads one input of a field: "" is the field itself, other names are its parts. */
type Part = (name: string) => unknown;

/** The names of the inputs that a field has on a page: itself, or its parts. */
export function partsOf(field: Field): string[] {
  if (field.type === "date") return ["year", "month", "day"].map((part) => `${field.name}-${part}`);
  if (field.type === "bank-account") return ["bank", "account"].map((part) => `${field.name}-${part}`);
  if (field.type === "address") return ["district", "line"].map((part) => `${field.name}-${part}`);
  if (field.type === "person" || field.type === "business") return [`${field.name}-number`, `${field.name}-confirmed`];
  if (field.type === "group") return [`${field.name}-count`];
  return [field.name];
}

/** A canonical answer in parts is read like the inputs that it came from. */
const inParts =
  (part: Part): Part =>
  (name) => {
    const whole = part("");
    const isRecord = typeof whole === "object" && whole !== null && !Array.isArray(whole);
    return isRecord ? (Object.hasOwn(whole, name) ? (whole as Record<string, unknown>)[name] : undefined) : part(name);
  };

function read(field: EntryField, part: Part, required: boolean, around: Surroundings): Reading<Answer> {
  switch (field.type) {
    case "text":
      return parseText(part(""), field);
    case "integer":
      return parseInteger(part(""), field, false);
    case "money":
      return parseInteger(part(""), field, true);
    case "date":
      return parseDate(part, field, around.today);
    case "choice":
      return parseChoice(part(""), field.options);
    case "choices":
      return parseChoices(part(""), field.options, field, required);
    case "yes-no":
      return parseYesNo(part(""));
    case "national-id":
      return parseNationalId(part(""));
    case "plate":
      return parsePlate(part(""));
    case "village":
      return parseVillage(part(""), around);
    case "bank-account":
      return parseBankAccount(part);
    case "mobile":
      return parseMobile(part(""));
    case "email":
      return parseEmail(part(""));
    case "declaration":
      return parseDeclaration(part(""));
    case "long-choice":
      return parseLongChoice(part, field.options);
    case "address":
      return parseAddress(inParts(part), around);
    case "person":
    case "business":
      return parseRegistered(field.type, inParts(part), around);
    case "offered":
      return parseOffered(field, part(""), around);
    case "signature":
      return parseSignature(part(""), around);
    case "file":
      return parseFiles(part(""), field, around);
  }
}

/** Parses one field; parsing a canonical answer again gives the same answer. */
export function parseField(field: EntryField, part: Part, around: Surroundings): Reading<Answer> {
  const required = field.required !== false;
  const reading = read(field, part, required, around);
  if (!required || "error" in reading || reading.value !== undefined) return reading;
  return invalid(field.type === "declaration" ? "field.not-declared" : "field.required");
}
