import { createHash } from "node:crypto";
import { type BanCheck, findingsOf, readMig, termOf, termPlus, writeMessageDocument } from "@troad/invoice-formats";
import { instant, type ModuleContext, taipeiDate } from "@troad/kernel";
import { numberFailure } from "../errors.ts";
import { findAssignment, insertAssignment, lockAssignments, type NumberRange, takenAmong } from "./ranges-store.ts";

/** Numbers for a seller: whole books of fifty in one track and period; type 07 general, 08 special tax. */
export type Assignment = NumberRange & { seller: string; type?: "07" | "08" };

/** Ranges per act, and how far ahead: a year of periods. */
export const mostRanges = 500;
const termsAhead = 6;
const termsBack = 30;

/** An assignment as the platform sends it (MIG E0501). */
export const assignBody = ({ seller, type, term, track, first, last }: NumberRange & { seller: string; type?: string }) => ({
  Ban: seller,
  InvoiceType: type ?? "07",
  YearMonth: term,
  InvoiceTrack: track,
  InvoiceBeginNo: first,
  InvoiceEndNo: last,
  InvoiceBooklet: String(Math.max(0, Math.floor((Number(last) - Number(first) + 1) / 50))),
});

export type { Assigned } from "./ranges-store.ts";
export type Assign = (ranges: readonly Assignment[], by: string, key: string) => Promise<string>;

/**
 * Assigns numbers permanently, all or none; gives the act's id, the same if the key is repeated. Throws `numbers.malformed` with the
 * range's position, a code and a path (those of E0501), and `numbers.taken` if a number of a range was assigned before.
 */
export function openAssignments(
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">,
  isBan: BanCheck,
  changed: (term: string) => void,
): Assign {
  return async (ranges, by, key) => {
    const now = termOf(taipeiDate(ctx.clock.now()));
    for (const [at, one] of ranges.entries()) check(one, at, now, isBan);
    crossing(ranges);
    if (ranges.length < 1 || ranges.length > mostRanges)
      throw numberFailure("numbers.malformed", { at: 0, rule: "range.count", path: "/" });
    const digest = createHash("sha256")
      .update(JSON.stringify(ranges.map(assignBody)))
      .digest("hex");
    const id = await ctx.db.tx(async (tx) => {
      await lockAssignments(tx);
      const before = await findAssignment(tx, key);
      if (before && before.digest !== digest) throw numberFailure("numbers.key-reused");
      if (before) return before.id;
      const taken = await takenAmong(tx, ranges);
      if (taken) throw numberFailure("numbers.taken", { at: taken.at });
      const row = { id: ctx.ids.uuid(), key, digest, by, at: instant(ctx.clock) };
      await insertAssignment(
        tx,
        row,
        ranges.map((one) => ({ ...one, content: assignBody(one) })),
      );
      await tx.audit({ actor: by, action: "invoice.numbers-assigned", target: row.id, detail: { ranges: ranges.length } });
      return row.id;
    });
    for (const term of new Set(ranges.map((one) => one.term))) changed(term);
    return id;
  };
}

/** By the schema and rules of the message that it will become. */
function check(one: Assignment, at: number, now: string, isBan: BanCheck): void {
  const message = writeMessageDocument("E0501", "4.1", assignBody(one));
  const [found] = findingsOf(readMig(Buffer.from(message), { isBan }));
  if (found) throw numberFailure("numbers.malformed", { at: at + 1, rule: found.code, path: found.path });
  if (one.term < termPlus(now, -termsBack) || one.term > termPlus(now, termsAhead))
    throw numberFailure("numbers.malformed", { at: at + 1, rule: "period.not-open", path: "/InvoiceAssignNo/YearMonth" });
}

/** No number appears twice within one act. */
function crossing(ranges: readonly Assignment[]): void {
  const sorted = ranges
    .map((one, at) => ({ at, key: `${one.term}${one.track}`, ...one }))
    .sort((a, b) => (a.key + a.first < b.key + b.first ? -1 : 1));
  for (let at = 1; at < sorted.length; at++) {
    const [before, one] = [sorted[at - 1]!, sorted[at]!];
    if (before.key === one.key && one.first <= before.last)
      throw numberFailure("numbers.malformed", {
        at: one.at + 1,
        rule: "range.overlap",
        path: "/InvoiceAssignNo/InvoiceBeginNo",
      });
  }
}
