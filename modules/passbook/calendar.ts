import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import type { KeptEntry } from "./domain/diary.ts";

export type CalendarWords = { name: string; summary: (tax: string) => string; description: string; url: string };

const dayMs = 86_400_000;

/**
 * Days of payment as a calendar (RFC 5545). They are days and no instants: VALUE=DATE has no zone, so the library is given midnight in UTC, which it
 * writes in UTC, and a day stays the day it is in Taipei wherever this runs.
 */
export function calendarOf(entries: readonly KeptEntry[], words: CalendarWords, host: string): string {
  const calendar = ical({
    prodId: { company: "T-Road", product: "passbook" },
    name: words.name,
    method: ICalCalendarMethod.PUBLISH,
    ttl: 43_200,
  });
  for (const { uid, sequence, day, tax, state, at } of entries) {
    const start = new Date(`${day}T00:00:00Z`);
    calendar.createEvent({
      ...{ id: `${uid}@${host}`, sequence, stamp: new Date(at), lastModified: new Date(at), allDay: true },
      ...{ start, end: new Date(start.getTime() + dayMs) },
      ...{ summary: words.summary(tax), description: words.description, url: words.url },
      status: state === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...{ transparency: ICalEventTransparency.TRANSPARENT, busystatus: ICalEventBusyStatus.FREE },
    });
  }
  return calendar.toString();
}
