import type { Data } from "@troad/entry";
import { json, type Queryable, sql, textArray } from "@troad/kernel";

/** A version of a record with what it rests on. Versions that were filled in at the beginning have no case and no exchange. */
export type NewVersion = {
  register: string;
  subject: string;
  data: Data;
  version: number;
  at: string;
  caseId: string | null;
  consumer: string | null;
  exchangeId: string | null;
  legalBasis: string | null;
  entry: number | null;
  officer: string | null;
  reason: string | null;
  /** What the change is called to those who subscribe: a kind of entry, `create`, `change`, `correct`. */
  kind: string;
};

const numbers = (values: readonly (number | null)[]): Buffer =>
  textArray(values.map((value) => (value === null ? null : String(value))));

/** Inserts versions and tells that they are there, in one statement. */
export async function insertVersions(q: Queryable, rows: readonly NewVersion[]): Promise<void> {
  const text = (pick: (row: NewVersion) => string | null): Buffer => textArray(rows.map(pick));
  await q.run(sql`
    with row as (
      select * from unnest(${text((row) => row.register)}::text[], ${text((row) => row.subject)}::text[], ${text((row) => json(row.data))}::text[],
        ${numbers(rows.map((row) => row.version))}::text[], ${text((row) => row.at)}::text[], ${text((row) => row.caseId)}::text[],
        ${text((row) => row.consumer)}::text[], ${text((row) => row.exchangeId)}::text[], ${text((row) => row.legalBasis)}::text[],
        ${numbers(rows.map((row) => row.entry))}::text[], ${text((row) => row.officer)}::text[], ${text((row) => row.reason)}::text[],
        ${text((row) => row.kind)}::text[])
        with ordinality as one (register, subject, data, version, at, case_id, consumer, exchange_id, legal_basis, entry, officer, reason, kind, nth)
    ), stored as (
      insert into record (register, subject, data, valid_from, recorded_at, version, case_id, consumer, exchange_id, legal_basis, entry, officer, reason)
      select register, subject, data::jsonb, (at::timestamptz at time zone 'Asia/Taipei')::date, at::timestamptz, version::integer, case_id, consumer,
        exchange_id, legal_basis, entry::bigint, officer, reason from row
    )
    insert into record_change (register, subject, kind, version, at)
    select register, subject, kind, version::integer, at::timestamptz from row order by nth`);
}

export type Version = {
  version: number;
  data: Data;
  at: string;
  kind: string | null;
  caseId: string | null;
  consumer: string | null;
  legalBasis: string | null;
  officer: string | null;
  reason: string | null;
};

/** Versions of a record, newest first, back to the last entry of a secret kind: what was before would tell of it. */
export const versionsOf = (
  q: Queryable,
  {
    register,
    subject,
    before,
    limit,
    secret,
  }: { register: string; subject: string; before: number | null; limit: number; secret: readonly string[] },
): Promise<Version[]> =>
  q.rows<Version>(sql`
    select record.version, record.data, record.recorded_at as at, entry.kind, record.case_id as "caseId", record.consumer,
      record.legal_basis as "legalBasis", record.officer, record.reason
    from record left join entry on entry.seq = record.entry
    where record.register = ${register} and record.subject = ${subject} and (${before}::integer is null or record.version < ${before})
      and record.version >= coalesce((select max(one.version) from record one join entry made on made.seq = one.entry
        where one.register = ${register} and one.subject = ${subject} and made.kind = any(${textArray(secret)}::text[])), 0)
    order by record.recorded_at desc limit ${limit}`);

export type StoredChange = { seq: number; register: string; key: string; kind: string; version: number; at: string };

/** Changes after one of them, in the order of writing. */
export const changesAfter = (
  q: Queryable,
  { registers, after, limit }: { registers: readonly string[]; after: number; limit: number },
): Promise<StoredChange[]> =>
  q.rows<StoredChange>(sql`
    select seq, register, subject as key, kind, version, at from record_change
    where seq > ${after} and register = any(${textArray(registers)}::text[]) order by seq limit ${limit}`);

type Changed = { register: string; key: string; version: number };

/** What records became by a change and what they were before it, in the order of the changes. */
export const changedData = (q: Queryable, changes: readonly Changed[]): Promise<{ data: Data; before: Data | null }[]> =>
  q.rows<{ data: Data; before: Data | null }>(sql`
    select made.data, former.data as before
    from unnest(${textArray(changes.map(({ register }) => register))}::text[], ${textArray(changes.map(({ key }) => key))}::text[],
      ${numbers(changes.map(({ version }) => version))}::text[]) with ordinality as wanted (register, key, version, nth)
    join record made on made.register = wanted.register and made.subject = wanted.key and made.version = wanted.version::integer
    left join record former on former.register = wanted.register and former.subject = wanted.key and former.version = made.version - 1
    order by nth`);

/** What records were when each of these times came, in their order; null where there was none. */
export const dataWhen = (
  q: Queryable,
  refs: readonly { register: string; key: string; at: string }[],
): Promise<{ data: Data | null }[]> =>
  q.rows<{ data: Data | null }>(sql`
    select (select record.data from record where record.register = wanted.register and record.subject = wanted.key
      and record.recorded_at <= wanted.at::timestamptz order by record.recorded_at desc limit 1) as data
    from unnest(${textArray(refs.map(({ register }) => register))}::text[], ${textArray(refs.map(({ key }) => key))}::text[],
      ${textArray(refs.map(({ at }) => at))}::text[]) with ordinality as wanted (register, key, at, nth)
    order by nth`);
