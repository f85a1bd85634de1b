import { halfWidth, invalid, type Reading } from "./raw.ts";
import type { Surroundings } from "./surroundings.ts";
import { parseText } from "./text.ts";

/** A name without what keyboards add to it: width, spaces, capitals, and the dots between the parts of indigenous names. */
const plain = (name: string): string =>
  halfWidth(name.normalize("NFC"))
    .replace(/[\s\u00b7\u2027\u30fb\uff0e.]/g, "")
    .toLowerCase();

/** The person's own name, typed by hand; it is stored as it was typed. */
export function parseSignature(raw: unknown, { signer, stored }: Surroundings): Reading<string> {
  const text = parseText(raw, { maxLength: 100 });
  if ("error" in text || text.value === undefined || stored) return text;
  return signer !== undefined && plain(signer) !== "" && plain(text.value) === plain(signer)
    ? text
    : invalid("field.not-signed", { name: signer ?? "" });
}
