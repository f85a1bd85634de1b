import { type Database, instant, type ModuleContext } from "@troad/kernel";
import { addMonths } from "./domain/months.ts";
import { type Scheme, yieldsTo } from "./domain/scheme.ts";
import type { Eligibility } from "./eligibility.ts";
import { insertAssessments, type NewAssessment, type OpenMonth, openMonths } from "./store/assessments.ts";

type Parts = { db: Database; clock: ModuleContext["clock"]; schemes: ReadonlyMap<string, Scheme>; eligibility: Eligibility };
const atOnce = 5_000;
const first = "00000000-0000-0000-0000-000000000000";

/**
 * Looks at every month of a scheme again, up to `month`: what came out differently is written down with its reason. Schemes that are paid
 * instead of this one are looked at first. Gives how many months cannot be judged because a fact is missing.
 */
export async function assessScheme(
  parts: Parts,
  id: string,
  month: string,
  seen: ReadonlySet<string> = new Set(),
): Promise<number> {
  const scheme = parts.schemes.get(id)!;
  const yields = yieldsTo(scheme);
  for (const other of yields) if (!seen.has(other)) await assessScheme(parts, other, month, new Set([...seen, id]));
  const since = addMonths(month, -scheme.backMonths);
  let unknown = 0;
  for (let after = first; ; ) {
    const rows = await openMonths(parts.db, { scheme: id, month, since, yields, after, limit: atOnce });
    const last = rows.at(-1);
    if (!last) return unknown;
    const news = judge(parts.eligibility, scheme, rows);
    unknown += rows.length - news.judged;
    await insertAssessments(parts.db, instant(parts.clock), news.changed);
    after = last.entitlement;
  }
}

function judge(
  eligibility: Eligibility,
  scheme: Scheme,
  rows: readonly OpenMonth[],
): { judged: number; changed: NewAssessment[] } {
  const byMonth = Map.groupBy(rows, ({ month }) => month);
  const changed: NewAssessment[] = [];
  let judged = 0;
  for (const [month, open] of byMonth) {
    const dues = eligibility.due(
      scheme,
      month,
      open.map(({ facts }) => facts),
    );
    for (const [n, row] of open.entries()) {
      const found = stopped(row) ?? dues[n];
      if (!found) continue;
      judged++;
      if (row.due === found.due && (row.due === 0 || row.reason === found.reason)) continue;
      changed.push({ entitlement: row.entitlement, month, seq: row.seq + 1, due: found.due, reason: found.reason });
    }
  }
  return { judged, changed };
}

/** What stops a month whatever the law says. */
function stopped({ stopped: kind, why, excludedBy }: OpenMonth): { due: number; reason: string } | undefined {
  if (kind !== null) return { due: 0, reason: `${kind}:${why ?? ""}`.slice(0, 200) };
  return excludedBy === null ? undefined : { due: 0, reason: `excluded:${excludedBy}` };
}
