import { type Queryable, sql } from "@troad/kernel";

type Due = { id: string };

/** Cases whose time is over. */
export const dueCases = (q: Queryable, today: string, limit: number): Promise<Due[]> =>
  q.rows<Due>(sql`
    select id from case_index where erased_at is null and erase_on <= ${today}::date order by erase_on, id limit ${limit}`);

/** Drafts that nobody has touched since a day. */
export const abandonedDrafts = (q: Queryable, since: string, limit: number): Promise<Due[]> =>
  q.rows<Due>(sql`
    select id from case_index where state = 'draft' and updated_at < ${since}::date order by updated_at limit ${limit}`);

/** What cases that ended before their time was kept are under; the rule is the same for all that are under the same. */
export type Unscheduled = { service: string; definition: string | null };

export const unscheduledCases = (q: Queryable): Promise<Unscheduled[]> =>
  q.rows<Unscheduled>(sql`
    select distinct service, definition from (
      select service, definition from case_index
      where erase_on is null and erased_at is null and state in ('decided', 'closed', 'withdrawn', 'discarded') order by id limit 1000) listed`);

export const scheduleErasures = (q: Queryable, { service, definition }: Unscheduled, months: number): Promise<number> =>
  q.run(sql`
    update case_index set erase_on = ((updated_at at time zone 'Asia/Taipei')::date + make_interval(months => ${months}::int))::date
    where erase_on is null and erased_at is null and state in ('decided', 'closed', 'withdrawn', 'discarded') and id in (
      select id from case_index
      where erase_on is null and erased_at is null and state in ('decided', 'closed', 'withdrawn', 'discarded')
        and service = ${service} and definition is not distinct from ${definition} order by id limit 1000)`);

/**
 * What is left of a case: which service and agency, how and when it ended, its certificates, and of its holder the subject if there are any, who
 * would not find them otherwise.
 */
export async function eraseRows(q: Queryable, id: string, at: string): Promise<void> {
  await q.run(sql`
    update case_index set applicant = '', likeness = null, assigned = null, party = null, filer = null, mandate = null, area = null,
      subject = case when exists (select from certificate where case_id = ${id}) then subject else '' end,
      state = case when state = 'draft' then 'discarded' else state end, erased_at = ${at}
    where id = ${id}`);
  await q.run(sql`delete from case_party where case_id = ${id}`);
  await q.run(sql`delete from case_keeper where case_id = ${id}`);
  await q.run(sql`delete from case_claim where case_id = ${id}`);
  await q.run(sql`delete from case_fill where case_id = ${id}`);
  await q.run(sql`delete from case_draft where id = ${id}`);
  await q.run(sql`delete from case_opening where case_id = ${id}`);
  await q.run(sql`update case_letter set content = '{}', pdf = null where case_id = ${id}`);
  await q.run(sql`delete from certificate_file where case_id = ${id}`);
  await q.run(sql`update case_notice set request_hash = ${"0".repeat(64)} where case_id = ${id}`);
}
