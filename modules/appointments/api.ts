import { defineApi, exactly, oneOf, pageSchema, textUpTo } from "@troad/kernel";
import Type from "typebox";
import type { BookingStep } from "./domain/booking.ts";

export type { BookingStep } from "./domain/booking.ts";

/** A visit at a counter. `day` and `time` in Taiwan; `sequence` rises with each change, as calendars want it. */
export type Booking = {
  id: string;
  counter: string;
  service: string | null;
  /** The case in which the person was to come; null where they came by themselves. */
  case: string | null;
  name: string;
  /** What it is about beyond the service, by the id of the module that sent the person here. */
  about: string | null;
  step: BookingStep;
  startsAt: string;
  day: string;
  time: string;
  /** Whether the person is still expected. */
  stands: boolean;
  sequence: number;
  changedAt: string;
};
/** `free`: how many more may come then. */
export type DaySlots = { day: string; slots: { time: string; free: number }[] };
/** `by`: who booked it. */
export type OfficerBooking = Booking & { by: string; allowed: ("came" | "missed")[] };
type Officer = { subject: string; posts: { agency: string; area: string | null }[] };

export type AppointmentsApi = {
  /** Days of a counter with times that are free, from `from` on; at most ten days. */
  slots(query: { counter: string; from?: string }): Promise<DaySlots[]>;
  /** Books a time; the same key is the same booking. `case`: one of the person's that stands at a visit to a counter, whose service it is then. */
  book(request: {
    key: string;
    subject: string;
    name: string;
    counter: string;
    day: string;
    time: string;
    service?: string;
    case?: string;
    about?: string;
  }): Promise<{ id: string }>;
  /** Another time at the same counter; the one of before is free again. */
  move(request: { id: string; subject: string; day: string; time: string }): Promise<void>;
  cancel(request: { id: string; subject: string }): Promise<void>;
  booking(request: { id: string; subject: string }): Promise<Booking | null>;
  bookingsOf(subject: string, page: { before?: string; limit: number }): Promise<Booking[]>;
  /** The counters that an officer serves, by id. */
  countersOf(officer: Officer): Promise<string[]>;
  /** A day of a counter as its officers see it. */
  dayOf(request: {
    counter: string;
    day: string;
    officer: Officer;
  }): Promise<{ closed: string | null; bookings: OfficerBooking[] }>;
  /** Calls the next person of today who has not been called; null where nobody is left. */
  callNext(request: { counter: string; officer: Officer }): Promise<string | null>;
  /** Records that a person came, or did not. */
  record(request: { id: string; officer: Officer; step: "came" | "missed" }): Promise<void>;
  /** Closes a counter for a day; who was booked is told, and may choose another time. Gives their number. */
  closeDay(request: { counter: string; day: string; reason: string; officer: Officer }): Promise<{ told: number }>;
};

const id = textUpTo(60);
const counter = textUpTo(100);
const subject = textUpTo(100);
const day = textUpTo(10);
const time = textUpTo(5);
const post = exactly({ agency: textUpTo(100), area: Type.Union([textUpTo(60), Type.Null()]) });
const officer = exactly({ subject, posts: Type.Array(post, { maxItems: 50 }) });

export const appointmentsApi = defineApi<AppointmentsApi>("appointments", {
  slots: [exactly({ counter, from: Type.Optional(day) })],
  book: [
    exactly({
      ...{ key: textUpTo(100), subject, name: textUpTo(300), counter, day, time },
      ...{ service: Type.Optional(textUpTo(100)), case: Type.Optional(id), about: Type.Optional(id) },
    }),
  ],
  move: [exactly({ id, subject, day, time })],
  cancel: [exactly({ id, subject })],
  booking: [exactly({ id, subject })],
  bookingsOf: [subject, pageSchema],
  countersOf: [officer],
  dayOf: [exactly({ counter, day, officer })],
  callNext: [exactly({ counter, officer })],
  record: [exactly({ id, officer, step: oneOf("came", "missed") })],
  closeDay: [exactly({ counter, day, reason: Type.String({ minLength: 1, maxLength: 500 }), officer })],
});
