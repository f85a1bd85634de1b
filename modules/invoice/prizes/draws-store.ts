import type { Draw } from "@troad/invoice-formats";
import { json, type Queryable, sql } from "@troad/kernel";

/** A published list; its cloud numbers are rows of `cloud_number`. */
export type Publication = { no: string; term: string; list: Draw; corrects: string | null; reason: string | null; at: string };

/** Every published list except those in `known`, oldest first; both for a period with a correction. */
export const publications = (q: Queryable, known: readonly string[]) =>
  q.rows<Publication>(sql`
    select no, term, list, corrects, reason, at from draw_publication where not (no = any(${known}::uuid[])) order by no`);

export async function insertEntry(
  q: Queryable,
  row: { no: string; term: string; digest: string; list: Draw; by: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into draw_entry (no, term, digest, list, entered_by, at)
    values (${row.no}, ${row.term}, ${row.digest}, ${json(row.list)}, ${row.by}, ${row.at})`);
}

/** Who entered this very list, and whether its latest trial passed. */
export const entriesOf = (q: Queryable, term: string, digest: string) =>
  q.one<{ list: Draw | null; people: string[]; passed: boolean }>(sql`
    select (select list from draw_entry where term = ${term} and digest = ${digest} order by no limit 1) as list,
      array(select distinct entered_by from draw_entry where term = ${term} and digest = ${digest}) as people,
      coalesce((select passed from draw_trial where term = ${term} and digest = ${digest} order by no desc limit 1), false) as passed`);

export const isEntered = async (q: Queryable, term: string, digest: string): Promise<boolean> =>
  (await q.one(sql`select 1 as there from draw_entry where term = ${term} and digest = ${digest} limit 1`)) !== undefined;

export async function insertTrial(
  q: Queryable,
  row: { no: string; term: string; digest: string; report: object; passed: boolean; at: string },
): Promise<void> {
  await q.run(sql`
    insert into draw_trial (no, term, digest, report, passed, at)
    values (${row.no}, ${row.term}, ${row.digest}, ${json(row.report)}, ${row.passed}, ${row.at})`);
}

/** Publications of a period happen one after the other. */
export async function lockTerm(q: Queryable, term: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`draw ${term}`}))`);
}

export const latestPublication = (q: Queryable, term: string) =>
  q.one<{ no: string; digest: string }>(
    sql`select no, digest from draw_publication where term = ${term} order by no desc limit 1`,
  );

export async function insertPublication(
  q: Queryable,
  row: {
    no: string;
    term: string;
    digest: string;
    list: Draw;
    corrects: string | null;
    reason: string | null;
    by: string;
    at: string;
  },
): Promise<void> {
  await q.run(sql`
    insert into draw_publication (no, term, digest, list, corrects, reason, published_by, at)
    values (${row.no}, ${row.term}, ${row.digest}, ${json(row.list)}, ${row.corrects}, ${row.reason}, ${row.by}, ${row.at})`);
}

export const findPublication = (q: Queryable, no: string) =>
  q.one<{ no: string; term: string; list: Draw; digest: string }>(
    sql`select no, term, list, digest from draw_publication where no = ${no}`,
  );
