import { type Database, instant, type ModuleContext } from "@troad/kernel";
import { factsFor } from "./domain/facts.ts";
import { addMonths } from "./domain/months.ts";
import { type Scheme, yieldsTo } from "./domain/scheme.ts";
import type { Due, Eligibility } from "./eligibility.ts";
import { insertAssessments, type NewAssessment, type OpenMonth, openMonths } from "./store/assessments.ts";
import { insertUnjudged, type NewUnjudged } from "./store/facts.ts";

type Parts = {
  db: Database;
  clock: ModuleContext["clock"];
  schemes: ReadonlyMap<string, Scheme>;
  eligibility: Eligibility;
  /** Reads for a run what a scheme names in registers. */
  read: (scheme: Scheme, at: Assessing) => Promise<void>;
};
export type Assessing = { run: string; month: string };
const atOnce = 5_000;
const first = "00000000-0000-0000-0000-000000000000";

/**
 * Looks at every month of a scheme again, up to `month`: registers are read, and what came out differently is written down with its reason. Schemes
 * that are paid instead of this one are looked at first. What cannot be judged is listed with the run, and nothing is paid or refused for it.
 */
export async function assessScheme(
  parts: Parts,
  id: string,
  at: Assessing,
  seen: ReadonlySet<string> = new Set(),
): Promise<void> {
  const scheme = parts.schemes.get(id)!;
  const yields = yieldsTo(scheme);
  for (const other of yields) if (!seen.has(other)) await assessScheme(parts, other, at, new Set([...seen, id]));
  await parts.read(scheme, at);
  const since = addMonths(at.month, -scheme.backMonths);
  const asked = { scheme: id, month: at.month, since, yields, reads: scheme.reads !== undefined, limit: atOnce };
  for (let after = first; ; ) {
    const rows = await openMonths(parts.db, { ...asked, after });
    const last = rows.at(-1);
    if (!last) return;
    const { changed, unjudged } = judge(parts.eligibility, scheme, rows);
    await insertAssessments(parts.db, instant(parts.clock), changed);
    if (seen.size === 0) await insertUnjudged(parts.db, at.run, unjudged);
    after = last.entitlement;
  }
}

type Judged = { changed: NewAssessment[]; unjudged: NewUnjudged[] };
function judge(eligibility: Eligibility, scheme: Scheme, rows: readonly OpenMonth[]): Judged {
  const changed: NewAssessment[] = [];
  const unjudged: NewUnjudged[] = [];
  for (const [month, open] of Map.groupBy(rows, (row) => row.month)) {
    const known = open.map((row) => factsFor(scheme.reads, { ...row, stored: row.facts }));
    const dues = eligibility.due(
      scheme,
      month,
      known.map((facts) => facts ?? {}),
    );
    for (const [n, row] of open.entries()) {
      const found: Due = stopped(row) ?? (known[n] ? dues[n]! : null);
      const { entitlement } = row;
      if (!found) {
        // a month that was judged stands until the register answers again
        if (known[n] || row.due === null)
          unjudged.push({ entitlement, month, reason: known[n] ? "fact-missing" : unreadFor(row) });
      } else if (row.due !== found.due || (row.due !== 0 && row.reason !== found.reason))
        changed.push({ entitlement, month, seq: row.seq + 1, due: found.due, reason: found.reason });
    }
  }
  return { changed, unjudged };
}

const unreadFor = ({ code }: OpenMonth): string => (code === null ? "not-read" : code === "not-found" ? code : `unread:${code}`);

/** What stops a month whatever the law says. */
function stopped({ stopped: kind, why, excludedBy }: OpenMonth): { due: number; reason: string } | undefined {
  if (kind !== null) return { due: 0, reason: `${kind}:${why ?? ""}`.slice(0, 200) };
  return excludedBy === null ? undefined : { due: 0, reason: `excluded:${excludedBy}` };
}
