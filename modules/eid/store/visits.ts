import { type Queryable, sql } from "@troad/kernel";

export type VisitRow = {
  id: string;
  subject: string;
  client: string;
  what: "sign-in" | "refused" | "acted" | "acted-for" | "approved" | "not-approved";
  method: string | null;
  other: string | null;
  at: string;
};

export async function insertVisit(q: Queryable, row: VisitRow): Promise<void> {
  await q.run(sql`
    insert into visit (id, subject, client, what, method, other, at)
    values (${row.id}, ${row.subject}, ${row.client}, ${row.what}, ${row.method}, ${row.other}, ${row.at})`);
}

/** A page of a person's own history, newest first. */
export const visitsOf = (q: Queryable, subject: string, before: string | null, limit: number): Promise<VisitRow[]> =>
  q.rows<VisitRow>(sql`
    select * from visit where subject = ${subject} and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit}`);

/** Erases one entry, or all of them. */
export async function deleteVisits(q: Queryable, subject: string, id: string | null): Promise<void> {
  await q.run(sql`delete from visit where subject = ${subject} and (${id}::uuid is null or id = ${id}::uuid)`);
}

export async function purgeVisits(q: Queryable, now: string): Promise<void> {
  await q.run(sql`delete from visit where at < ${now}::timestamptz - interval '1 year'`);
}
