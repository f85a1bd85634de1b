import { type Queryable, sql } from "@troad/kernel";
import type { BookingStep } from "../domain/booking.ts";

export type BookingRow = {
  id: string;
  counter: string;
  subject: string;
  name: string;
  service: string | null;
  created_at: string;
  /** The last thing that happened to it, and how many did. */
  step: BookingStep;
  n: number;
  starts_at: string;
  at: string;
  about: string | null;
} & CaseColumns;
/** The visit of a case that it is for; all three or none. */
export type CaseColumns = { case_id: string | null; case_step: string | null; case_visit: number | null };
type New = Pick<BookingRow, "id" | "counter" | "subject" | "name" | "service" | "created_at" | "about"> &
  CaseColumns & { key: string };
type NewStep = { booking: string; n: number; step: BookingStep; starts_at: string; actor: string; at: string };

export const findBooking = (q: Queryable, id: string): Promise<BookingRow | undefined> =>
  q.one<BookingRow>(sql`select * from booking_now b where b.id = ${id}`);
export const bookingByKey = (q: Queryable, key: string): Promise<BookingRow | undefined> =>
  q.one<BookingRow>(sql`select * from booking_now b where b.key = ${key}`);
export const bookingsOf = (q: Queryable, subject: string, before: string | null, limit: number): Promise<BookingRow[]> =>
  q.rows<BookingRow>(sql`
    select * from booking_now b where b.subject = ${subject} and (${before}::uuid is null or b.id < ${before}::uuid) order by b.id desc limit ${limit}`);
/** The bookings of a visit of a case. */
export const bookingsOfCase = (q: Queryable, of: { case: string; step: string; visit: number }): Promise<BookingRow[]> =>
  q.rows<BookingRow>(sql`
    select * from booking_now b where b.case_id = ${of.case} and b.case_step = ${of.step} and b.case_visit = ${of.visit} order by b.id limit 100`);
/** Everybody who was or is expected at a counter in a time, in order; a counter serves a few hundred a day. */
export const bookingsAt = (q: Queryable, at: { counter: string; from: string; to: string }): Promise<BookingRow[]> =>
  q.rows<BookingRow>(sql`
    select * from booking_now b where b.counter = ${at.counter} and b.starts_at >= ${at.from} and b.starts_at < ${at.to}
    order by b.starts_at, b.id limit 2000`);

export async function insertBooking(q: Queryable, row: New): Promise<void> {
  await q.run(sql`
    insert into booking (id, key, counter, subject, name, service, created_at, case_id, case_step, case_visit, about)
    values (${row.id}, ${row.key}, ${row.counter}, ${row.subject}, ${row.name}, ${row.service}, ${row.created_at},
      ${row.case_id}, ${row.case_step}, ${row.case_visit}, ${row.about})`);
}
export async function insertStep(q: Queryable, row: NewStep): Promise<void> {
  await q.run(sql`
    insert into booking_step (booking, n, step, starts_at, actor, at)
    values (${row.booking}, ${row.n}, ${row.step}, ${row.starts_at}, ${row.actor}, ${row.at})`);
}

/** Writers of one person's bookings, or of one booking, take turns. */
export async function takeTurn(q: Queryable, whose: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`appointments ${whose}`}, 0))`);
}
/** Bookings of a day share this; who closes the day waits for them, and they for that. */
export async function shareDay(q: Queryable, counter: string, day: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock_shared(hashtextextended(${`counter ${counter} ${day}`}, 0))`);
}
export async function holdDay(q: Queryable, counter: string, day: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`counter ${counter} ${day}`}, 0))`);
}

/** Gives a booking one of the places of a time; false where all are given. The table's key decides who is first. */
export async function takePlace(
  q: Queryable,
  { counter, starts_at, places, booking }: { counter: string; starts_at: string; places: number; booking: string },
): Promise<boolean> {
  for (let tries = 0; tries <= places; tries++) {
    const taken = await q.run(sql`
      insert into slot_hold (counter, starts_at, place, booking)
      select ${counter}, ${starts_at}, free, ${booking} from generate_series(1, ${places}::int) free
      where not exists (select from slot_hold h where h.counter = ${counter} and h.starts_at = ${starts_at} and h.place = free)
      order by free limit 1 on conflict (counter, starts_at, place) do nothing`);
    if (taken > 0) return true;
  }
  return false;
}
export async function freePlace(q: Queryable, booking: string): Promise<void> {
  await q.run(sql`delete from slot_hold where booking = ${booking}`);
}
/** How many places of each time of a day are given. */
export const takenAt = (
  q: Queryable,
  at: { counter: string; from: string; to: string },
): Promise<{ starts_at: string; taken: number }[]> =>
  q.rows<{ starts_at: string; taken: number }>(sql`
    select starts_at, count(*)::int as taken from slot_hold
    where counter = ${at.counter} and starts_at >= ${at.from} and starts_at < ${at.to} group by starts_at`);
/** The visits that lie ahead of a person. */
export const aheadOf = (
  q: Queryable,
  subject: string,
  now: string,
): Promise<{ id: string; counter: string; starts_at: string }[]> =>
  q.rows<{ id: string; counter: string; starts_at: string }>(sql`
    select b.id, h.counter, h.starts_at from slot_hold h join booking b on b.id = h.booking where b.subject = ${subject} and h.starts_at > ${now}`);
/** When a person last missed visits, newest first; what an officer corrected is none. */
export const missedBy = (q: Queryable, subject: string): Promise<{ starts_at: string }[]> =>
  q.rows<{ starts_at: string }>(sql`
    select starts_at from booking_now where subject = ${subject} and step = 'missed' order by starts_at desc limit 20`);
