import assert from "node:assert/strict";
import { test } from "node:test";
import type { Booking } from "../api.ts";
import { calendarFile } from "../calendar.ts";
import { officerSteps, pausedUntil } from "../domain/booking.ts";
import { daysAhead, isAhead, isDay, slotsOf } from "../domain/slots.ts";
import { reaches } from "../office.ts";

const counter = {
  slotMinutes: 30,
  hours: [
    { days: [1, 2, 3, 4, 5], from: "08:30", to: "10:15", staff: 2 },
    { days: [3], from: "09:00", to: "10:00", staff: 1 },
  ],
};
const always = () => true;

test("a day has the slots of its hours, the last one ends within them, and officers of overlapping hours add up", () => {
  const of = (day: string, works = always) => slotsOf(counter, day, works).map(({ time, staff }) => `${time} ${staff}`);
  assert.deepEqual(of("2026-12-01"), ["08:30 2", "09:00 2", "09:30 2"]);
  assert.deepEqual(of("2026-12-02"), ["08:30 2", "09:00 3", "09:30 3"]);
  assert.deepEqual(of("2026-12-05"), [], "a Saturday has no hours");
  assert.deepEqual(
    of("2026-12-01", () => false),
    [],
    "offices do not work",
  );
});

test("a roster replaces the usual hours on its days, the last one that fits, and may close a day", () => {
  const tuesday = (staff: number) => [{ days: [2], from: "13:00", to: "14:00", staff }];
  const roster = [
    { from: "2026-11-30", through: "2026-12-04", hours: tuesday(1) },
    { from: "2026-12-01", through: "2026-12-01", hours: tuesday(5) },
    { from: "2026-12-03", through: "2026-12-03", hours: [] },
  ];
  const of = (day: string) => slotsOf({ ...counter, roster }, day, always).map(({ time, staff }) => `${time} ${staff}`);
  assert.deepEqual(of("2026-12-01"), ["13:00 5", "13:30 5"]);
  for (const day of ["2026-12-02", "2026-12-03"]) assert.deepEqual(of(day), []);
  assert.deepEqual(of("2026-12-08"), ["08:30 2", "09:00 2", "09:30 2"], "the week after is as usual");
});

test("a time is booked half an hour ahead at the latest, on days that are near enough, and what is no day is none", () => {
  const now = new Date("2026-12-01T00:00:00Z");
  assert.equal(isAhead("2026-12-01", "08:30", now), true);
  assert.equal(isAhead("2026-12-01", "08:20", now), false);
  assert.deepEqual(daysAhead({ bookDays: 2 }, "2026-12-31"), ["2026-12-31", "2027-01-01", "2027-01-02"]);
  assert.deepEqual(["2026-12-01", "2026-02-30", "x", "2026-1-1", "9999-99-99"].map(isDay), [true, false, false, false, false]);
});

test("who missed three visits in ninety days books again thirty days after the last", () => {
  const now = new Date("2026-12-01T00:00:00Z");
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  assert.equal(pausedUntil([ago(1), ago(2)], now), null);
  assert.deepEqual(pausedUntil([ago(1), ago(2), ago(80)], now), ago(-29));
  assert.equal(pausedUntil([ago(1), ago(2), ago(100)], now), null);
  assert.equal(pausedUntil([ago(31), ago(32), ago(33)], now), null);
});

test("an officer records who came and who did not, corrects it, and nothing of what was cancelled or is still to come", () => {
  assert.deepEqual(officerSteps("booked", { begun: true }), ["came", "missed"]);
  assert.deepEqual(officerSteps("missed", { begun: true }), ["came"]);
  assert.deepEqual(officerSteps("booked", { begun: false }), ["came"]);
  assert.deepEqual(officerSteps("cancelled", { begun: true }), []);
});

test("a post reaches the counters of its agency in its area", () => {
  const post = (agency: string, area: string | null) =>
    reaches({ posts: [{ agency, area }] }, { agency: "moi", area: "65000010" });
  assert.deepEqual(
    [post("moi", null), post("moi", "65000"), post("moi", "63000"), post("motc", null)],
    [true, true, false, false],
  );
});

test("the calendar file of a visit keeps its UID, its sequence rises, and a cancelled one says so", () => {
  const booking: Booking = {
    ...{
      id: "0198",
      counter: "c",
      service: null,
      case: null,
      about: null,
      name: "王小明",
      step: "booked",
      startsAt: "2026-12-01T01:20:00.000Z",
    },
    ...{ day: "2026-12-01", time: "09:20", stands: true, sequence: 0, changedAt: "2026-11-30T00:00:00.000Z" },
  };
  const words = {
    summary: "臨櫃預約：板橋; \nATTENDEE:x",
    location: "府中路 30 號",
    description: "d",
    url: "https://gov.example/x",
  };
  const of = (change: Partial<Booking>) => calendarFile({ ...booking, ...change }, counter, words, "gov.example").split("\r\n");
  const lines = of({});
  for (const line of [
    "METHOD:PUBLISH",
    "UID:0198@gov.example",
    "SEQUENCE:0",
    "DTSTART:20261201T012000Z",
    "DTEND:20261201T015000Z",
    "STATUS:CONFIRMED",
  ])
    assert.ok(lines.includes(line), line);
  assert.ok(!lines.some((line) => line.startsWith("ATTENDEE")), "a name adds no line of its own");
  const off = of({ step: "cancelled", sequence: 2 });
  for (const line of ["METHOD:CANCEL", "UID:0198@gov.example", "SEQUENCE:2", "STATUS:CANCELLED"])
    assert.ok(off.includes(line), line);
});
