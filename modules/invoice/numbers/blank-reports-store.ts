import { type Queryable, sql } from "@troad/kernel";

/** A track of a period, such as `11502 QA`. */
export type Track = string;
/** Number of reports of unused numbers by track; none without an entry. */
export type Reports = ReadonlyMap<Track, number>;

export async function reportsOf(q: Queryable, tracks: readonly Track[]): Promise<Reports> {
  if (tracks.length === 0) return new Map();
  const rows = await q.rows<{ key: Track; reports: number }>(sql`
    select term || ' ' || track as key, reports from blank_report
    where (term, track) in (select split_part(t, ' ', 1), split_part(t, ' ', 2) from unnest(${tracks}::text[]) t)`);
  return new Map(rows.map(({ key, reports }) => [key, reports]));
}

/**
 * Until the end of the transaction nobody reports numbers of these tracks unused, and nobody issues any of those in `reported`. The order
 * is the same for all, which prevents deadlocks.
 */
export async function lockTracks(q: Queryable, tracks: readonly Track[], reported: readonly Track[]): Promise<void> {
  await q.run(sql`
    select case when track = any(${reported}::text[])
        then pg_advisory_xact_lock(hashtext(current_schema() || ' blank'), key)::text
        else pg_advisory_xact_lock_shared(hashtext(current_schema() || ' blank'), key)::text end
    from (select t as track, hashtext(t) as key from unnest(${tracks}::text[]) t order by key, t offset 0) as ordered`);
}

export async function countReports(q: Queryable, tracks: readonly Track[]): Promise<void> {
  await q.run(sql`
    insert into blank_report (term, track, reports)
    select split_part(t, ' ', 1), split_part(t, ' ', 2), 1 from unnest(${tracks}::text[]) t order by t
    on conflict (term, track) do update set reports = blank_report.reports + 1`);
}
