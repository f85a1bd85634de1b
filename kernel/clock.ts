/** Time from the context, so that tests are exact. Instants are ISO 8601 strings in UTC with milliseconds. */
export type Clock = { now(): Date };
export type Instant = string;

export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs `offsetMs` ahead of the system's; tests and fault injection move it. */
export function shiftedClock(offsetMs = 0): Clock & { shift(ms: number): void } {
  let offset = offsetMs;
  return {
    now: () => new Date(Date.now() + offset),
    shift: (ms) => {
      offset += ms;
    },
  };
}

export const instant = (clock: Clock): Instant => clock.now().toISOString();

const dayMs = 86_400_000;
/** UTC+8, no daylight saving since 1979. */
const taipeiMs = 8 * 3_600_000;

/**
 * The same time of day in Taiwan a number of calendar months later. If that month has no such day, it is the month's last day (Civil Code
 * article 121): six months after 31 August end on 28 or 29 February, not in March.
 */
export function monthsLater(from: Date, months: number): Date {
  const local = new Date(from.getTime() + taipeiMs);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(local.getUTCDate(), lastDay));
  const timeOfDay = ((local.getTime() % dayMs) + dayMs) % dayMs;
  return new Date(midnight + timeOfDay - taipeiMs);
}

/** The instant at which a month (`2026-03`) begins in Taiwan, or the one so many months later. */
export function monthStart(month: string, later = 0): Instant {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + later, 1) - taipeiMs).toISOString();
}

/** The civil date in Taiwan as YYYY-MM-DD. */
export function taipeiDate(at: Date): string {
  return new Date(at.getTime() + taipeiMs).toISOString().slice(0, 10);
}
