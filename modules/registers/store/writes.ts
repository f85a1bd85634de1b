import { json, type Queryable, sql } from "@troad/kernel";

export type DoneWrite = { requestHash: string; subject: string; version: number; at: string };

/** Writers of one register take turns: versions and given keys have no gaps and no doubles. */
export async function waitForWriters(q: Queryable, register: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`write ${register}`}))`);
}

export const findWrite = (
  q: Queryable,
  of: { register: string; consumer: string; writeKey: string },
): Promise<DoneWrite | undefined> =>
  q.one<DoneWrite>(sql`
    select request_hash as "requestHash", subject, version, at from record_write
    where register = ${of.register} and consumer = ${of.consumer} and write_key = ${of.writeKey}`);

export async function insertWrite(
  q: Queryable,
  row: DoneWrite & { register: string; consumer: string; writeKey: string },
): Promise<void> {
  await q.run(sql`
    insert into record_write (register, consumer, write_key, request_hash, subject, version, at)
    values (${row.register}, ${row.consumer}, ${row.writeKey}, ${row.requestHash}, ${row.subject}, ${row.version}, ${row.at})`);
}

/** The newest version of a record, also one that is not valid yet. */
export const newestVersion = (
  q: Queryable,
  register: string,
  subject: string,
): Promise<{ data: Record<string, unknown>; version: number; recordedAt: string } | undefined> =>
  q.one<{ data: Record<string, unknown>; version: number; recordedAt: string }>(sql`
    select data, version, recorded_at as "recordedAt" from record where register = ${register} and subject = ${subject}
    order by recorded_at desc limit 1`);

export type NewVersion = {
  register: string;
  subject: string;
  data: Record<string, unknown>;
  version: number;
  at: string;
  caseId: string;
  consumer: string;
  exchangeId: string;
  legalBasis: string | null;
};

export async function insertVersion(q: Queryable, row: NewVersion): Promise<void> {
  await q.run(sql`
    insert into record (register, subject, data, valid_from, recorded_at, version, case_id, consumer, exchange_id, legal_basis)
    values (${row.register}, ${row.subject}, ${json(row.data)}, (${row.at}::timestamptz at time zone 'Asia/Taipei')::date, ${row.at},
      ${row.version}, ${row.caseId}, ${row.consumer}, ${row.exchangeId}, ${row.legalBasis})`);
}

export const lastSerial = async (q: Queryable, register: string): Promise<number | null> =>
  (await q.one<{ serial: number | null }>(sql`select max(serial)::int as serial from record_key where register = ${register}`))
    ?.serial ?? null;

export async function insertKey(q: Queryable, register: string, serial: number, subject: string): Promise<void> {
  await q.run(sql`insert into record_key (register, serial, subject) values (${register}, ${serial}, ${subject})`);
}
