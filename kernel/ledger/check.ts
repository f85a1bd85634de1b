import { checkPublications } from "./check-publications.ts";
import type { Ledger } from "./definition.ts";
import { brokenLink, genesis } from "./digest.ts";
import { compareHeads, scanEntries } from "./entry-store.ts";
import { beginCheck, type CheckParts, type CheckProgress, type CheckReport, note, reportOf, unreadable } from "./report.ts";

/** Checks one batch: every link of every chain, then each stored head, then what was published. Gives the progress after it. */
export async function checkStep(parts: CheckParts, before: CheckProgress): Promise<CheckProgress> {
  const progress = structuredClone(before);
  if (progress.part === "publications") return checkPublications(parts, progress);
  const ledger = parts.ledgers[progress.ledger];
  if (!ledger) return { ...progress, part: "publications", seq: 0, stream: "" };
  return progress.part === "entries" ? checkEntries(parts, ledger, progress) : checkHeads(parts, ledger, progress);
}

async function checkEntries(parts: CheckParts, ledger: Ledger, progress: CheckProgress): Promise<CheckProgress> {
  const rows = await scanEntries(parts.q, ledger, progress, parts.limit);
  for (const row of rows) {
    const isFirst = row.stream !== progress.stream || progress.seq === 0;
    const previous = isFirst ? genesis : progress;
    const reason = brokenLink({ ledger: ledger.name, stream: row.stream }, ledger.first, previous, row);
    if (reason) note(progress, { ledger: ledger.name, stream: row.stream, seq: row.seq, reason });
    if (isFirst && !row.has_head) note(progress, { ledger: ledger.name, stream: row.stream, seq: row.seq, reason: "no-head" });
    // each fault is reported once: the next entry is compared with what is stored
    Object.assign(progress, { stream: row.stream, seq: row.seq, hash: row.hash });
    progress.entries += 1;
  }
  return rows.length < parts.limit ? { ...progress, part: "heads", stream: "", seq: 0 } : progress;
}

async function checkHeads(parts: CheckParts, ledger: Ledger, progress: CheckProgress): Promise<CheckProgress> {
  const rows = await compareHeads(parts.q, ledger, progress.stream, parts.limit);
  for (const { stream, seq, hash, stored, last, is_marked: isMarked } of rows) {
    const holds = seq === 0 ? last === null : stored === hash && last === seq;
    if (!holds) note(progress, { ledger: ledger.name, stream, seq, reason: "head" });
    // a stream marked as published further than it is would never be published again
    if (!isMarked) note(progress, { ledger: ledger.name, stream, seq, reason: "mark" });
    progress.stream = stream;
  }
  const isDone = rows.length < parts.limit || ledger.stream === null;
  return isDone ? { ...progress, part: "entries", ledger: progress.ledger + 1, stream: "", seq: 0 } : progress;
}

/** Runs a complete check at once, for the command line and tests. */
export async function checkSchema(parts: Omit<CheckParts, "limit">, now: () => string): Promise<CheckReport> {
  let progress = beginCheck(now());
  try {
    while (progress.part !== "done") progress = await checkStep({ ...parts, limit: 1000 }, progress);
  } catch (error) {
    const report = unreadable(parts.schema, now(), error);
    if (!report) throw error;
    return report;
  }
  return reportOf(parts.schema, now(), progress);
}
