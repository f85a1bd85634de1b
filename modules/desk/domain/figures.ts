import type { VillageRow } from "../ask.ts";

/** Columns of the statistics, in their order. */
export const figures = [
  ...(["births", "deaths", "naturalIncrease", "movedIn", "movedOut", "changedIn", "changedOut"] as const),
  ...(["netMigration", "marriages", "divorces"] as const),
];

export const townshipOf = (village: string): string => village.slice(0, 8);

/** Villages added up by their township; what belongs to no village stays by itself. */
export function byTownship(villages: readonly VillageRow[]): VillageRow[] {
  const sums = new Map<string, VillageRow>();
  for (const row of villages) {
    const village = townshipOf(row.village);
    const sum = sums.get(village);
    const added = sum && Object.fromEntries(figures.map((name) => [name, sum[name] + row[name]]));
    sums.set(village, { ...row, ...added, village });
  }
  return [...sums.values()];
}

/** The month of a day and those before it, newest first. */
export function monthsBefore(day: string, count: number): string[] {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return Array.from({ length: count }, (_, back) => {
    const at = year * 12 + month - 1 - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}
