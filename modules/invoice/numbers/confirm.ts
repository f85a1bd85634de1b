import type { Queryable } from "@troad/kernel";
import { type Asking, trackOf } from "./asking.ts";
import { countReports, lockTracks, type Reports, reportsOf, type Track } from "./blank-reports-store.ts";
import { issuedAmong } from "./ranges-store.ts";

/** Reported unused although an invoice has one of their numbers. */
export const issuedIn = async (q: Queryable, blank: readonly Asking[]): Promise<Asking[]> =>
  blank.length === 0 ? [] : (await issuedAmong(q, blank)).map(({ at }) => blank[at]!);

/** The same for invoices in the same request as the report. */
export const issuedBeside = (all: readonly Asking[], blank: readonly Asking[]): Asking[] =>
  blank.filter((report) =>
    all.some(
      (one) => one.kind === "issued" && trackOf(one) === trackOf(report) && one.first >= report.first && one.first <= report.last,
    ),
  );

/**
 * Whether the findings still hold, checked in the writing transaction: until its end no number of these tracks is reported unused, and none
 * of those that it reports is issued.
 */
export async function confirm(
  tx: Queryable,
  tracks: readonly Track[],
  reports: Reports,
  reported: readonly Asking[],
): Promise<boolean> {
  if (tracks.length === 0) return true;
  const own = [...new Set(reported.map(trackOf))];
  await lockTracks(tx, tracks, own);
  const now = await reportsOf(tx, tracks);
  if (tracks.some((track) => now.get(track) !== reports.get(track))) return false;
  if (own.length === 0) return true;
  if ((await issuedIn(tx, reported)).length > 0) return false;
  await countReports(tx, own);
  return true;
}
