import { json, type Queryable, type Reads, sql, textArray } from "@troad/kernel";
import type { DataRecord, Openness } from "../domain/record.ts";

export type SetRow = { id: string; no: number; name: string; agency: string; at: string };
export type ListingRow = {
  id: string;
  no: number;
  name: string;
  agency: string;
  record: unknown;
  badge: string | null;
  formats: string[];
  created: string;
  modified: string;
  withdrawn: string | null;
  reason: string | null;
};
export type Search = {
  words?: string;
  agency?: string;
  category?: string;
  openness?: string;
  withdrawn?: boolean;
  before?: string;
  offset?: number;
  limit: number;
};

export const insertSet = (
  q: Queryable,
  one: { id: string; name: string; agency: string; by: string; at: string },
): Promise<number> =>
  q.run(sql`insert into data_set (id, name, agency, by, at) values (${one.id}, ${one.name}, ${one.agency}, ${one.by}, ${one.at})
    on conflict (name) do nothing`);

export const insertVersion = (q: Queryable, one: { set: string; record: DataRecord; by: string; at: string }): Promise<number> =>
  q.run(sql`insert into data_set_version (data_set, seq, record, by, at)
    select ${one.set}, coalesce(max(seq), 0) + 1, ${json(one.record)}::jsonb, ${one.by}, ${one.at} from data_set_version where data_set = ${one.set}`);

/** One set at a time is changed: its seat in the line. */
export const lockSet = (q: Queryable, id: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`set ${id}`}, 0))`);

export const findSet = (q: Queryable, name: string): Promise<ListingRow | undefined> =>
  q.one<ListingRow>(sql`select l.data_set as id, l.no, l.name, l.agency, l.record, l.badge, l.formats, l.created, l.modified, l.withdrawn, w.reason
    from listing l left join withdrawal w on w.data_set = l.data_set
    where l.name = ${name} or l.data_set::text = ${name} or l.no::text = ${name} order by (l.data_set::text = ${name}) desc, (l.name = ${name}) desc limit 1`);

/** Newest first; all of the space-separated `words` stand in the set. */
export const searchSets = (q: Reads, search: Search): Promise<ListingRow[]> =>
  q.rows<ListingRow>(sql`select l.data_set as id, l.no, l.name, l.agency, l.record, l.badge, l.formats, l.created, l.modified, l.withdrawn, w.reason
    from listing l left join withdrawal w on w.data_set = l.data_set
    where (${search.words ?? null}::text is null or (
        select bool_and(position(x in l.words) > 0) from unnest(string_to_array(${search.words ?? null}::text, ' ')) x))
      and (${search.agency ?? null}::text is null or l.agency = ${search.agency ?? null})
      and (${search.category ?? null}::text is null or l.category = ${search.category ?? null})
      and (${search.openness ?? null}::text is null or l.openness = ${search.openness ?? null})
      and (${search.withdrawn === true} or l.withdrawn is null)
      and (${search.before ?? null}::bigint is null
        or (l.modified, l.no) < (select x.modified, x.no from listing x where x.no = ${search.before ?? null}::bigint))
    order by l.modified desc, l.no desc limit ${search.limit} offset ${search.offset ?? 0}`);

export const addresses = (q: Queryable, limit: number): Promise<{ name: string; modified: string }[]> =>
  q.rows(sql`select name, modified from listing where withdrawn is null order by modified desc, no desc limit ${limit}`);

export const countSets = async (q: Reads, search: Omit<Search, "limit">, limit = 1_000_000): Promise<number> =>
  (await q.one<{ count: number }>(sql`select count(*)::integer as count from (select 1 from listing l
    where (${search.words ?? null}::text is null or (
        select bool_and(position(x in l.words) > 0) from unnest(string_to_array(${search.words ?? null}::text, ' ')) x))
      and (${search.agency ?? null}::text is null or l.agency = ${search.agency ?? null})
      and (${search.category ?? null}::text is null or l.category = ${search.category ?? null})
      and (${search.openness ?? null}::text is null or l.openness = ${search.openness ?? null})
      and (${search.withdrawn === true} or l.withdrawn is null) limit ${limit}) x`))!.count;

/** The row that the catalogue shows, made again of what is written. */
export const writeListing = (
  q: Queryable,
  one: { set: string; record: DataRecord; words: string; badge: string | null; formats: string[]; at: string },
): Promise<number> =>
  q.run(sql`insert into listing (data_set, no, name, agency, category, openness, words, record, badge, formats, created, modified)
    select d.id, d.no, d.name, d.agency, ${one.record.category}, ${one.record.openness}, ${one.words}, ${json(one.record)}::jsonb, ${one.badge},
      ${textArray(one.formats)}::text[], d.at, ${one.at} from data_set d where d.id = ${one.set}
    on conflict (data_set) do update set category = excluded.category, openness = excluded.openness, words = excluded.words, record = excluded.record,
      badge = excluded.badge, formats = excluded.formats, modified = excluded.modified`);

export const insertWithdrawal = (q: Queryable, one: { set: string; reason: string; by: string; at: string }): Promise<number> =>
  q.run(
    sql`insert into withdrawal (data_set, reason, by, at) values (${one.set}, ${one.reason}, ${one.by}, ${one.at}) on conflict do nothing`,
  );
export const markWithdrawn = (q: Queryable, set: string, at: string): Promise<number> =>
  q.run(sql`update listing set withdrawn = ${at}, modified = ${at} where data_set = ${set}`);

export type ChangeRow = { no: number; set: string; name: string; kind: string; detail: string; at: string; record: unknown };
export const insertChange = (q: Queryable, one: { set: string; kind: string; detail: string; at: string }): Promise<number> =>
  q.run(sql`insert into change (data_set, kind, detail, at) values (${one.set}, ${one.kind}, ${one.detail}, ${one.at})`);
export const changes = (q: Queryable, by: { set?: string; limit: number }): Promise<ChangeRow[]> =>
  q.rows<ChangeRow>(sql`select c.no, c.data_set as set, l.name, c.kind, c.detail, c.at, l.record from change c join listing l on l.data_set = c.data_set
    where (${by.set ?? null}::uuid is null or c.data_set = ${by.set ?? null}::uuid) order by c.no desc limit ${by.limit}`);

export type DowngradeRow = {
  id: string;
  set: string;
  name: string;
  agency: string;
  record: unknown;
  openness: Openness;
  article: string;
  reason: string;
  by: string;
  at: string;
  approved: boolean | null;
  note: string | null;
  decidedAt: string | null;
};
export const insertDowngrade = (
  q: Queryable,
  one: { id: string; set: string; openness: string; article: string; reason: string; by: string; at: string },
): Promise<number> =>
  q.run(sql`insert into downgrade (id, data_set, openness, article, reason, by, at)
    values (${one.id}, ${one.set}, ${one.openness}, ${one.article}, ${one.reason}, ${one.by}, ${one.at})`);
export const insertDecision = (
  q: Queryable,
  one: { id: string; approved: boolean; note: string; by: string; at: string },
): Promise<number> =>
  q.run(sql`insert into downgrade_decision (downgrade, approved, note, by, at) values (${one.id}, ${one.approved}, ${one.note}, ${one.by}, ${one.at})
    on conflict do nothing`);
export const downgrades = (
  q: Queryable,
  by: { set?: string; agencies?: readonly string[]; id?: string; open?: boolean; limit: number },
): Promise<DowngradeRow[]> =>
  q.rows<DowngradeRow>(sql`select g.id, g.data_set as set, l.name, l.agency, l.record, g.openness, g.article, g.reason, g.by, g.at, x.approved, x.note,
      x.at as "decidedAt" from downgrade g join listing l on l.data_set = g.data_set left join downgrade_decision x on x.downgrade = g.id
    where (${by.set ?? null}::uuid is null or g.data_set = ${by.set ?? null}::uuid) and (${by.id ?? null}::uuid is null or g.id = ${by.id ?? null}::uuid)
      and (${by.agencies === undefined} or l.agency = any(${textArray(by.agencies ?? [])}::text[])) and (${by.open !== true} or x.at is null)
    order by g.no desc limit ${by.limit}`);
