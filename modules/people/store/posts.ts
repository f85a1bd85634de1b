import { type Queryable, sql } from "@troad/kernel";
import type { Appointment, PostHeld } from "../api.ts";

/** False where the key was used before. */
export async function insertPost(
  q: Queryable,
  { id, key, by, at, post }: { id: string; key: string; by: string; at: string; post: Appointment },
): Promise<boolean> {
  const { subject, role, agency, area, since, until } = post;
  return (
    (await q.run(sql`
      insert into officer_post (id, key, subject, role, agency, area, since, until, given_by, at)
      values (${id}, ${key}, ${subject}, ${role}, ${agency}, ${area}, ${since}, ${until}, ${by}, ${at})
      on conflict (key) do nothing`)) > 0
  );
}

export const postOfKey = (q: Queryable, key: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`select id from officer_post where key = ${key}`);

export const findPost = (q: Queryable, id: string): Promise<(PostHeld & { subject: string }) | undefined> =>
  q.one<PostHeld & { subject: string }>(sql`select subject, role, agency, area from officer_post where id = ${id}`);

/** What a person holds at an instant: begun, not over and not ended. */
export const heldPosts = (q: Queryable, subject: string, at: string): Promise<PostHeld[]> =>
  q.rows<PostHeld>(sql`
    select role, agency, area from officer_post p
    where subject = ${subject} and since <= ${at}::timestamptz and (until is null or until > ${at}::timestamptz)
      and not exists (select from post_end e where e.post = p.id)
    order by since, id limit 50`);

/** Ends a post; the first end stays. */
export const insertEnd = async (
  q: Queryable,
  { id, by, reason, at }: { id: string; by: string; reason: string; at: string },
): Promise<boolean> =>
  (await q.run(sql`
    insert into post_end (post, ended_by, reason, at) values (${id}, ${by}, ${reason}, ${at}) on conflict (post) do nothing`)) >
  0;
