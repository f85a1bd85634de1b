/** What happens to a booking; the last one counts. `closed`: the office is closed on that day. */
export const bookingSteps = ["booked", "moved", "cancelled", "closed", "called", "came", "missed"] as const;
export type BookingStep = (typeof bookingSteps)[number];

/** So many visits may lie ahead of a person. */
export const mostAhead = 2;
/** Who misses so many in so many days books online again after the pause; the counter itself stays open to them. */
export const missedRule = { most: 3, withinDays: 90, pauseDays: 30 } as const;

const standing: ReadonlySet<BookingStep> = new Set(["booked", "moved", "called"]);
/** Whether the person is still expected. */
export const stands = (step: BookingStep): boolean => standing.has(step);

/** What an officer may record of a booking of today; what was recorded by mistake is corrected, but for what the person ended. */
export function officerSteps(step: BookingStep, { begun }: { begun: boolean }): ("came" | "missed")[] {
  if (step === "cancelled" || step === "closed") return [];
  // before the time nobody is late
  if (!begun && step !== "called" && step !== "came") return ["came"];
  return (["came", "missed"] as const).filter((one) => one !== step);
}

const dayMs = 86_400_000;
/** Until when a person does not book online; null where they do. `missed`: the instants of visits they missed. */
export function pausedUntil(missed: readonly Date[], now: Date): Date | null {
  const recent = missed
    .filter((at) => now.getTime() - at.getTime() <= missedRule.withinDays * dayMs)
    .toSorted((a, b) => b.getTime() - a.getTime());
  if (recent.length < missedRule.most) return null;
  const until = new Date(recent[0]!.getTime() + missedRule.pauseDays * dayMs);
  return until > now ? until : null;
}
