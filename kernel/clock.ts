/** Time from the context, so that tests are exact. Instants are ISO 8601 strings in UTC with milliseconds. */
export type Clock = { now(): Date };
export type Instant = string;

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands `offsetMs` beside the system's; tests and fault injection move it. */
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

/** The civil date in Taiwan (UTC+8, no daylight saving) as YYYY-MM-DD. */
export function taipeiDate(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
