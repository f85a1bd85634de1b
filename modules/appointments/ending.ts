import { visitOver } from "@troad/cases/events";
import { defineJob, type HandledEvent, type HandledJob, handleEvent, handleJob, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import { type AppointmentParts, noteStep } from "./bookings.ts";
import { stands } from "./domain/booking.ts";
import { bookingsOfCase, findBooking, freePlace, takeTurn } from "./store/bookings.ts";

const endJob = defineJob("appointments.end-case-visit", {
  payload: Type.Object({ case: uuidSchema(), step: Type.String({ maxLength: 60 }), visit: Type.Integer({ minimum: 1 }) }),
});

/** A case waits for a visit no longer: it was made, or the case has ended. */
export const visitEvents = (): HandledEvent[] => [
  handleEvent(visitOver, ({ booking = "", ...of }, tx) =>
    tx.enqueue(endJob, of, { key: `${of.case} ${of.step} ${of.visit} ${booking}` }),
  ),
];

/** Cancels the time that a person has for it, if it still lies ahead; who is at the counter already is recorded there. */
export const endVisits = ({ ctx }: Pick<AppointmentParts, "ctx">): HandledJob =>
  handleJob(endJob, async ({ payload }) => {
    for (const { id } of await bookingsOfCase(ctx.db, payload))
      await ctx.db.tx(async (tx) => {
        await takeTurn(tx, id);
        const row = await findBooking(tx, id);
        if (!row || !stands(row.step) || row.step === "called" || new Date(row.starts_at) <= ctx.clock.now()) return;
        await freePlace(tx, row.id);
        await noteStep({ ctx }, tx, row, { step: "cancelled", actor: "troad", tell: "appointment-cancelled" });
      });
  });
