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

export function memory(changes: Iterable<Change> = []): Memory {
  const registers = new Map<string, Map<string, Data>>();
  const lasts = new Map<string, number>();
  let lots: Readonly<Record<string, number>> = {};
  const of = (register: string): Map<string, Data> => {
    const records = registers.get(register) ?? new Map<string, Data>();
    registers.set(register, records);
    return records;
  };
  const put = ({ register, key, data }: Change): void => {
    of(register).set(key, data);
  };
  for (const change of changes) put(change);
  return {
    read: (refs: readonly Ref[]) => refs.map(({ register, key }) => of(register).get(key)),
    keysWith: (register, field, value) => [...of(register)].flatMap(([key, data]) => (data[field] === value ? [key] : [])).sort(),
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
