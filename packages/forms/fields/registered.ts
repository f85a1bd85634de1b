import { isBan } from "@troad/invoice-formats";
import type { Field, Registered } from "../form/schema.ts";
import { parseNationalId } from "./national-id.ts";
import { asciiForm, invalid, type Reading, readText } from "./raw.ts";
import type { Surroundings } from "./surroundings.ts";

type Kind = "person" | "business";

/** Business numbers (統一編號) as eight digits. */
export function parseBusinessNumber(raw: unknown): Reading<string> {
  const read = readText(raw);
  if ("error" in read) return read;
  if (read.text === "") return { value: undefined };
  const text = read.text.length > 40 ? "" : asciiForm(read.text).replace(/[\s-]/g, "");
  return isBan(text) ? { value: text } : invalid("field.not-a-business-number");
}

export const parseNumber = (kind: Kind, raw: unknown): Reading<string> =>
  kind === "person" ? parseNationalId(raw) : parseBusinessNumber(raw);

/**
 * A number and the name that a register has for it. It comes in the parts number and confirmed: the name is shown first, and counts once the
 * number comes back as the one that was confirmed.
 */
export function parseRegistered(kind: Kind, part: (name: string) => unknown, around: Surroundings): Reading<Registered> {
  const number = parseNumber(kind, part("number"));
  if ("error" in number) return { error: { ...number.error, part: "number" } };
  if (number.value === undefined) return { value: undefined };
  if (around.stored) {
    const name = readText(part("name"));
    if ("error" in name) return name;
    return name.text === ""
      ? invalid("field.not-confirmed", { name: "", number: number.value })
      : { value: { number: number.value, name: name.text } };
  }
  const name = around.registered?.(kind, number.value);
  if (name === undefined) return invalid("field.register-silent", undefined, "number");
  if (name === null) return invalid("field.not-registered", undefined, "number");
  const confirmed = readText(part("confirmed"));
  if ("error" in confirmed || confirmed.text !== number.value)
    return invalid("field.not-confirmed", { name, number: number.value }, "number");
  return { value: { number: number.value, name } };
}

export const isRegistered = (field: Field): field is Extract<Field, { type: Kind }> =>
  field.type === "person" || field.type === "business";
