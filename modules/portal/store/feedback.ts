import { type Queryable, sql } from "@troad/kernel";

export const feedbackKinds = ["problem", "idea", "praise", "complaint"] as const;
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

export type Complaint = Feedback & { answeredAt: string | null; answer: string | null };

/** Complaints that nobody has answered, the longest waiting first; `after` is the last one shown. */
export const openComplaints = (q: Queryable, after: string | null, limit: number): Promise<Complaint[]> =>
  q.rows<Complaint>(sql`
    select f.*, null::text as "answeredAt", null::text as answer from feedback f
    where f.kind = 'complaint' and (${after}::uuid is null or f.id > ${after}::uuid)
      and not exists (select from feedback_answer a where a.feedback = f.id)
    order by f.id limit ${limit}`);

export const findComplaint = (q: Queryable, id: string): Promise<Complaint | undefined> =>
  q.one<Complaint>(sql`
    select f.*, a.at as "answeredAt", a.body as answer from feedback f left join feedback_answer a on a.feedback = f.id
    where f.id = ${id} and f.kind = 'complaint'`);

/** Only the first answer is recorded. */
export async function insertAnswer(q: Queryable, row: { id: string; at: string; officer: string; body: string }): Promise<void> {
  await q.run(sql`
    insert into feedback_answer (feedback, at, officer, body) values (${row.id}, ${row.at}, ${row.officer}, ${row.body})
    on conflict do nothing`);
}

export const countComplaints = async (q: Queryable): Promise<{ count: number; oldest: string | null }> =>
  (await q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::int as count, min(f.at) as oldest from feedback f
    where f.kind = 'complaint' and not exists (select from feedback_answer a where a.feedback = f.id)`))!;
