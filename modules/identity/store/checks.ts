import { type Queryable, sql } from "@troad/kernel";

export type CheckRow = { id: string; consumer: string; exchange_id: string; agreement: string; belongs: boolean; at: string };

export async function insertCheck(q: Queryable, row: CheckRow): Promise<void> {
  await q.run(sql`
    insert into certificate_check (id, consumer, exchange_id, agreement, belongs, at)
    values (${row.id}, ${row.consumer}, ${row.exchange_id}, ${row.agreement}, ${row.belongs}, ${row.at})`);
}

/** Those of the consumers below a prefix, newest first. */
export const listChecks = (
  q: Queryable,
  { prefix, before, limit }: { prefix: string; before: string | null; limit: number },
): Promise<CheckRow[]> =>
  q.rows<CheckRow>(sql`
    select * from certificate_check where starts_with(consumer, ${prefix}) and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit}`);

export const countChecks = async (q: Queryable, prefix: string, limit: number): Promise<number> =>
  (await q.one<{ count: number }>(sql`
    select count(*)::int as count from (select from certificate_check where starts_with(consumer, ${prefix}) limit ${limit}) as found`))!
    .count;
