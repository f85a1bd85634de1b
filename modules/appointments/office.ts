import type { CasesApi } from "@troad/cases/api";
import { instant, isUuid, taipeiDate } from "@troad/kernel";
import type { AppointmentsApi } from "./api.ts";
import { type AppointmentParts, bookingOf, noteStep } from "./bookings.ts";
import { closeJob, expectedOn } from "./closing.ts";
import { officerSteps } from "./domain/booking.ts";
import type { Counter } from "./domain/counters.ts";
import { dayBounds, isDay } from "./domain/slots.ts";
import { appointmentFailure } from "./errors.ts";
import { bookingsAt, findBooking, holdDay, takeTurn } from "./store/bookings.ts";
import { closedDays, insertClosedDay } from "./store/days.ts";

type Officer = Parameters<AppointmentsApi["countersOf"]>[0];
type Offered = Pick<AppointmentsApi, "countersOf" | "dayOf" | "callNext" | "record" | "closeDay">;

/** Whether a post reaches a counter: of its agency, in its area. */
export const reaches = ({ posts }: Pick<Officer, "posts">, { agency, area }: Pick<Counter, "agency" | "area">): boolean =>
  posts.some((post) => post.agency === agency && (post.area === null || area.startsWith(post.area)));

/** Visits as the officers of a counter see and record them. */
export function openOffice({
  ctx,
  counters,
  cases,
}: Omit<AppointmentParts, "cases"> & { cases: Pick<CasesApi, "hiddenFrom"> }): Offered {
  const { db, clock } = ctx;
  const today = (): string => taipeiDate(clock.now());
  const served = (id: string, officer: Officer): Counter => {
    const counter = counters.get(id);
    if (!counter || !reaches(officer, counter)) throw appointmentFailure("appointment.counter-unknown");
    return counter;
  };
  return {
    countersOf: async (officer) => [...counters.values()].filter((one) => reaches(officer, one)).map(({ id }) => id),
    dayOf: async ({ counter: id, day, officer }) => {
      const { id: counter } = served(id, officer);
      if (!isDay(day)) throw appointmentFailure("appointment.time-impossible");
      const rows = await bookingsAt(db, { counter, ...dayBounds(day) });
      const [closed] = (await closedDays(db, counter, day)).filter((one) => one.day === day);
      const now = clock.now();
      const named = rows.flatMap(({ case_id: one }) => (one === null ? [] : [one]));
      const hidden = new Set(named.length === 0 ? [] : await cases.hiddenFrom({ subject: officer.subject, cases: named }));
      const bookings = rows.map((row) => ({
        // of a secret case other officers are told that a person comes, and not what for
        ...bookingOf(
          row.case_id !== null && hidden.has(row.case_id) ? { ...row, case_id: null, service: null, about: null } : row,
        ),
        by: row.subject,
        allowed: day === today() ? officerSteps(row.step, { begun: new Date(row.starts_at) <= now }) : [],
      }));
      return { closed: closed?.reason ?? null, bookings };
    },
    callNext: async ({ counter: id, officer }) => {
      const { id: counter } = served(id, officer);
      return db.tx(async (tx) => {
        // two officers of one counter do not call the same person
        await takeTurn(tx, `calls ${counter}`);
        const rows = await bookingsAt(tx, { counter, ...dayBounds(today()) });
        for (const { id: next } of rows.filter(({ step }) => step === "booked" || step === "moved")) {
          await takeTurn(tx, next);
          const row = await findBooking(tx, next);
          if (!row || (row.step !== "booked" && row.step !== "moved")) continue;
          await noteStep({ ctx }, tx, row, { step: "called", actor: officer.subject });
          return row.id;
        }
        return null;
      });
    },
    record: ({ id, officer, step }) =>
      db.tx(async (tx) => {
        await takeTurn(tx, id);
        const row = isUuid(id) ? await findBooking(tx, id) : undefined;
        if (!row) throw appointmentFailure("appointment.not-found");
        served(row.counter, officer);
        if (row.subject === officer.subject) throw appointmentFailure("appointment.not-yours");
        if (row.step === step) return;
        const begun = new Date(row.starts_at) <= clock.now();
        const isToday = taipeiDate(new Date(row.starts_at)) === today();
        if (!isToday || !officerSteps(row.step, { begun }).includes(step)) throw appointmentFailure("appointment.step-not-now");
        await noteStep({ ctx }, tx, row, { step, actor: officer.subject });
      }),
    closeDay: ({ counter: id, day, reason, officer }) => {
      const { id: counter } = served(id, officer);
      if (!isDay(day) || day < today()) throw appointmentFailure("appointment.day-past");
      return db.tx(async (tx) => {
        await holdDay(tx, counter, day);
        if (!(await insertClosedDay(tx, { counter, day, reason, officer: officer.subject, at: instant(clock) })))
          return { told: 0 };
        const expected = await expectedOn(tx, { counter, day, now: clock.now() });
        await tx.audit({ actor: officer.subject, action: "appointment.day-closed", target: counter, detail: { day } });
        // one by one afterwards: each booking has its own lock, and a person may be changing it
        await tx.enqueue(closeJob, { counter, day, officer: officer.subject }, { key: `${counter} ${day}` });
        return { told: expected.length };
      });
    },
  };
}
