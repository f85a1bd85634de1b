import { invalid, type Reading, readText } from "./raw.ts";

/** Controls (PostgreSQL cannot store NUL), bidirectional overrides that make a text look like another, and unpaired surrogates. */
const unwanted = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u;

/** Free text in Unicode's composed form; lengths count code points, as people count characters. */
export function parseText(
  raw: unknown,
  bounds: { minLength?: number | undefined; maxLength: number; multiline?: boolean | undefined },
): Reading<string> {
  const read = readText(raw);
  if ("error" in read) return read;
  if (!read.text.isWellFormed()) return invalid("field.characters");
  const text = read.text.replace(/\r\n?/g, "\n").normalize("NFC");
  if (unwanted.test(bounds.multiline ? text.replaceAll("\n", "").replaceAll("\t", "") : text)) return invalid("field.characters");
  if (text === "") return { value: undefined };
  const length = [...text].length;
  if (length > bounds.maxLength) return invalid("field.too-long", { max: bounds.maxLength });
  if (length < (bounds.minLength ?? 0)) return invalid("field.too-short", { min: bounds.minLength ?? 0 });
  return { value: text };
}
