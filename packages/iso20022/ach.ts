import { InvalidFile } from "./errors.ts";
import type { PaymentFile, PaymentLine } from "./pain001.ts";

/** A field of a fixed-width record; numbers are filled with zeros on the left, texts with spaces on the right. */
export type AchField = { name: string; length: number; kind: "number" | "text"; value?: string };
export type AchLayout = { verified: boolean; head: readonly AchField[]; line: readonly AchField[]; foot: readonly AchField[] };

const number = (name: string, length: number): AchField => ({ name, length, kind: "number" });
const word = (name: string, length: number): AchField => ({ name, length, kind: "text" });
const constant = (value: string): AchField => ({ name: "", length: value.length, kind: "text", value });

/**
 * A file of interbank credits, 160 characters a record. The layout is declared here after public descriptions and NOT verified: the clearing
 * house gives its specification to participants alone. Another layout is other data.
 */
export const achLayout: AchLayout = {
  verified: false,
  head: [
    constant("BOF"),
    constant("ACHP01"),
    number("day", 8),
    number("time", 6),
    word("msgId", 35),
    number("bank", 7),
    word("filler", 95),
  ],
  line: [
    ...[constant("N"), constant("SC"), number("seq", 8), number("debtorBank", 7), number("debtorAccount", 16), number("bank", 7)],
    ...[number("account", 16), number("amount", 12), word("endToEndId", 35), word("filler", 56)],
  ],
  foot: [constant("EOF"), constant("ACHP01"), number("day", 8), number("count", 8), number("sum", 16), word("filler", 119)],
};

/** What the clearing house says of a file: per payment a code, `00` for one that went through. Not verified either. */
export const achAnswerLayout: AchLayout = {
  verified: false,
  head: [constant("BOF"), constant("ACHR01"), number("day", 8), number("time", 6), word("msgId", 35), word("filler", 102)],
  line: [constant("R"), number("seq", 8), word("endToEndId", 35), number("amount", 12), number("code", 2), word("filler", 102)],
  foot: [constant("EOF"), constant("ACHR01"), number("day", 8), number("count", 8), number("sum", 16), word("filler", 119)],
};

/** Writes a record of fixed width. */
export function record(fields: readonly AchField[], values: Readonly<Record<string, string | number>>): string {
  const parts = fields.map(({ name, length, kind, value }) => {
    const text = value ?? String(values[name] ?? "");
    if (text.length > length || !/^[\x20-\x7e]*$/.test(text)) throw new InvalidFile("invalid", `${name} does not fit`);
    return kind === "number" ? text.padStart(length, "0") : text.padEnd(length, " ");
  });
  return `${parts.join("")}\r\n`;
}

const bankOf = (bank: string): string => bank.padEnd(7, "0");
const digitsOf = (text: string): string => text.replaceAll(/\D/g, "");

/** Writes the file in pieces; number and sum have to be what was said, else it throws before the end. */
export async function* writeAch(
  file: PaymentFile,
  lines: Iterable<PaymentLine> | AsyncIterable<PaymentLine>,
  layout: AchLayout = achLayout,
): AsyncGenerator<string> {
  const [day, time] = [digitsOf(file.createdAt).slice(0, 8), digitsOf(file.createdAt).slice(8, 14)];
  let [count, sum] = [0, 0];
  yield record(layout.head, { day, time, msgId: file.msgId, bank: bankOf(file.debtor.bank) });
  for await (const line of lines) {
    count++;
    sum += line.amount;
    const debtor = { debtorBank: bankOf(file.debtor.bank), debtorAccount: file.debtor.account };
    const { account, amount, endToEndId } = line;
    yield record(layout.line, { ...debtor, seq: count, bank: bankOf(line.bank), account, amount, endToEndId });
  }
  if (count !== file.count || sum !== file.sum) throw new InvalidFile("disagrees", "the lines are not what the head says");
  yield record(layout.foot, { day, count, sum });
}

/** The fields of a record by name; undefined where it does not fit the layout. */
export function fieldsOf(fields: readonly AchField[], text: string): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  let at = 0;
  for (const { name, length, kind, value } of fields) {
    const part = text.slice(at, at + length);
    if (value !== undefined && part !== value) return undefined;
    if (kind === "number" && !/^\d+$/.test(part)) return undefined;
    if (name !== "") values[name] = part.trim();
    at += length;
  }
  return text.length === at ? values : undefined;
}

/** The rows of a whole file; it has to end with its own number and sum. */
export function rowsOf(text: string, layout: AchLayout): { head: Record<string, string>; lines: Record<string, string>[] } {
  const rows = text.split("\r\n");
  const head = fieldsOf(layout.head, rows[0] ?? "");
  const foot = rows.at(-1) === "" ? fieldsOf(layout.foot, rows.at(-2) ?? "") : undefined;
  if (!head) throw new InvalidFile("not-this-message", "no head");
  if (!foot) throw new InvalidFile("truncated", "no foot");
  const lines = rows.slice(1, -2).map((row) => {
    const line = fieldsOf(layout.line, row);
    if (!line) throw new InvalidFile("malformed", "a line does not fit the layout");
    return line;
  });
  const sum = lines.reduce((total, { amount }) => total + Number(amount), 0);
  if (lines.length !== Number(foot.count) || sum !== Number(foot.sum))
    throw new InvalidFile("disagrees", "the lines are not what the foot says");
  return { head, lines };
}

/** Reads a whole file back. */
export function readAch(text: string, layout: AchLayout = achLayout): { msgId: string; lines: Omit<PaymentLine, "name">[] } {
  const { head, lines } = rowsOf(text, layout);
  // the account's leading zeros are part of its number
  const read = ({ endToEndId, amount, bank, account }: Record<string, string>) => ({
    ...{ endToEndId: endToEndId!, amount: Number(amount), bank: bank!, account: account! },
  });
  return { msgId: head.msgId!, lines: lines.map(read) };
}

export type AchAnswer = {
  msgId: string;
  originalMsgId: string;
  payments: { endToEndId: string; amount: number; code: string }[];
};
/** Reads what the clearing house says of a file. It has no number of its own: the moment makes one. */
export function readAchAnswer(text: string, layout: AchLayout = achAnswerLayout): AchAnswer {
  const { head, lines } = rowsOf(text, layout);
  const payments = lines.map(({ endToEndId, amount, code }) => ({
    endToEndId: endToEndId!,
    amount: Number(amount),
    code: code!,
  }));
  return { msgId: `${head.msgId}-${head.day}${head.time}`, originalMsgId: head.msgId!, payments };
}

/** Writes an answer, for banks of tests. */
export function* writeAchAnswer(
  answer: { moment: string; originalMsgId: string; payments: AchAnswer["payments"] },
  layout: AchLayout = achAnswerLayout,
): Generator<string> {
  const [day, time] = [digitsOf(answer.moment).slice(0, 8), digitsOf(answer.moment).slice(8, 14)];
  yield record(layout.head, { day, time, msgId: answer.originalMsgId });
  for (const [n, one] of answer.payments.entries()) yield record(layout.line, { ...one, seq: n + 1 });
  const sum = answer.payments.reduce((total, { amount }) => total + amount, 0);
  yield record(layout.foot, { day, count: answer.payments.length, sum });
}
