import type { Address } from "../form/schema.ts";
import { halfWidth, invalid, type Reading, readText } from "./raw.ts";
import type { Surroundings } from "./surroundings.ts";
import { parseText } from "./text.ts";

const longestLine = 100;

/** District (8 digits of the Ministry of the Interior: county 5, district 3) and the line with road and number. */
export function parseAddress(part: (name: string) => unknown, { districts, stored }: Surroundings): Reading<Address> {
  const code = readText(part("district"));
  if ("error" in code) return code;
  const line = parseText(part("line"), { maxLength: longestLine });
  if ("error" in line) return { error: { ...line.error, part: "line" } };
  const district = halfWidth(code.text);
  if (district === "" && line.value === undefined) return { value: undefined };
  const known = /^\d{8}$/.test(district) && (stored || districts?.has(district));
  if (!known) return invalid("field.not-a-district", undefined, "district");
  if (line.value === undefined) return invalid("field.no-road-line", undefined, "line");
  return { value: { county: district.slice(0, 5), district, line: line.value } };
}

/** One of the villages of the area: eleven digits, of which the first eight are those of its district. */
export function parseVillage(raw: unknown, { villages, stored }: Surroundings): Reading<string> {
  const read = readText(raw);
  if ("error" in read) return read;
  const code = halfWidth(read.text);
  if (code === "") return { value: undefined };
  return /^\d{11}$/.test(code) && (stored || villages?.has(code)) ? { value: code } : invalid("field.not-a-choice");
}
