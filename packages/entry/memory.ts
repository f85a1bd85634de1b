import type { Change, Data, Ref } from "./book.ts";
import type { Ran, Source } from "./run.ts";

/** Registers in memory: for replaying recorded entries, and for tests of rules. */
export type Memory = Source & {
  apply(ran: Pick<Ran, "outcome" | "used">): void;
  put(change: Change): void;
  data(register: string, key: string): Data | undefined;
  all(register: string): IterableIterator<[key: string, data: Data]>;
  setLast(series: string, last: number): void;
  /** What the next lots are, by name; all others are 0. */
  setLots(lots: Readonly<Record<string, number>>): void;
};

/** Keys by the value of one field. */
type Index = Map<unknown, Set<string>>;

function enter(index: Index, value: unknown, key: string): void {
  const keys = index.get(value) ?? new Set();
  index.set(value, keys.add(key));
}

export function memory(changes: Iterable<Change> = []): Memory {
  const registers = new Map<string, Map<string, Data>>();
  const lasts = new Map<string, number>();
  let lots: Readonly<Record<string, number>> = {};
  const of = (register: string): Map<string, Data> => {
    const records = registers.get(register) ?? new Map<string, Data>();
    registers.set(register, records);
    return records;
  };
  const indexes = new Map<string, Index>();
  const indexOf = (register: string, field: string): Index => {
    const name = `${register} ${field}`;
    const known = indexes.get(name);
    if (known) return known;
    const index: Index = new Map();
    for (const [key, data] of of(register)) enter(index, data[field], key);
    indexes.set(name, index);
    return index;
  };
  const put = ({ register, key, data }: Change): void => {
    const before = of(register).get(key);
    of(register).set(key, data);
    for (const [name, index] of indexes) {
      const [indexed, field = ""] = name.split(" ");
      if (indexed !== register) continue;
      index.get(before?.[field])?.delete(key);
      enter(index, data[field], key);
    }
  };
  for (const change of changes) put(change);
  return {
    read: (refs: readonly Ref[]) => refs.map(({ register, key }) => of(register).get(key)),
    keysWith: (register, field, value) => [...(indexOf(register, field).get(value) ?? [])].sort(),
    last: (series) => lasts.get(series) ?? 0,
    lot: (name) => lots[name] ?? 0,
    apply: ({ outcome, used }) => {
      for (const change of outcome.changes) put(change);
      for (const [series, last] of Object.entries(used)) lasts.set(series, last);
    },
    put,
    data: (register, key) => of(register).get(key),
    all: (register) => of(register).entries(),
    setLast: (series, last) => {
      lasts.set(series, last);
    },
    setLots: (next) => {
      lots = next;
    },
  };
}
