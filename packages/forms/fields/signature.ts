import { isSameName } from "./person-name.ts";
import { invalid, type Reading } from "./raw.ts";
import type { Surroundings } from "./surroundings.ts";
import { parseText } from "./text.ts";

/** The person's own name, typed by hand; it is stored as it was typed. */
export function parseSignature(raw: unknown, { signer, stored }: Surroundings): Reading<string> {
  const text = parseText(raw, { maxLength: 100 });
  if ("error" in text || text.value === undefined || stored) return text;
  return signer !== undefined && isSameName(text.value, signer) ? text : invalid("field.not-signed", { name: signer ?? "" });
}
