import type { FieldError, FieldErrorCode } from "../errors.ts";

/** What reading one field gives: a value, nothing (left empty), or an error without the field's name. */
export type Reading<T> = { value: T | undefined } | { error: InvalidValue };
export type InvalidValue = Omit<FieldError, "field">;

export const invalid = (
  code: FieldErrorCode,
  params?: Record<string, string | number>,
  part?: string,
): { error: InvalidValue } => ({
  error: { code, ...(params ? { params } : {}), ...(part ? { part } : {}) },
});

/** No single answer is longer, before any work is done on it. */
const MAX_RAW = 20_000;

/**
 * One answer as a trimmed text. A list of one is that one (some parsers make lists of every field); a list of more is a repeated
 * field. Numbers and booleans come from JSON.
 */
export function readText(raw: unknown): { text: string } | { error: InvalidValue } {
  const one = Array.isArray(raw) && raw.length <= 1 ? raw[0] : raw;
  if (one === undefined || one === null) return { text: "" };
  if (Array.isArray(one)) return invalid("field.repeated");
  if (typeof one === "number" && Number.isFinite(one)) return { text: String(one) };
  if (typeof one === "boolean") return { text: one ? "yes" : "no" };
  if (typeof one !== "string") return invalid("field.malformed");
  if (one.length > MAX_RAW) return invalid("field.too-long", { max: MAX_RAW });
  return { text: trim(one) };
}

/** Trims white space with the ideographic space and characters of no width (they come along with copied text). */
export const trim = (text: string): string =>
  text.replace(/^[\s\u200b\u2060\ufeff]+/u, "").replace(/(?<![\s\u200b\u2060\ufeff])[\s\u200b\u2060\ufeff]+$/u, "");

/** Full-width ASCII (U+FF01 to U+FF5E) and the ideographic space become half-width: people type digits in their Chinese input mode. */
export const halfWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/[\u3000\u00a0]/g, " ");

/** A text that is written with ASCII signs: half-width, no dashes but the plain one. */
export const asciiForm = (text: string): string => halfWidth(text).replace(/[\u2010-\u2015\u2212]/g, "-");
