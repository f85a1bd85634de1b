import type { Application, Outcome } from "@troad/entry";
import { json, type Queryable, sql, textArray } from "@troad/kernel";
import type { Term } from "../domain/terms.ts";

/** What is kept of an outcome: the records that changed stand in `record`, here are their versions. */
export type KeptOutcome = Omit<Outcome, "changes"> & { changes: readonly { register: string; key: string; version: number }[] };
export type DoneEntry = { seq: number; requestHash: string; outcome: KeptOutcome; at: string };
type Once = { book: string; consumer: string; writeKey: string };

/** Writers of an agency take turns: versions, series and the order of entries have no gaps and no doubles. */
export async function waitForWriters(q: Queryable): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('write'))`);
}

export const findEntry = (q: Queryable, { book, consumer, writeKey }: Once): Promise<DoneEntry | undefined> =>
  q.one<DoneEntry>(sql`
    select seq, request_hash as "requestHash", outcome, at from entry
    where book = ${book} and consumer = ${consumer} and write_key = ${writeKey}`);

export type NewEntry = Once & {
  kind: string;
  requestHash: string;
  caseId: string | null;
  exchangeId: string;
  application: Application;
  lots: Readonly<Record<string, number>>;
  used: Readonly<Record<string, number>>;
  outcome: KeptOutcome;
  legalBasis: string;
  at: string;
};

export async function insertEntry(q: Queryable, row: NewEntry): Promise<number> {
  const made = await q.one<{ seq: number }>(sql`
    insert into entry (book, kind, consumer, write_key, request_hash, case_id, exchange_id, application, lots, used, outcome, legal_basis, at)
    values (${row.book}, ${row.kind}, ${row.consumer}, ${row.writeKey}, ${row.requestHash}, ${row.caseId}, ${row.exchangeId},
      ${json(row.application)}, ${json(row.lots)}, ${json(row.used)}, ${json(row.outcome)}, ${row.legalBasis}, ${row.at}) returning seq`);
  if (!made) throw new Error("an entry was not inserted");
  return made.seq;
}

export const lastOf = async (q: Queryable, book: string, name: string): Promise<number> =>
  (await q.one<{ last: number }>(sql`select last from series where book = ${book} and name = ${name}`))?.last ?? 0;

/** All series of a book; there are a few for each county. */
export const seriesOf = (q: Queryable, book: string): Promise<{ name: string; last: number }[]> =>
  q.rows<{ name: string; last: number }>(sql`select name, last from series where book = ${book} order by name limit 10000`);

export async function useSeries(q: Queryable, book: string, used: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, last] of Object.entries(used))
    await q.run(sql`
      insert into series (book, name, last) values (${book}, ${name}, ${last})
      on conflict on constraint series_once do update set last = excluded.last`);
}

export type StoredEntry = {
  seq: number;
  kind: string;
  application: Application;
  lots: Record<string, number>;
  used: Record<string, number>;
  outcome: KeptOutcome;
  at: string;
};

/** Entries of a book after one of them, in the order in which they were made. */
export const entriesAfter = (
  q: Queryable,
  { book, after, limit }: { book: string; after: number; limit: number },
): Promise<StoredEntry[]> =>
  q.rows<StoredEntry>(sql`
    select seq, kind, application, lots, used, outcome, at from entry where book = ${book} and seq > ${after} order by seq limit ${limit}`);

/** Entries that were applied for in a month, after one of them. */
export const entriesOfMonth = (
  q: Queryable,
  { book, month, after, limit }: { book: string; month: string; after: number; limit: number },
): Promise<StoredEntry[]> =>
  q.rows<StoredEntry>(sql`
    select seq, kind, application, lots, used, outcome, at from entry
    where book = ${book} and seq > ${after} and left(application->>'filedOn', 7) = ${month} order by seq limit ${limit}`);

/** Replaces the terms of records by those of their newest versions; `of` names those that had some. */
export async function putTerms(
  q: Queryable,
  of: readonly { register: string; subject: string }[],
  terms: readonly Term[],
): Promise<void> {
  if (of.length > 0)
    await q.run(sql`
    delete from record_term using unnest(${textArray(of.map(({ register }) => register))}::text[],
      ${textArray(of.map(({ subject }) => subject))}::text[]) as changed (register, subject)
    where record_term.register = changed.register and record_term.subject = changed.subject`);
  await q.run(sql`
    insert into record_term (register, field, term, subject)
    select * from unnest(${textArray(terms.map(({ register }) => register))}::text[], ${textArray(terms.map(({ field }) => field))}::text[],
      ${textArray(terms.map(({ term }) => term))}::text[], ${textArray(terms.map(({ subject }) => subject))}::text[])`);
}

/** Keys of the records whose field has a value. */
export const keysWith = async (q: Queryable, register: string, field: string, value: string, limit: number): Promise<string[]> =>
  (
    await q.rows<{ subject: string }>(sql`
      select subject from record_term where register = ${register} and field = ${field} and term = ${value} order by subject limit ${limit}`)
  ).map(({ subject }) => subject);
