import type { Answer, Field } from "../form/schema.ts";
import { parseChoice, parseChoices, parseYesNo } from "./choice.ts";
import { parseBankAccount, parseEmail, parseMobile } from "./contact.ts";
import { parseDate } from "./date.ts";
import { parseNationalId } from "./national-id.ts";
import { parseInteger } from "./number.ts";
import { invalid, type Reading } from "./raw.ts";
import { parseText } from "./text.ts";

/** Reads one input of a field: "" is the field itself, other names are its parts. */
type Part = (name: string) => unknown;

/** The names of the inputs that a field has on a page: itself, or its parts. */
export function partsOf(field: Field): string[] {
  if (field.type === "date") return ["year", "month", "day"].map((part) => `${field.name}-${part}`);
  if (field.type === "bank-account") return ["bank", "account"].map((part) => `${field.name}-${part}`);
  return [field.name];
}

function read(field: Field, part: Part, required: boolean, today: string | undefined): Reading<Answer> {
  switch (field.type) {
    case "text":
      return parseText(part(""), field);
    case "integer":
      return parseInteger(part(""), field, false);
    case "money":
      return parseInteger(part(""), field, true);
    case "date":
      return parseDate(part, field, today);
    case "choice":
      return parseChoice(part(""), field.options);
    case "choices":
      return parseChoices(part(""), field.options, field, required);
    case "yes-no":
      return parseYesNo(part(""));
    case "national-id":
      return parseNationalId(part(""));
    case "bank-account":
      return parseBankAccount(part);
    case "mobile":
      return parseMobile(part(""));
    case "email":
      return parseEmail(part(""));
  }
}

/** Parses one field; parsing a canonical answer again gives the same answer. */
export function parseField(field: Field, part: Part, today?: string): Reading<Answer> {
  const required = field.required !== false;
  const reading = read(field, part, required, today);
  return required && "value" in reading && reading.value === undefined ? invalid("field.required") : reading;
}
