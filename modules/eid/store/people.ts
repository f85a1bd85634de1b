import { json, type Queryable, sql } from "@troad/kernel";
import type { Person, Role } from "../api.ts";

export type PersonRow = { subject: string; name: string; national_id: string; roles: Role[]; label: string };

/** Adds a person once; an existing one stays unchanged. */
export async function insertPerson(q: Queryable, row: PersonRow): Promise<void> {
  await q.run(sql`
    insert into person (subject, name, national_id, roles, label)
    values (${row.subject}, ${row.name}, ${row.national_id}, ${json(row.roles)}, ${row.label}) on conflict do nothing`);
}

const personOf = (row: PersonRow | undefined): Person | undefined =>
  row && { subject: row.subject, name: row.name, nationalId: row.national_id, roles: row.roles };

export const findPerson = async (q: Queryable, subject: string): Promise<Person | undefined> =>
  personOf(await q.one<PersonRow>(sql`select subject, name, national_id, roles, label from person where subject = ${subject}`));

export const findPersonOfNumber = async (q: Queryable, nationalId: string): Promise<Person | undefined> =>
  personOf(
    await q.one<PersonRow>(sql`select subject, name, national_id, roles, label from person where national_id = ${nationalId}`),
  );

/** The people of the demonstration, in the order in which they were added. */
export const demoPeople = (q: Queryable): Promise<PersonRow[]> =>
  q.rows<PersonRow>(sql`select subject, name, national_id, roles, label from person where label <> '' order by place limit 200`);

/** Makes processes that prepare the demonstration take turns until their transactions end. */
export async function lockPeople(q: Queryable): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext('people'))`);
}
