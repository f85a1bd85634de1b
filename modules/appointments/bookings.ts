import type { CasesApi } from "@troad/cases/api";
import { isOfficeDay } from "@troad/content-law";
import { instant, isUuid, type ModuleContext, type Tx, taipeiDate } from "@troad/kernel";
import type { AppointmentsApi, Booking } from "./api.ts";
import { type BookingStep, mostAhead, pausedUntil, stands } from "./domain/booking.ts";
import type { Counter } from "./domain/counters.ts";
import { dayBounds, daysAhead, instantOf, isAhead, isDay, slotsOf, timeIn } from "./domain/slots.ts";
import { appointmentFailure } from "./errors.ts";
import { caseVisit } from "./events.ts";
import { type AppointmentMessage, tellJob } from "./jobs.ts";
import {
  aheadOf,
  type BookingRow,
  bookingByKey,
  bookingsOf,
  bookingsOfCase,
  type CaseColumns,
  findBooking,
  freePlace,
  insertBooking,
  insertStep,
  missedBy,
  shareDay,
  takenAt,
  takePlace,
  takeTurn,
} from "./store/bookings.ts";
import { closedDays } from "./store/days.ts";

export type AppointmentParts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">;
  counters: ReadonlyMap<string, Counter>;
  cases: Pick<CasesApi, "visitAt">;
};
type Offered = Pick<AppointmentsApi, "slots" | "book" | "move" | "cancel" | "booking" | "bookingsOf">;

const mostDays = 10;
const pageLimit = 100;
export const bookingOf = (row: BookingRow): Booking => ({
  ...{ id: row.id, counter: row.counter, service: row.service, case: row.case_id, name: row.name, about: row.about },
  ...{ step: row.step, startsAt: row.starts_at },
  ...{ day: taipeiDate(new Date(row.starts_at)), time: timeIn(row.starts_at), stands: stands(row.step) },
  ...{ sequence: row.n - 1, changedAt: row.at },
});

/** Notes what happened to a booking, and has its person told where they did not do it on the spot. */
export async function noteStep(
  { ctx }: Pick<AppointmentParts, "ctx">,
  tx: Tx,
  row: Pick<BookingRow, "id" | "n" | "counter" | "starts_at"> & CaseColumns,
  { step, actor, tell }: { step: BookingStep; actor: string; tell?: AppointmentMessage },
): Promise<void> {
  const n = row.n + 1;
  await insertStep(tx, { booking: row.id, n, step, starts_at: row.starts_at, actor, at: instant(ctx.clock) });
  await tx.audit({ actor, action: `appointment.${step}`, target: row.id });
  if (row.case_id !== null)
    await tx.publish(caseVisit, {
      ...{ case: row.case_id, place: { step: row.case_step!, visit: row.case_visit! }, booking: row.id, n },
      ...{ what: step, startsAt: row.starts_at, counter: row.counter },
    });
  if (tell) await tx.enqueue(tellJob, { booking: row.id, n, template: tell }, { key: `${row.id} ${n} ${tell}` });
}

/** Visits at counters, as people book, change and cancel them. */
export function openBookings({ ctx, counters, cases }: AppointmentParts): Offered {
  const { db, clock } = ctx;
  const counterOf = (id: string): Counter => {
    const counter = counters.get(id);
    if (!counter) throw appointmentFailure("appointment.counter-unknown");
    return counter;
  };
  /** How many are served at a time that may be booked. */
  const placesAt = (counter: Counter, day: string, time: string): number => {
    const today = taipeiDate(clock.now());
    const slot =
      isDay(day) &&
      daysAhead(counter, today).includes(day) &&
      slotsOf(counter, day, isOfficeDay).find((one) => one.time === time);
    if (!slot || !isAhead(day, time, clock.now())) throw appointmentFailure("appointment.time-impossible");
    return slot.staff;
  };
  const take = async (
    tx: Tx,
    { counter, day, time, booking }: { counter: Counter; day: string; time: string; booking: string },
  ) => {
    const places = placesAt(counter, day, time);
    const starts_at = instantOf(day, time).toISOString();
    await shareDay(tx, counter.id, day);
    const isClosed = (await closedDays(tx, counter.id, day)).some((one) => one.day === day);
    if (isClosed || !(await takePlace(tx, { counter: counter.id, starts_at, places, booking })))
      throw appointmentFailure("appointment.taken");
    return starts_at;
  };
  /** A person's own booking, while nobody else changes it. */
  const own = async (tx: Tx, { id, subject }: { id: string; subject: string }): Promise<BookingRow> => {
    await takeTurn(tx, subject);
    await takeTurn(tx, id);
    const row = isUuid(id) ? await findBooking(tx, id) : undefined;
    if (row?.subject !== subject) throw appointmentFailure("appointment.not-found");
    return row;
  };
  const requireAhead = (row: BookingRow): void => {
    if (!stands(row.step) || row.step === "called" || new Date(row.starts_at) <= clock.now())
      throw appointmentFailure("appointment.over");
  };
  return {
    slots: async ({ counter: id, from }) => {
      const counter = counterOf(id);
      const now = clock.now();
      const days = daysAhead(counter, taipeiDate(now)).filter((day) => from === undefined || day >= from);
      const closed = new Set((await closedDays(db, id, taipeiDate(now))).map(({ day }) => day));
      const open = days.flatMap((day) => {
        const slots = closed.has(day) ? [] : slotsOf(counter, day, isOfficeDay).filter(({ time }) => isAhead(day, time, now));
        return slots.length > 0 ? [{ day, slots }] : [];
      });
      const shown = open.slice(0, mostDays);
      if (shown.length === 0) return [];
      const range = { from: dayBounds(shown[0]!.day).from, to: dayBounds(shown.at(-1)!.day).to };
      const taken = new Map((await takenAt(db, { counter: id, ...range })).map((one) => [Date.parse(one.starts_at), one.taken]));
      return shown.map(({ day, slots }) => ({
        day,
        slots: slots.map(({ time, staff }) => ({
          time,
          free: Math.max(0, staff - (taken.get(instantOf(day, time).getTime()) ?? 0)),
        })),
      }));
    },
    book: async ({ key, subject, name, counter: counterId, day, time, case: caseId, about, ...asked }) => {
      const counter = counterOf(counterId);
      const visit = caseId === undefined ? undefined : await visitOf({ id: caseId, subject }, counter);
      const service = visit?.service ?? asked.service;
      if (service !== undefined && !counter.services.includes(service)) throw appointmentFailure("appointment.service-elsewhere");
      return db.tx(async (tx) => {
        await takeTurn(tx, subject);
        const known = await bookingByKey(tx, key);
        if (known) {
          if (known.subject !== subject) throw appointmentFailure("appointment.not-found");
          return { id: known.id };
        }
        if (visit) await requireNoneYet(tx, visit);
        await requireFair(tx, { subject, counter: counter.id, day });
        const id = ctx.ids.uuid();
        const of = { case_id: visit?.case ?? null, case_step: visit?.step ?? null, case_visit: visit?.visit ?? null };
        await insertBooking(tx, {
          ...{
            id,
            key,
            counter: counter.id,
            subject,
            name,
            service: service ?? null,
            created_at: instant(clock),
            about: about ?? null,
          },
          ...of,
        });
        const starts_at = await take(tx, { counter, day, time, booking: id });
        await noteStep(
          { ctx },
          tx,
          { id, n: 0, counter: counter.id, starts_at, ...of },
          { step: "booked", actor: subject, tell: "appointment-booked" },
        );
        return { id };
      });
    },
    move: (asked) =>
      db.tx(async (tx) => {
        const row = await own(tx, asked);
        requireAhead(row);
        const { day, time, subject } = asked;
        if (instantOf(day, time).getTime() === Date.parse(row.starts_at)) return;
        const others = (await aheadOf(tx, subject, instant(clock))).filter(({ id }) => id !== row.id);
        if (others.some((one) => one.counter === row.counter && taipeiDate(new Date(one.starts_at)) === day))
          throw appointmentFailure("appointment.same-day");
        await freePlace(tx, row.id);
        const starts_at = await take(tx, { counter: counterOf(row.counter), day, time, booking: row.id });
        await noteStep({ ctx }, tx, { ...row, starts_at }, { step: "moved", actor: subject, tell: "appointment-moved" });
      }),
    cancel: (asked) =>
      db.tx(async (tx) => {
        const row = await own(tx, asked);
        if (row.step === "cancelled") return;
        requireAhead(row);
        await freePlace(tx, row.id);
        await noteStep({ ctx }, tx, row, { step: "cancelled", actor: asked.subject, tell: "appointment-cancelled" });
      }),
    booking: async ({ id, subject }) => {
      const row = isUuid(id) ? await findBooking(db, id) : undefined;
      return row?.subject === subject ? bookingOf(row) : null;
    },
    bookingsOf: async (subject, { before, limit }) =>
      (await bookingsOf(db, subject, isUuid(before ?? "") ? before! : null, Math.min(limit, pageLimit))).map(bookingOf),
  };

  /** The visit at which a person's case stands, at a counter of its agency. */
  async function visitOf(own: { id: string; subject: string }, { agency }: Counter) {
    const found = await cases.visitAt(own);
    if (!found) throw appointmentFailure("appointment.case-not-waiting");
    if (found.agency !== agency) throw appointmentFailure("appointment.service-elsewhere");
    return { ...found, case: own.id };
  }

  /** A visit of a case has one time; who stands for the applicant may book it too, so the case itself takes turns. */
  async function requireNoneYet(tx: Tx, visit: { case: string; step: string; visit: number }): Promise<void> {
    await takeTurn(tx, `case ${visit.case}`);
    if ((await bookingsOfCase(tx, visit)).some(({ step }) => stands(step))) throw appointmentFailure("appointment.case-booked");
  }

  /** One person does not take what many need: two visits ahead, one a day at a counter, and a pause after several that were missed. */
  async function requireFair(
    tx: Tx,
    { subject, counter, day }: { subject: string; counter: string; day: string },
  ): Promise<void> {
    const ahead = await aheadOf(tx, subject, instant(clock));
    if (ahead.some((one) => one.counter === counter && taipeiDate(new Date(one.starts_at)) === day))
      throw appointmentFailure("appointment.same-day");
    if (ahead.length >= mostAhead) throw appointmentFailure("appointment.too-many");
    const missed = (await missedBy(tx, subject)).map(({ starts_at }) => new Date(starts_at));
    const until = pausedUntil(missed, clock.now());
    if (until) throw appointmentFailure("appointment.paused", { day: taipeiDate(until) });
  }
}
