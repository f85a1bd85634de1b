import { type Queryable, sql } from "@troad/kernel";

export type ClosedDay = { day: string; reason: string };

export const closedDays = (q: Queryable, counter: string, from: string): Promise<ClosedDay[]> =>
  q.rows<ClosedDay>(sql`
    select day::text as day, reason from closed_day where counter = ${counter} and day >= ${from}::date order by day limit 400`);
/** False where it was closed before. */
export async function insertClosedDay(
  q: Queryable,
  row: ClosedDay & { counter: string; officer: string; at: string },
): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into closed_day (counter, day, reason, officer, at) values (${row.counter}, ${row.day}, ${row.reason}, ${row.officer}, ${row.at})
    on conflict do nothing`);
  return inserted > 0;
}

/** Visits of a time of which nobody was reminded yet. */
export const unreminded = (
  q: Queryable,
  at: { from: string; to: string; limit: number },
): Promise<{ booking: string; starts_at: string; n: number }[]> =>
  q.rows(sql`
    select h.booking, h.starts_at, (select max(n) from booking_step s where s.booking = h.booking) as n from slot_hold h
    where h.starts_at >= ${at.from} and h.starts_at < ${at.to}
      and not exists (select from booking_reminder r where r.booking = h.booking and r.starts_at = h.starts_at)
    order by h.starts_at, h.booking limit ${at.limit}`);
export async function insertReminder(q: Queryable, booking: string, starts_at: string, at: string): Promise<void> {
  await q.run(sql`
    insert into booking_reminder (booking, starts_at, at) values (${booking}, ${starts_at}, ${at}) on conflict do nothing`);
}

/** How many of these counters' visits of a day are still expected, and how many were missed. */
export const countDay = async (
  q: Queryable,
  at: { counters: readonly string[]; from: string; to: string },
): Promise<{ expected: number; missed: number; oldest: string | null }> =>
  (await q.one<{ expected: number; missed: number; oldest: string | null }>(sql`
    select count(*) filter (where step in ('booked', 'moved', 'called'))::int as expected,
      count(*) filter (where step = 'missed')::int as missed,
      min(starts_at) filter (where step in ('booked', 'moved', 'called')) as oldest
    from booking_now where counter in (select jsonb_array_elements_text(${JSON.stringify(at.counters)}::jsonb))
      and starts_at >= ${at.from} and starts_at < ${at.to}`))!;
