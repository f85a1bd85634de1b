import { type Queryable, sql } from "@troad/kernel";

/** The tables partitioned by period. */
export const periodTables = ["invoice", "invoice_action", "allowance", "allowance_action", "allowance_share"] as const;
export type PeriodTable = (typeof periodTables)[number];

/** Periods before `term` whose partitions still belong to their tables. */
export const openPeriodsBefore = (q: Queryable, term: string) =>
  q.rows<{ term: string }>(sql`
    select distinct right(c.relname, 5) as term from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where c.relnamespace = current_schema()::regnamespace and c.relname ~ '^invoice_\\d{5}$' and right(c.relname, 5) < ${term}
    order by 1`);

export async function closePeriod(q: Queryable, term: string): Promise<void> {
  await q.run(sql`select close_period(${term})`);
}

/** Tables of closed periods without an archive. */
export const unarchivedTables = (q: Queryable) =>
  q.rows<{ term: string; about: PeriodTable; blocks: number }>(sql`
    select right(c.relname, 5) as term, left(c.relname, -6) as about,
      (pg_relation_size(c.oid) / current_setting('block_size')::int)::int as blocks
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and not c.relispartition
      and c.relname ~ '^\\w+_\\d{5}$' and left(c.relname, -6) = any(${[...periodTables]})
      and not exists (select 1 from period_archive a where a.term = right(c.relname, 5) and a.about = left(c.relname, -6))
    order by 1, 2`);

/** The rows of some blocks of a closed period's table, each as JSON. */
export const rowsOfBlocks = (q: Queryable, term: string, about: PeriodTable, from: number, to: number) =>
  q.rows<{ line: string }>(sql`select closed_rows(${term}, ${about}, ${from}, ${to}) as line`);

export type PeriodArchive = { term: string; about: PeriodTable; file: string; rows: number; sha256: string; at: string };

export async function insertArchive(q: Queryable, { term, about, file, rows, sha256, at }: PeriodArchive): Promise<void> {
  await q.run(sql`
    insert into period_archive (term, about, file, row_count, sha256, at)
    values (${term}, ${about}, ${file}, ${rows}, ${sha256}, ${at}) on conflict (term, about) do nothing`);
}
