import { type AnyKind, type Application, type Data, isAllowed, type Outcome, type Ref, type World } from "./book.ts";

/** Where the records are. Every answer is of one moment, or the run is done again. */
export type Source = {
  read(refs: readonly Ref[]): Promise<readonly (Data | undefined)[]> | readonly (Data | undefined)[];
  keysWith(register: string, field: string, value: string): Promise<readonly string[]> | readonly string[];
  /** The last number given in a series; 0 if none was. */
  last(series: string): Promise<number> | number;
  /** A lot that is drawn now, or was when the entry was made. */
  lot(name: string, of: number): number;
};

export type Ran = {
  outcome: Outcome;
  allowed: boolean;
  /** Every record that was looked at, also those that are not there. */
  read: readonly Ref[];
  /** Series and the last number that this entry uses up. */
  used: Readonly<Record<string, number>>;
  lots: Readonly<Record<string, number>>;
};

/** A rule looked at something that is not at hand yet. */
class Wanted extends Error {}

const mostRounds = 200;
const mostRecords = 5_000;

/**
 * Decides an application. The rule runs until it looks at a record that is not at hand; that one is fetched, and it runs again: so rules are plain
 * functions that just read, and what they read is known.
 */
export async function runEntry(kind: AnyKind, application: Application, source: Source): Promise<Ran> {
  const records = new Map<string, { ref: Ref; data: Data | undefined }>();
  const found = new Map<string, readonly string[]>();
  const lasts = new Map<string, number>();
  const lots = new Map<string, number>();
  for (let round = 0; round < mostRounds; round++) {
    const wanted: Ref[] = [];
    const searched: [register: string, field: string, value: string][] = [];
    const series: string[] = [];
    const used = new Map<string, number>();
    const world: World = {
      read: (register, key) => {
        const known = records.get(`${register} ${key}`);
        if (known) return known.data;
        wanted.push({ register, key });
        throw new Wanted();
      },
      keysWith: (register, field, value) => {
        const known = found.get(JSON.stringify([register, field, value]));
        if (known) return known;
        searched.push([register, field, value]);
        throw new Wanted();
      },
      next: (name) => {
        const before = used.get(name) ?? lasts.get(name);
        if (before === undefined) {
          series.push(name);
          throw new Wanted();
        }
        used.set(name, before + 1);
        return before + 1;
      },
      lot: (name, of) => {
        const drawn = lots.get(name) ?? source.lot(name, of);
        if (!Number.isInteger(drawn) || drawn < 0 || drawn >= of) throw new RangeError(`lot ${name} of ${of} is ${drawn}`);
        lots.set(name, drawn);
        return drawn;
      },
    };
    try {
      const outcome = kind.decide(application, world);
      const allowed = isAllowed(outcome, application);
      const read = [...records.values()].map(({ ref }) => ref);
      if (!allowed) return { outcome: { ...outcome, changes: [], given: {} }, allowed, read, used: {}, lots: {} };
      return { outcome, allowed, read, used: Object.fromEntries(used), lots: Object.fromEntries(lots) };
    } catch (error) {
      if (!(error instanceof Wanted)) throw error;
    }
    await fetchWanted(source, { wanted, searched, series }, { records, found, lasts });
    if (records.size > mostRecords) break;
  }
  throw new Error("an entry looks at more records than it may");
}

type Wishes = { wanted: Ref[]; searched: [register: string, field: string, value: string][]; series: string[] };
type Known = {
  records: Map<string, { ref: Ref; data: Data | undefined }>;
  found: Map<string, readonly string[]>;
  lasts: Map<string, number>;
};

async function fetchWanted(source: Source, { wanted, searched, series }: Wishes, known: Known): Promise<void> {
  if (wanted.length > 0) {
    const got = await source.read(wanted);
    wanted.forEach((ref, at) => {
      known.records.set(`${ref.register} ${ref.key}`, { ref, data: got[at] });
    });
  }
  for (const search of searched) known.found.set(JSON.stringify(search), await source.keysWith(...search));
  for (const name of series) known.lasts.set(name, await source.last(name));
}
