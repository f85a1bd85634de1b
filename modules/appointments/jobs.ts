import { defineJob, type HandledJob, handleJob, instant, type ModuleContext, oneOf, taipeiDate, uuidSchema } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import Type from "typebox";
import { dayBounds, timeIn } from "./domain/slots.ts";
import { findBooking } from "./store/bookings.ts";
import { insertReminder, unreminded } from "./store/days.ts";

const templates = [
  "appointment-booked",
  "appointment-moved",
  "appointment-cancelled",
  "appointment-closed",
  "appointment-reminder",
] as const;
export type AppointmentMessage = (typeof templates)[number];

/** Tells a person what became of their visit; `n` says of which change. */
export const tellJob = defineJob("appointments.tell", {
  payload: Type.Object({ booking: uuidSchema(), n: Type.Integer({ minimum: 1 }), template: oneOf(...templates) }),
});

type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; notify: Pick<NotifyApi, "send">; portal: string };

/** The message names the time and the counter, in the reader's language, and leads to the booking. */
export const tellPerson = ({ ctx, notify, portal }: Parts): HandledJob =>
  handleJob(tellJob, async ({ payload: { booking, n, template } }) => {
    const row = await findBooking(ctx.db, booking);
    // what was changed again in the meantime has a message of its own
    if (!row || row.n !== n) return;
    const startsAt = new Date(row.starts_at);
    await notify.send({
      ...{ key: `${template} ${booking} ${n}`, to: row.subject, channel: "mail", template },
      params: { name: row.name, counter: row.counter, day: taipeiDate(startsAt), time: timeIn(row.starts_at) },
      link: `${portal}/me/appointments/${booking}`,
    });
  });

const mostAtOnce = 200;

/** Reminds everybody of the visits of tomorrow, each once. */
export async function remind({ ctx }: Pick<Parts, "ctx">): Promise<void> {
  const tomorrow = taipeiDate(new Date(ctx.clock.now().getTime() + 86_400_000));
  for (;;) {
    const rows = await unreminded(ctx.db, { ...dayBounds(tomorrow), limit: mostAtOnce });
    await ctx.db.tx(async (tx) => {
      for (const { booking, starts_at, n } of rows) {
        await insertReminder(tx, booking, starts_at, instant(ctx.clock));
        await tx.enqueue(tellJob, { booking, n, template: "appointment-reminder" }, { key: `${booking} ${n} reminder` });
      }
    });
    if (rows.length < mostAtOnce) return;
  }
}
