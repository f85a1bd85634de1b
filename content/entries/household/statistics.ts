import type { Change } from "@troad/entry";
import type { PersonRecord, UnitRecord } from "./records.ts";

/** An entry as it was made: what the statistics read of it. */
export type MadeEntry = { kind: string; filedOn: string; changes: readonly Change[] };

/** Where people lived before the first entry that is counted; null for nowhere. */
export type HomesBefore = {
  householdOf(nationalId: string): string | null;
  villageOf(householdNo: string): string | null;
};

/** Of one month and village. Months are those of registration, as the Act's tables are (Article 74). Couples count where the first of them lives. */
export type VillageRow = {
  month: string;
  village: string;
  births: number;
  deaths: number;
  marriages: number;
  divorces: number;
  /** From and to other townships, or from and to abroad, also first registrations and cancelled ones. */
  movedIn: number;
  movedOut: number;
  /** From and to other villages of the same township. */
  changedIn: number;
  changedOut: number;
  naturalIncrease: number;
  netMigration: number;
};

export type KindRow = { month: string; village: string; kind: string; entries: number };

type Counts = Omit<VillageRow, "month" | "village" | "naturalIncrease" | "netMigration">;

const none: Counts = { births: 0, deaths: 0, marriages: 0, divorces: 0, movedIn: 0, movedOut: 0, changedIn: 0, changedOut: 0 };
const birthKinds = new Set(["birth"]);
const deathKinds = new Set(["death", "declared-death"]);
const marriageKinds = new Set(["marriage"]);
const divorceKinds = new Set(["divorce"]);

/** An entry that changes nobody who lives in a village, such as one of a person abroad. */
export const noVillage = "";

const townshipOf = (village: string): string => village.slice(0, 8);
const byMonthAndVillage = (a: { month: string; village: string }, b: { month: string; village: string }): number =>
  a.month === b.month ? compare(a.village, b.village) : compare(a.month, b.month);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Counts entries in the order in which they were made. Where people lived before an entry follows from the entries before it, so counting all of them
 * again gives the same rows. A village that gets another code moves nobody.
 */
export function statistics(before: HomesBefore): { add(entry: MadeEntry): void; villages(): VillageRow[]; kinds(): KindRow[] } {
  const villages = new Map<string, string>();
  const households = new Map<string, string | null>();
  const counts: Counted = new Map();
  const kinds = new Map<string, KindRow>();
  const villageOf = (no: string | null | undefined): string | null => (no ? (villages.get(no) ?? before.villageOf(no)) : null);
  const householdOf = (id: string): string | null => {
    const known = households.get(id);
    return known === undefined ? before.householdOf(id) : known;
  };
  const add = ({ kind, filedOn, changes }: MadeEntry): void => {
    const persons = changes.flatMap(({ register, key, data }) =>
      register === "person" ? [{ key, record: data as PersonRecord }] : [],
    );
    const old = persons.map(({ key }) => villageOf(householdOf(key)));
    for (const { register, key, data } of changes) {
      if (register === "household-unit") villages.set(key, (data as UnitRecord).villageCode);
    }
    for (const { key, record } of persons) households.set(key, record.householdNo);
    const places = persons.map(({ record }, at) => ({ old: old[at] ?? null, now: villageOf(record.householdNo) }));
    const changedUnits = changes.flatMap(({ register, key }) => (register === "household-unit" ? [villageOf(key)] : []));
    const home = [...places.map((place) => place.now ?? place.old), ...changedUnits].find((village) => village !== null);
    const month = filedOn.slice(0, 7);
    countKind(kinds, kind, month, home ?? noVillage);
    if (marriageKinds.has(kind)) count(counts, month, home ?? noVillage, "marriages");
    if (divorceKinds.has(kind)) count(counts, month, home ?? noVillage, "divorces");
    for (const place of places) countPlace(counts, kind, month, place);
  };
  return {
    add,
    villages: () => [...counts.values()].map(({ month, village, of }) => rowOf(month, village, of)).sort(byMonthAndVillage),
    kinds: () => [...kinds.values()].sort((a, b) => byMonthAndVillage(a, b) || compare(a.kind, b.kind)),
  };
}

type Counted = Map<string, { month: string; village: string; of: Counts }>;

function count(counts: Counted, month: string, village: string, field: keyof Counts): void {
  const key = `${month} ${village}`;
  const row = counts.get(key) ?? { month, village, of: { ...none } };
  row.of[field]++;
  counts.set(key, row);
}

function countKind(kinds: Map<string, KindRow>, kind: string, month: string, village: string): void {
  const key = `${month} ${village} ${kind}`;
  const row = kinds.get(key) ?? { month, village, kind, entries: 0 };
  row.entries++;
  kinds.set(key, row);
}

/** What an entry means for one person: born, died, or moved from one village to another. */
function countPlace(
  counts: Counted,
  kind: string,
  month: string,
  { old, now }: { old: string | null; now: string | null },
): void {
  const isBirth = birthKinds.has(kind) && old === null && now !== null;
  const isDeath = deathKinds.has(kind) && old !== null && now === null;
  const within = old !== null && now !== null && townshipOf(old) === townshipOf(now);
  if (old === now) return;
  if (old !== null) count(counts, month, old, isDeath ? "deaths" : within ? "changedOut" : "movedOut");
  if (now !== null) count(counts, month, now, isBirth ? "births" : within ? "changedIn" : "movedIn");
}

const rowOf = (month: string, village: string, of: Counts): VillageRow => ({
  month,
  village,
  ...of,
  naturalIncrease: of.births - of.deaths,
  netMigration: of.movedIn + of.changedIn - of.movedOut - of.changedOut,
});
