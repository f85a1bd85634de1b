import { json, type Queryable, sql } from "@troad/kernel";
import type { TaxRecord } from "../domain/record.ts";

export type Copy = {
  office: string;
  readAt: string | null;
  records: TaxRecord[];
  failedAt: string | null;
  failure: string | null;
};

export const copiesOf = (q: Queryable, taxpayer: string): Promise<Copy[]> =>
  q.rows<Copy>(sql`
    select office, read_at as "readAt", records, failed_at as "failedAt", failure from copy where taxpayer = ${taxpayer} order by office`);

export async function keepCopy(
  q: Queryable,
  row: { taxpayer: string; office: string; records: readonly TaxRecord[]; at: string },
): Promise<void> {
  await q.run(sql`
    insert into copy (taxpayer, office, read_at, records) values (${row.taxpayer}, ${row.office}, ${row.at}, ${json(row.records)})
    on conflict (taxpayer, office) do update set read_at = excluded.read_at, records = excluded.records, failed_at = null, failure = null`);
}

/** The first failure since the last answer counts: since then the part is missing. */
export async function noteFailure(
  q: Queryable,
  row: { taxpayer: string; office: string; code: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into copy (taxpayer, office, failed_at, failure) values (${row.taxpayer}, ${row.office}, ${row.at}, ${row.code})
    on conflict (taxpayer, office) do update set failed_at = coalesce(copy.failed_at, excluded.failed_at), failure = excluded.failure`);
}

/** Erases what is older than a day. */
export const eraseCopies = (q: Queryable, before: string): Promise<number> =>
  q.run(sql`delete from copy where coalesce(read_at, failed_at) < ${before} and coalesce(failed_at, read_at) < ${before}`);
