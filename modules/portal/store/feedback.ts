import { type Queryable, sql } from "@troad/kernel";

export const feedbackKinds = ["problem", "idea", "praise"] as const;
export type FeedbackKind = (typeof feedbackKinds)[number];
export type Feedback = {
  id: string;
  at: string;
  page: string;
  kind: FeedbackKind;
  body: string;
  contact: string | null;
  lang: string;
};

export async function insertFeedback(q: Queryable, { id, at, page, kind, body, contact, lang }: Feedback): Promise<void> {
  await q.run(sql`
    insert into feedback (id, at, page, kind, body, contact, lang)
    values (${id}, ${at}, ${page}, ${kind}, ${body}, ${contact}, ${lang})`);
}

/** The number sent since an instant, counted up to `limit`. */
export async function countFeedback(q: Queryable, since: string, limit: number): Promise<number> {
  const row = await q.one<{ count: number }>(
    sql`select count(*)::int as count from (select 1 from feedback where at >= ${since} limit ${limit}) counted`,
  );
  return row?.count ?? 0;
}

/** Newest first: ids sort by time. */
export const findFeedback = (
  q: Queryable,
  before: string | null,
  kind: string,
  text: string,
  limit: number,
): Promise<Feedback[]> =>
  q.rows<Feedback>(sql`
    select id, at, page, kind, body, contact, lang from feedback
    where (${before}::uuid is null or id < ${before}::uuid) and (${kind} = '' or kind = ${kind})
      and (position(lower(${text}) in lower(body)) > 0 or position(lower(${text}) in lower(page)) > 0)
    order by id desc limit ${limit}`);
