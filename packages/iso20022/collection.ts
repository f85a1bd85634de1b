import { type AchLayout, fieldsOf, record, rowsOf } from "./ach.ts";
import { InvalidFile } from "./errors.ts";

/** One sum that a store or a bank took at its counter: for whom, on what number, and under which reference of its own. */
export type CollectedLine = { office: string; number: string; amount: number; paidOn: string; reference: string };
/** `id` is the sender, the day and the sequence within it: a file has it once. */
export type Collection = { id: string; lines: CollectedLine[] };

/** Whether a file begins as a layout says. */
export const beginsAs = (text: string, layout: AchLayout): boolean =>
  fieldsOf(layout.head, text.split("\r\n", 1)[0] ?? "") !== undefined;

/** A day with the year of the Republic in three digits; undefined for a day that no calendar has. */
function dayOf(roc: string): string | undefined {
  const [, year = "", month = "", date = ""] = /^(\d{3})(\d\d)(\d\d)$/.exec(roc) ?? [];
  const day = `${Number(year) + 1911}-${month}-${date}`;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day ? day : undefined;
}

const mostLines = 100_000;

/** Reads a whole file of money that was collected; throws InvalidFile for one of which a line does not fit, or that contradicts itself. */
export function readCollection(text: string, layout: AchLayout): Collection {
  const { head, lines } = rowsOf(text, layout);
  if (lines.length > mostLines) throw new InvalidFile("too-large", `more than ${mostLines} lines`);
  const read = lines.map((line): CollectedLine => {
    const { office = "", number = "", reference = "" } = line;
    const [amount, paidOn] = [Number(line.amount), dayOf(line.paidOn ?? "")];
    if (!(amount > 0) || paidOn === undefined || number === "" || reference === "")
      throw new InvalidFile("malformed", "a line lacks its number, amount, day or reference");
    return { office, number, amount, paidOn, reference };
  });
  return { id: `${head.sender}-${head.day}-${head.sequence}`, lines: read };
}

const rocDay = (day: string): string =>
  `${String(Number(day.slice(0, 4)) - 1911).padStart(3, "0")}${day.slice(5, 7)}${day.slice(8)}`;

/** Writes such a file, for stores and banks of tests. */
export function writeCollection(
  file: { sender: string; day: string; sequence: number; lines: readonly CollectedLine[] },
  layout: AchLayout,
): string {
  const sum = file.lines.reduce((total, { amount }) => total + amount, 0);
  const head = record(layout.head, { sender: file.sender, day: rocDay(file.day), sequence: file.sequence });
  const lines = file.lines.map((line, at) => record(layout.line, { ...line, paidOn: rocDay(line.paidOn), seq: at + 1 }));
  return [head, ...lines, record(layout.foot, { count: file.lines.length, sum })].join("");
}
