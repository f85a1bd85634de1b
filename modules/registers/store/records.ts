import type { Data, Ref } from "@troad/entry";
import { type Queryable, sql, textArray } from "@troad/kernel";

type Row = Ref & { data: Data };
const placeOf = ({ register, key }: Ref): string => `${register} ${key}`;

/** The records of these keys as known at `at`, undefined where there was none; one statement for all. */
export async function recordsAt(q: Queryable, refs: readonly Ref[], at: string): Promise<(Data | undefined)[]> {
  const rows = await q.rows<Row>(sql`
    select wanted.register, wanted.key, known.data
    from unnest(${textArray(refs.map(({ register }) => register))}::text[], ${textArray(refs.map(({ key }) => key))}::text[]) as wanted (register, key)
    cross join lateral (
      select data from record where record.register = wanted.register and subject = wanted.key and recorded_at <= ${at}
        and valid_from <= (${at}::timestamptz at time zone 'Asia/Taipei')::date
      order by recorded_at desc limit 1) as known`);
  return inOrder(refs, rows);
}

/** The newest versions, also of records that are not valid yet; for writers, who take turns. */
export async function newestRecords(q: Queryable, refs: readonly Ref[]): Promise<(Newest | undefined)[]> {
  const rows = await q.rows<Row & Newest>(sql`
    select wanted.register, wanted.key, newest.data, newest.version, newest.recorded_at as "recordedAt"
    from unnest(${textArray(refs.map(({ register }) => register))}::text[], ${textArray(refs.map(({ key }) => key))}::text[]) as wanted (register, key)
    cross join lateral (
      select data, version, recorded_at from record where record.register = wanted.register and subject = wanted.key
      order by recorded_at desc limit 1) as newest`);
  const found = new Map(rows.map((row) => [placeOf(row), row]));
  return refs.map((ref) => found.get(placeOf(ref)));
}
/** One version of a record, and when it was written. */
export const versionOf = (q: Queryable, { register, key }: Ref, version: number): Promise<Omit<Newest, "version"> | undefined> =>
  q.one(sql`
    select data, recorded_at as "recordedAt" from record
    where register = ${register} and subject = ${key} and version = ${version}`);

export type Newest = { data: Data; version: number; recordedAt: string };

function inOrder(refs: readonly Ref[], rows: readonly Row[]): (Data | undefined)[] {
  const found = new Map(rows.map((row) => [placeOf(row), row.data]));
  return refs.map((ref) => found.get(placeOf(ref)));
}

export async function countRecords(q: Queryable, register: string): Promise<number> {
  const counted = await q.one<{ records: number }>(
    sql`select count(distinct subject) as records from record where register = ${register}`,
  );
  return counted?.records ?? 0;
}
