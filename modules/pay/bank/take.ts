import { createHash } from "node:crypto";
import { beginsAs, InvalidFile, readAchAnswer, readCamt053, readCollection, readPain002, wholeDollars } from "@troad/iso20022";
import type { CollectedFile } from "../collections/collections.ts";
import type { Layout } from "../collections/layouts.ts";
import type { BankEntry } from "../domain/matching.ts";

/** A file of the bank as a whole; nothing of it is used before its end was read. */
export type ReadFile = { digest: Buffer } & (
  | { kind: "status"; msgId: string; report: StatusReport }
  | { kind: "statement"; msgId: string; statements: Statement[] }
  | ({ kind: "collection" } & CollectedFile)
  | { kind: "unknown"; code: string }
);
export type StatusReport = {
  originalMsgId: string;
  status: string | null;
  reason: string | null;
  /** Statuses of whole groups, which for us are whole files. */
  groups: { status: string | null; reason: string | null }[];
  payments: { endToEndId: string; status: string; reason: string | null }[];
};
export type Statement = { id: string; account: string; closing: number | null; entries: BankEntry[] };

/** A statement of 50,000 payments has some 30 MB. */
const mostBytes = 256 * 1024 * 1024;

/** Reads a file of the bank, a status report, a statement or what was collected, from its bytes. Never throws for what the bank sends. */
export async function readBankFile(source: AsyncIterable<Uint8Array>, layouts: readonly Layout[] = []): Promise<ReadFile> {
  const digest = createHash("sha256");
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    digest.update(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) return { digest: digest.digest(), kind: "unknown", code: "too-large" };
    chunks.push(chunk);
  }
  const whole = { digest: digest.digest() };
  try {
    const begins = Buffer.concat(chunks.slice(0, 2)).subarray(0, 2_000).toString("latin1");
    if (begins.startsWith("BOFACHR")) return { ...whole, ...achStatusOf(Buffer.concat(chunks).toString("latin1")) };
    const layout = layouts.find((one) => beginsAs(begins, one));
    if (layout) return { ...whole, ...collectionOf(Buffer.concat(chunks).toString("latin1"), layout) };
    if (begins.includes("CstmrPmtStsRpt")) return { ...whole, ...(await statusOf(chunks)) };
    return { ...whole, ...(await statementsOf(chunks)) };
  } catch (error) {
    if (!(error instanceof InvalidFile)) throw error;
    return { ...whole, kind: "unknown", code: error.code };
  }
}

async function statusOf(chunks: Uint8Array[]): Promise<{ kind: "status"; msgId: string; report: StatusReport }> {
  let found: { msgId: string; report: StatusReport } | undefined;
  for await (const one of readPain002(chunks)) {
    const reason = one.reasons[0] ?? null;
    if (one.kind === "report") {
      const { msgId, originalMsgId, status } = one;
      found = { msgId, report: { originalMsgId, status, reason, groups: [], payments: [] } };
    } else if (one.kind === "group") found?.report.groups.push({ status: one.status, reason });
    else found?.report.payments.push({ endToEndId: one.endToEndId, status: one.status, reason });
  }
  return { kind: "status", ...found! };
}

/** An answer of the clearing house: codes other than 00 are refusals, and money that moved is said by the statement alone. */
function achStatusOf(text: string): { kind: "status"; msgId: string; report: StatusReport } {
  const { msgId, originalMsgId, payments } = readAchAnswer(text);
  const refused = payments.filter(({ code }) => code !== "00");
  const told = refused.map(({ endToEndId, code }) => ({ endToEndId, status: "RJCT", reason: `ACH${code}` }));
  return { kind: "status", msgId, report: { originalMsgId, status: null, reason: null, groups: [], payments: told } };
}

/** A file of a layout: its id is that of the sender, so another layout may use it too. */
function collectionOf(text: string, layout: Layout): { kind: "collection" } & CollectedFile {
  const { id, lines } = readCollection(text, layout);
  const read = lines.map(({ office, ...line }, at) => ({
    ...{ line: at + 1, channel: layout.channel, agency: layout.offices[office] ?? null },
    ...line,
  }));
  return { kind: "collection", layout: layout.id, msgId: `${layout.id} ${id}`, lines: read };
}

async function statementsOf(chunks: Uint8Array[]): Promise<{ kind: "statement"; msgId: string; statements: Statement[] }> {
  let msgId = "";
  const statements: Statement[] = [];
  let skipped = false;
  for await (const one of readCamt053(chunks)) {
    const statement = statements.at(-1);
    const entry = statement?.entries.at(-1);
    if (one.kind === "header") msgId = one.msgId;
    else if (one.kind === "statement") {
      const closing = one.balances.find(({ type }) => type === "CLBD");
      const { id, account } = one;
      statements.push({ id, account, closing: closing ? wholeDollars(closing.money) : null, entries: [] });
    } else if (one.kind === "entry") {
      // what is only announced moves nothing yet
      skipped = one.status !== "BOOK";
      if (skipped) continue;
      const batchOf = one.batch?.msgId ?? one.batch?.paymentInfoId ?? null;
      statement?.entries.push({ amount: wholeDollars(one.money), bankReference: one.bankReference, batchOf, payments: [] });
    } else if (one.kind === "transaction" && !skipped && entry) {
      const { endToEndId, reason, texts } = one;
      // a payment without a direction of its own goes that of its entry
      const amount = one.money && signed(wholeDollars(one.money), one.direction, entry.amount);
      entry.payments.push({ amount, endToEndId, reason, text: texts[0] ?? null });
    }
  }
  return { kind: "statement", msgId, statements };
}

const signed = (amount: number, direction: string | null, entry: number): number =>
  direction === null ? Math.sign(entry) * Math.abs(amount) : amount;
