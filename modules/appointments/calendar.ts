import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { Booking } from "./api.ts";
import type { Counter } from "./domain/counters.ts";

export type CalendarWords = { summary: string; location: string; description: string; url: string };

/**
 * The visit as a calendar file (RFC 5545): the UID stays, SEQUENCE rises with each change, and what is cancelled says so, so that a calendar that has it
 * changes or strikes its entry.
 */
export function calendarFile(
  booking: Booking,
  { slotMinutes }: Pick<Counter, "slotMinutes">,
  words: CalendarWords,
  host: string,
): string {
  const start = new Date(booking.startsAt);
  const isOff = booking.step === "cancelled" || booking.step === "closed";
  const calendar = ical({
    prodId: { company: "T-Road", product: "appointments" },
    method: isOff ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: `${booking.id}@${host}`,
    sequence: booking.sequence,
    stamp: new Date(booking.changedAt),
    start,
    end: new Date(start.getTime() + slotMinutes * 60_000),
    ...words,
    status: isOff ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
}
