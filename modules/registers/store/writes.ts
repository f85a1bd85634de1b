import { type Queryable, sql } from "@troad/kernel";

export type DoneWrite = { requestHash: string; subject: string; version: number; at: string };

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

export const lastSerial = async (q: Queryable, register: string): Promise<number | null> =>
  (await q.one<{ serial: number | null }>(sql`select max(serial)::int as serial from record_key where register = ${register}`))
    ?.serial ?? null;

export async function insertKey(q: Queryable, register: string, serial: number, subject: string): Promise<void> {
  await q.run(sql`insert into record_key (register, serial, subject) values (${register}, ${serial}, ${subject})`);
}
