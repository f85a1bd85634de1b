import { json, type Queryable, sql } from "@troad/kernel";

export type PasskeyRow = {
  id: string;
  subject: string;
  /** base64 of the COSE key. */
  public_key: string;
  counter: number;
  transports: string[];
  device_type: string;
  created_at: string;
  last_used_at: string | null;
  /** The serial number of a card, `office`, `recovery`, or null for those from before this was kept. */
  bound_by: string | null;
  model: string | null;
  attested: boolean;
};

/** False if a credential with this id exists. */
export const insertPasskey = async (q: Queryable, row: Omit<PasskeyRow, "last_used_at">): Promise<boolean> =>
  (await q.run(sql`
    insert into passkey (id, subject, public_key, counter, transports, device_type, created_at, bound_by, model, attested)
    values (${row.id}, ${row.subject}, ${row.public_key}, ${row.counter}, ${json(row.transports)}, ${row.device_type}, ${row.created_at},
      ${row.bound_by}, ${row.model}, ${row.attested})
    on conflict do nothing`)) === 1;

export const findPasskey = (q: Queryable, id: string): Promise<PasskeyRow | undefined> =>
  q.one<PasskeyRow>(sql`select * from passkey where id = ${id}`);

export const passkeysOf = (q: Queryable, subject: string): Promise<PasskeyRow[]> =>
  q.rows<PasskeyRow>(sql`select * from passkey where subject = ${subject} order by created_at limit 50`);

/** Stores a counter that grew; false if another sign-in stored as much in the meantime. */
export const advanceCounter = async (q: Queryable, id: string, counter: number, at: string): Promise<boolean> =>
  (await q.run(sql`
    update passkey set counter = ${counter}, last_used_at = ${at}
    where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter}::bigint = 0))`)) === 1;

export const deletePasskey = async (q: Queryable, subject: string, id: string): Promise<boolean> =>
  (await q.run(sql`delete from passkey where subject = ${subject} and id = ${id}`)) === 1;

export async function rebindPasskey(q: Queryable, subject: string, id: string, boundBy: string): Promise<void> {
  await q.run(sql`update passkey set bound_by = ${boundBy} where subject = ${subject} and id = ${id}`);
}
