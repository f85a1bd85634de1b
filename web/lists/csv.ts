import type { Value } from "./list.ts";

/** Spreadsheets run what begins so as a formula; the last four are the same signs of full width, which some take for them. */
const beginsFormula = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A value as RFC 4180 has it, always in quotes where it is text. A text that a spreadsheet would run gets an apostrophe in front, which tells it
 * that this is text (OWASP, CSV injection); numbers of ours are written as they are, below zero too.
 */
export function csvCell(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = beginsFormula.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

export const csvLine = (values: readonly Value[]): string => `${values.map(csvCell).join(",")}\r\n`;

/** Tells spreadsheets that the file is UTF-8; without it they read Chinese as something else. */
export const byteOrderMark = "\uFEFF";
