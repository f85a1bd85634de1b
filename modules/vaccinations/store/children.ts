import { type Queryable, sql } from "@troad/kernel";

export type ChildRow = { id: string; subject: string; national_id: string; name: string };

/** A child of a person under the id that it has; `id` is taken where it has none yet. */
export async function keepChild(q: Queryable, row: ChildRow & { seen_at: string }): Promise<string> {
  const kept = await q.one<{ id: string }>(sql`
    insert into child (id, subject, national_id, name, seen_at) values (${row.id}, ${row.subject}, ${row.national_id}, ${row.name}, ${row.seen_at})
    on conflict on constraint child_once do update set name = excluded.name, seen_at = excluded.seen_at returning id`);
  return kept!.id;
}
export const findChild = (q: Queryable, id: string): Promise<ChildRow | undefined> =>
  q.one<ChildRow>(sql`select id, subject, national_id, name from child where id = ${id}`);
export async function forgetChildren(q: Queryable, before: string): Promise<void> {
  await q.run(sql`delete from child where seen_at < ${before}`);
}
