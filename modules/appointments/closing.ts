import { defineJob, type HandledJob, handleJob, type Queryable } from "@troad/kernel";
import Type from "typebox";
import { type AppointmentParts, noteStep } from "./bookings.ts";
import { stands } from "./domain/booking.ts";
import { dayBounds } from "./domain/slots.ts";
import { type BookingRow, bookingsAt, findBooking, freePlace, takeTurn } from "./store/bookings.ts";

/** Ends the visits of a day on which a counter was closed, and has their people told. */
export const closeJob = defineJob("appointments.close-day", {
  payload: Type.Object({
    counter: Type.String({ maxLength: 100 }),
    day: Type.String({ maxLength: 10 }),
    officer: Type.String({ maxLength: 100 }),
  }),
});

const isExpected = (row: BookingRow, now: Date): boolean =>
  stands(row.step) && row.step !== "called" && new Date(row.starts_at) > now;

/** Who is still expected at a counter on a day. */
export const expectedOn = async (
  q: Queryable,
  { counter, day, now }: { counter: string; day: string; now: Date },
): Promise<BookingRow[]> => (await bookingsAt(q, { counter, ...dayBounds(day) })).filter((row) => isExpected(row, now));

export const closeDays = ({ ctx }: Pick<AppointmentParts, "ctx">): HandledJob =>
  handleJob(closeJob, async ({ payload: { counter, day, officer } }) => {
    const now = ctx.clock.now();
    for (const { id } of await expectedOn(ctx.db, { counter, day, now }))
      await ctx.db.tx(async (tx) => {
        await takeTurn(tx, id);
        const row = await findBooking(tx, id);
        // moved to another day, or ended by the person, in the meantime
        const bounds = dayBounds(day);
        if (!row || !isExpected(row, now) || row.starts_at < bounds.from || row.starts_at >= bounds.to) return;
        await freePlace(tx, row.id);
        await noteStep({ ctx }, tx, row, { step: "closed", actor: officer, tell: "appointment-closed" });
      });
  });
