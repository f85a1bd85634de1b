import type { OwnSection } from "@troad/kernel";
import type { AppointmentsApi } from "./api.ts";

/** Visits that lie ahead, on a person's own page. */
export async function ownSection(appointments: Pick<AppointmentsApi, "bookingsOf">, subject: string): Promise<OwnSection> {
  const ahead = (await appointments.bookingsOf(subject, { limit: 20 })).filter(({ stands }) => stands);
  return {
    tasks: ahead.map(({ id, day, time }) => ({
      ...{ text: "appointments.me.task", params: { time }, href: `/me/appointments/${id}`, due: day },
    })),
    tiles: [{ title: "appointments.mine", href: "/me/appointments", order: 18, count: ahead.length }],
  };
}
