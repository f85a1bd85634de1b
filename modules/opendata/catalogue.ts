import { instant, type ModuleContext, type Tx } from "@troad/kernel";
import { opendataFailure } from "./domain/errors.ts";
import { type DataRecord, invalidField, isLess, isSetName, type Openness, readRecord, wordsOf } from "./domain/record.ts";
import type { Standards } from "./domain/standards.ts";
import { resources } from "./store/resources.ts";
import {
  addresses,
  changes,
  countSets,
  type DowngradeRow,
  downgrades,
  findSet,
  insertChange,
  insertDecision,
  insertDowngrade,
  insertSet,
  insertVersion,
  insertWithdrawal,
  type ListingRow,
  lockSet,
  markWithdrawn,
  type Search,
  searchSets,
  writeListing,
} from "./store/sets.ts";

export type DataSet = Omit<ListingRow, "record"> & { record: DataRecord };
export type Downgrade = Omit<DowngradeRow, "record"> & { record: DataRecord };
export type Catalogue = ReturnType<typeof openCatalogue>;
type Parts = Pick<ModuleContext, "db" | "clock" | "ids" | "log"> & { standards: Standards };

/** How old what is looked through may be. */
const browsedSeconds = 10;
const badgesWorstFirst = ["none", "bronze", "silver", "gold", "platinum"];

/** What the catalogue shows of a set, made again of its rows; within the transaction that changed one of them. */
export async function relist(
  tx: Tx,
  set: string,
  record: DataRecord,
  { name, agency, at }: { name: string; agency: string; at: string },
): Promise<void> {
  const files = await resources(tx, { sets: [set] });
  const worst = Math.min(...files.map(({ report }) => badgesWorstFirst.indexOf(report.badge)));
  const formats = [...new Set(files.map(({ report }) => report.format ?? "file"))].toSorted();
  const badge = files.length === 0 ? null : (badgesWorstFirst[worst] ?? null);
  await writeListing(tx, { set, record, words: wordsOf(name, agency, record), badge, formats, at });
}

/** Data sets, what is said of them, and what becomes of them. */
export function openCatalogue({ db, clock, ids, log, standards }: Parts) {
  /** A record that does not fit is left out and logged: it breaks neither a list nor an export. */
  const fitting = <T extends { name: string; record: unknown }>(
    rows: readonly T[],
  ): (Omit<T, "record"> & { record: DataRecord })[] =>
    rows.flatMap((row) => {
      const record = readRecord(row.record);
      if (!record) log.warn({ set: row.name }, "a record of the catalogue does not fit its schema and is left out");
      return record ? [{ ...row, record }] : [];
    });
  const check = (record: unknown): DataRecord => {
    const field = invalidField(record);
    if (field !== undefined) throw opendataFailure("opendata.record-invalid", { field });
    const fits = record as DataRecord;
    if (fits.standard !== undefined && !standards.has(fits.standard))
      throw opendataFailure("opendata.record-invalid", { field: "standard" });
    if (fits.links?.some(({ url }) => !URL.canParse(url) || new URL(url).protocol !== "https:"))
      throw opendataFailure("opendata.record-invalid", { field: "links" });
    if (fits.openness !== "open" && fits.article === null) throw opendataFailure("opendata.article-missing");
    return fits;
  };

  async function find(name: string): Promise<DataSet> {
    const row = await findSet(db, name.slice(0, 100));
    const [set] = row ? fitting([row]) : [];
    if (!set) throw opendataFailure("opendata.not-found");
    return set;
  }
  /** A set that is still there: one that was withdrawn answers 410 with its reason. */
  async function live(name: string): Promise<DataSet> {
    const set = await find(name);
    if (set.withdrawn !== null) throw opendataFailure("opendata.withdrawn", { reason: set.reason ?? "" });
    return set;
  }
  const changing = <T>(set: DataSet, work: (tx: Tx, at: string) => Promise<T>): Promise<T> =>
    db.tx(async (tx) => {
      await lockSet(tx, set.id);
      const now = await findSet(tx, set.name);
      if (!now || now.withdrawn !== null) throw opendataFailure("opendata.withdrawn", { reason: now?.reason ?? "" });
      return work(tx, instant(clock));
    });

  return {
    find,
    live,
    changing,
    search: async (search: Search): Promise<DataSet[]> =>
      fitting(await searchSets(db, { ...search, limit: Math.min(search.limit, 1_000) })),
    /** The same for readers who look around: some seconds old, perhaps. */
    browse: async (search: Search): Promise<DataSet[]> => fitting(await searchSets(db.stale(browsedSeconds), search)),
    browseCount: (search: Omit<Search, "limit">, limit?: number) => countSets(db.stale(browsedSeconds), search, limit),
    /** Names of sets that are there and when they changed, without what is said of them. */
    addresses: (limit: number) => addresses(db, limit),
    count: (search: Omit<Search, "limit">, limit?: number) => countSets(db, search, limit),
    changes: async (by: { set?: string; limit: number }) => fitting(await changes(db, by)),
    downgrades: async (by: { set?: string; agencies?: readonly string[]; open?: boolean; limit: number }): Promise<Downgrade[]> =>
      fitting(await downgrades(db, by)),

    /** A set gets its name and number once; neither is ever given to another one. */
    async create({
      name,
      agency,
      record,
      by,
    }: {
      name: string;
      agency: string;
      record: unknown;
      by: string;
    }): Promise<{ id: string }> {
      if (!isSetName(name)) throw opendataFailure("opendata.record-invalid", { field: "name" });
      const fits = check(record);
      const id = ids.uuid();
      const at = instant(clock);
      await db.tx(async (tx) => {
        if ((await insertSet(tx, { id, name, agency, by, at })) === 0) throw opendataFailure("opendata.name-taken");
        await insertVersion(tx, { set: id, record: fits, by, at });
        await relist(tx, id, fits, { name, agency, at });
        await insertChange(tx, { set: id, kind: "created", detail: "", at });
        await tx.audit({ actor: by, action: "opendata.created", target: name, detail: { openness: fits.openness } });
      });
      return { id };
    },

    /** What is said of it changes at once; less open it becomes by `askDowngrade` alone. */
    async update({ set, record, by }: { set: DataSet; record: unknown; by: string }): Promise<void> {
      const fits = check(record);
      if (isLess(set.record.openness, fits.openness)) throw opendataFailure("opendata.downgrade-needs-head");
      await changing(set, async (tx, at) => {
        await insertVersion(tx, { set: set.id, record: fits, by, at });
        await relist(tx, set.id, fits, { ...set, at });
        await insertChange(tx, { set: set.id, kind: "described", detail: "", at });
        await tx.audit({ actor: by, action: "opendata.described", target: set.name, detail: {} });
      });
    },

    async askDowngrade(asked: { set: DataSet; openness: Openness; article: string; reason: string; by: string }): Promise<void> {
      const { set, openness, article, reason, by } = asked;
      if (!isLess(set.record.openness, openness)) throw opendataFailure("opendata.record-invalid", { field: "openness" });
      if (article === "") throw opendataFailure("opendata.article-missing");
      if (reason === "") throw opendataFailure("opendata.reason-missing");
      await changing(set, async (tx, at) => {
        if ((await downgrades(tx, { set: set.id, open: true, limit: 1 })).length > 0)
          throw opendataFailure("opendata.downgrade-over");
        await insertDowngrade(tx, { id: ids.uuid(), set: set.id, openness, article, reason, by, at });
        await tx.audit({
          actor: by,
          action: "opendata.downgrade-asked",
          target: set.name,
          detail: { openness, article, reason },
        });
      });
    },

    /** The head of the agency decides, and never on what they asked for themselves. */
    async decideDowngrade(decision: {
      id: string;
      agencies: readonly string[];
      approved: boolean;
      note: string;
      by: string;
    }): Promise<void> {
      const { id, agencies, approved, note, by } = decision;
      const [asked] = fitting(await downgrades(db, { id, agencies, limit: 1 }));
      if (!asked) throw opendataFailure("opendata.not-found");
      if (asked.by === by) throw opendataFailure("opendata.approve-own");
      if (!approved && note === "") throw opendataFailure("opendata.reason-missing");
      const set = await live(asked.name);
      await changing(set, async (tx, at) => {
        if ((await insertDecision(tx, { id, approved, note, by, at })) === 0) throw opendataFailure("opendata.downgrade-over");
        await tx.audit({
          actor: by,
          action: `opendata.downgrade-${approved ? "approved" : "refused"}`,
          target: set.name,
          detail: { note },
        });
        if (!approved) return;
        const record: DataRecord = { ...set.record, openness: asked.openness, article: asked.article, reason: asked.reason };
        await insertVersion(tx, { set: set.id, record, by, at });
        await relist(tx, set.id, record, { ...set, at });
        await insertChange(tx, {
          set: set.id,
          kind: "downgraded",
          detail: `${asked.openness}: ${asked.article} ${asked.reason}`,
          at,
        });
      });
    },

    /** For ever: the address answers 410 with the reason, and the name is never given again. */
    async withdraw({ set, reason, by }: { set: DataSet; reason: string; by: string }): Promise<void> {
      if (reason === "") throw opendataFailure("opendata.reason-missing");
      await changing(set, async (tx, at) => {
        await insertWithdrawal(tx, { set: set.id, reason, by, at });
        await markWithdrawn(tx, set.id, at);
        await insertChange(tx, { set: set.id, kind: "withdrawn", detail: reason, at });
        await tx.audit({ actor: by, action: "opendata.withdrawn", target: set.name, detail: { reason } });
      });
    },
  };
}
