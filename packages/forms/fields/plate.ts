import { asciiForm, invalid, type Reading, readText } from "./raw.ts";

/** A number plate as registers write it, `ABC-1234`: letters and digits in two groups. Small letters and full-width forms are fine. */
export function parsePlate(raw: unknown): Reading<string> {
  const read = readText(raw);
  if ("error" in read) return read;
  if (read.text === "") return { value: undefined };
  const text = read.text.length > 40 ? "" : asciiForm(read.text).trim().toUpperCase();
  const plate = text.replace(/\s*-\s*|\s+/, "-");
  return /^(?=.*\d)[A-Z0-9]{2,4}-[A-Z0-9]{2,4}$/.test(plate) ? { value: plate } : invalid("field.not-a-plate");
}
