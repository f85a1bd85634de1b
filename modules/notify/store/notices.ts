import { type Queryable, sql } from "@troad/kernel";
import type { NoticeStep } from "../domain/notice.ts";

export type NoticeRow = {
  id: string;
  agency: string;
  name: string;
  postal: string;
  template: string;
  params: Record<string, string>;
  sent_at: string;
  due: string;
  steps: { step: NoticeStep; at: string; detail: string | null }[];
};
type NewNotice = { message_id: string; agency: string; name: string; postal: string; due: string };

export async function insertNotice(q: Queryable, { message_id, agency, name, postal, due }: NewNotice): Promise<void> {
  await q.run(sql`
    insert into notice (message_id, agency, name, postal, due) values (${message_id}, ${agency}, ${name}, ${postal}, ${due})`);
}

/** False where this step was recorded before. */
export async function insertStep(
  q: Queryable,
  row: { message_id: string; step: NoticeStep; at: string; officer: string | null; detail: string | null; recorded_at: string },
): Promise<boolean> {
  const { message_id, step, at, officer, detail, recorded_at } = row;
  const inserted = await q.run(sql`
    insert into notice_step (message_id, step, at, officer, detail, recorded_at)
    values (${message_id}, ${step}, ${at}, ${officer}, ${detail}, ${recorded_at}) on conflict do nothing`);
  return inserted > 0;
}

/** One notice at a time is acted on: the table of steps is append-only, so the lock stands beside it. */
export async function lockNotice(q: Queryable, id: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`notice ${id}`}, 0))`);
}

export const findNotice = (q: Queryable, id: string): Promise<NoticeRow | undefined> =>
  q.one<NoticeRow>(sql`
    select n.message_id as id, n.agency, n.name, n.postal, m.template, m.params, m.at as sent_at, n.due::text as due,
      coalesce((select jsonb_agg(jsonb_build_object('step', s.step, 'at', s.at, 'detail', s.detail) order by s.recorded_at)
        from notice_step s where s.message_id = n.message_id), '[]') as steps
    from notice n join message m on m.id = n.message_id where n.message_id = ${id}`);

export const noticeByKey = (q: Queryable, key: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`select m.id from message m join notice n on n.message_id = m.id where m.key = ${key}`);

/** Under which it was sent. */
export const keyOfNotice = async (q: Queryable, id: string): Promise<string | undefined> =>
  (await q.one<{ key: string }>(sql`select key from message where id = ${id}`))?.key;

/** What an agency has to print, to post, or to hear of from the post; the longest waiting first. `after` is the last one shown. */
export const listToPost = (
  q: Queryable,
  query: { agency: string; today: string; after: string | null; limit: number },
): Promise<NoticeRow[]> =>
  q.rows<NoticeRow>(sql`
    select n.message_id as id, n.agency, n.name, n.postal, m.template, m.params, m.at as sent_at, n.due::text as due,
      coalesce((select jsonb_agg(jsonb_build_object('step', s.step, 'at', s.at, 'detail', s.detail) order by s.recorded_at)
        from notice_step s where s.message_id = n.message_id), '[]') as steps
    from notice n join message m on m.id = n.message_id
    where n.agency = ${query.agency} and n.due < ${query.today}::date and (${query.after}::uuid is null or n.message_id > ${query.after}::uuid)
      and not exists (select 1 from notice_step s where s.message_id = n.message_id and s.step in ('delivered', 'returned'))
      and (not exists (select 1 from notice_step s where s.message_id = n.message_id and s.step = 'opened')
        or exists (select 1 from notice_step s where s.message_id = n.message_id and s.step = 'posted'))
    order by n.message_id limit ${query.limit}`);

/** How many of these agencies' notices nobody has posted yet, and since when the oldest waits. */
export const countToPost = async (
  q: Queryable,
  agencies: readonly string[],
  today: string,
): Promise<{ count: number; oldest: string | null }> =>
  (await q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::int as count, min(m.at) as oldest from notice n join message m on m.id = n.message_id
    where n.agency in (select jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb)) and n.due < ${today}::date
      and not exists (select 1 from notice_step s where s.message_id = n.message_id and s.step in ('opened', 'posted'))`))!;
