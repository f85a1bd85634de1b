const dayMs = 86_400_000;
/** Days are counted in Taiwan, which has no summer time. */
const beginOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

/** A term of whole days: from the beginning of the first to the end of the last; without a last day it has no end. */
export const termOf = (first: string, last: string | undefined): { since: string; until: string | null } => ({
  since: new Date(beginOf(first)).toISOString(),
  until: last === undefined ? null : new Date(beginOf(last) + dayMs).toISOString(),
});
