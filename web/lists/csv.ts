import type { Value } from "./list.ts";

/** Spreadsheets treat text that starts with these as a formula; the last four are the full-width forms, which some also accept. */
const beginsFormula = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A value in the form of RFC 4180; text is always quoted. Text that a spreadsheet would execute gets a leading apostrophe, which marks it
 * as text (OWASP, CSV injection); our own numbers are written as they are, including negative ones.
 */
export function csvCell(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = beginsFormula.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

export const csvLine = (values: readonly Value[]): string => `${values.map(csvCell).join(",")}\r\n`;

/** Tells spreadsheets that the file is UTF-8; otherwise they misread Chinese. */
export const byteOrderMark = "\uFEFF";
