/** The instant at which a month (`2026-03`) begins in Taiwan, or the one so many months later. */
export function monthStart(month: string, later: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + later, 1, -8)).toISOString();
}
