import { type Queryable, sql, textArray } from "@troad/kernel";
import type { Appointment, PostHeld, PostState } from "../api.ts";

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

type Office = { role: string; agency: string; isHeld: boolean; at: string; limit: number };

/** Who holds a post of a role at an agency, or, where `isHeld` is false, held one and holds none any more. */
export const officersIn = (
  q: Queryable,
  { role, agency, isHeld, at, limit }: Office,
): Promise<{ subject: string; areas: (string | null)[] }[]> =>
  q.rows<{ subject: string; areas: (string | null)[] }>(sql`
    with post as (
      select p.subject, p.area, p.since <= ${at}::timestamptz and (p.until is null or p.until > ${at}::timestamptz)
        and not exists (select from post_end e where e.post = p.id) as held
      from officer_post p where p.role = ${role} and p.agency = ${agency} and p.since <= ${at}::timestamptz)
    select subject, array_agg(distinct area) filter (where held = ${isHeld}) as areas from post
    group by subject having bool_or(held) = ${isHeld} order by subject limit ${limit}`);

export type PostRow = Appointment & { id: string; state: PostState; ended_at: string | null; end_reason: string | null };
type Under = {
  offices: readonly PostHeld[];
  at: string;
  id: string | null;
  state: PostState | null;
  before: string | null;
  limit: number;
};

/** Posts of these offices, newest first, with how they stand at an instant. */
export const postsUnder = (q: Queryable, { offices, at, id, state, before, limit }: Under): Promise<PostRow[]> => {
  const column = (of: (office: PostHeld) => string | null): Buffer => textArray(offices.map((one) => of(one) ?? ""));
  return q.rows<PostRow>(sql`
    select * from (
      select p.id, p.subject, p.role, p.agency, p.area, p.since, p.until, e.at as ended_at, e.reason as end_reason,
        case when e.post is not null or p.until <= ${at}::timestamptz then 'over'
          when p.since > ${at}::timestamptz then 'coming' else 'held' end as state
      from officer_post p left join post_end e on e.post = p.id
      where exists (select from unnest(${column(({ role }) => role)}::text[], ${column(({ agency }) => agency)}::text[],
          ${column(({ area }) => area)}::text[]) as office (role, agency, area)
        where office.role = p.role and office.agency = coalesce(p.agency, '') and (office.area = '' or starts_with(p.area, office.area)))
        and (${id}::uuid is null or p.id = ${id}::uuid) and (${before}::uuid is null or p.id < ${before}::uuid)) post
    where ${state}::text is null or state = ${state}
    order by id desc limit ${limit}`);
};

/** Ends a post; the first end stays. */
export const insertEnd = async (
  q: Queryable,
  { id, by, reason, at }: { id: string; by: string; reason: string; at: string },
): Promise<boolean> =>
  (await q.run(sql`
    insert into post_end (post, ended_by, reason, at) values (${id}, ${by}, ${reason}, ${at}) on conflict (post) do nothing`)) >
  0;
