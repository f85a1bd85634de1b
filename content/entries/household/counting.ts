import type { Change, Data, Ref } from "@troad/entry";
import { type KindRow, statistics, type VillageRow } from "./statistics.ts";

/** An entry as it was made, each record with what it was before. */
export type EnteredEntry = { kind: string; filedOn: string; changes: readonly (Change & { before: Data | undefined })[] };

/** What a book counts of its entries, in any order: each brings what it needs. */
export type Counting = {
  /** Records that an entry does not change, but whose place counts. */
  looksAt(entry: EnteredEntry): Ref[];
  count(entry: EnteredEntry, other: (ref: Ref) => Data | undefined): void;
  rows(): { villages: VillageRow[]; kinds: KindRow[] };
};

type Sums = Map<string, VillageRow>;
const figures = [
  ...(["births", "deaths", "marriages", "divorces", "movedIn", "movedOut", "changedIn", "changedOut"] as const),
  ...(["naturalIncrease", "netMigration"] as const),
];
/** Kinds are counted by township: a village has few entries of most of them. */
const townshipOf = (village: string): string => village.slice(0, 8);
const text = (data: Data | undefined, field: string): string | null => {
  const value = data?.[field];
  return typeof value === "string" && value !== "" ? value : null;
};

/** Counts entries of any days, without those between them: where people lived before an entry stands in the version before it. */
export function countHousehold(): Counting {
  const sums: Sums = new Map();
  const kinds = new Map<string, KindRow>();
  return {
    looksAt: ({ changes }) => {
      const changed = new Set(changes.filter(({ register }) => register === "household-unit").map(({ key }) => key));
      const homes = changes.flatMap(({ register, data, before }) =>
        register === "person" ? [text(before, "householdNo"), text(data, "householdNo")] : [],
      );
      const others = new Set(homes.filter((no): no is string => no !== null && !changed.has(no)));
      return [...others].map((key) => ({ register: "household-unit", key }));
    },
    count: (entry, other) => {
      const was = (register: string, key: string): Data | undefined => {
        const change = entry.changes.find((one) => one.register === register && one.key === key);
        return change ? change.before : other({ register, key });
      };
      const one = statistics({
        householdOf: (key) => text(was("person", key), "householdNo"),
        villageOf: (key) => text(was("household-unit", key), "villageCode"),
      });
      one.add(entry);
      for (const row of one.villages()) addTo(sums, row);
      for (const { month, village, kind, entries } of one.kinds()) {
        const key = `${month} ${townshipOf(village)} ${kind}`;
        const known = kinds.get(key);
        kinds.set(key, { month, village: townshipOf(village), kind, entries: entries + (known?.entries ?? 0) });
      }
    },
    rows: () => ({ villages: inOrder(sums), kinds: inOrder(kinds) }),
  };
}

const inOrder = <Row>(rows: ReadonlyMap<string, Row>): Row[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);

function addTo(sums: Sums, row: VillageRow): void {
  const key = `${row.month} ${row.village}`;
  const known = sums.get(key);
  sums.set(key, known ? { ...row, ...Object.fromEntries(figures.map((name) => [name, row[name] + known[name]])) } : row);
}
