import { json, type Queryable, sql, textArray } from "@troad/kernel";
import type { Facts } from "../domain/facts.ts";

export type Asked = { run: string; scheme: string; month: string; since: string };
export type Unread = { entitlement: string; person: string };

/** Entitlements that this run has not read yet: what had ended, and was judged up to then, is read no more. */
export const unread = (q: Queryable, { run, scheme, month, since }: Asked, limit: number): Promise<Unread[]> =>
  q.rows<Unread>(sql`
    select e.id as entitlement, e.person from entitlement e
    left join lateral (
      select min(v.from_month) as month from entitlement_event v where v.entitlement = e.id and v.kind = 'ended') ended on true
    where e.scheme = ${scheme} and e.from_month <= ${month}
      and (ended.month is null or ended.month > ${month}::date or (ended.month > greatest(e.from_month, ${since}::date)
        and not exists (select from assessment a where a.entitlement = e.id and a.month = (ended.month - interval '1 month')::date)))
      and not exists (select from fact_read f where f.run = ${run} and f.entitlement = e.id)
    order by e.id limit ${limit}`);

export type FactRead = {
  run: string;
  entitlement: string;
  month: string;
  facts: Facts | null;
  code: string | null;
  exchangeId: string | null;
  at: string;
};
export const insertRead = (q: Queryable, row: FactRead): Promise<number> =>
  q.run(sql`
    insert into fact_read (run, entitlement, month, facts, code, exchange_id, at)
    values (${row.run}, ${row.entitlement}, ${row.month}, ${row.facts === null ? null : json(row.facts)}::jsonb, ${row.code}, ${row.exchangeId}, ${row.at})
    on conflict do nothing`);

export type NewUnjudged = { entitlement: string; month: string; reason: string };
export async function insertUnjudged(q: Queryable, run: string, all: readonly NewUnjudged[]): Promise<void> {
  if (all.length === 0) return;
  await q.run(sql`
    insert into unjudged (run, entitlement, month, reason)
    select ${run}, u.entitlement, u.month, u.reason
    from jsonb_to_recordset(${json(all)}::jsonb) as u (entitlement uuid, month date, reason text) on conflict do nothing`);
}

export const countUnjudged = async (q: Queryable, run: string): Promise<number> =>
  (await q.one<{ count: number }>(sql`select count(*)::integer as count from unjudged where run = ${run}`))?.count ?? 0;

export type Unjudged = { no: number; entitlement: string; scheme: string; month: string; reason: string; at: string };
type Page = { schemes: readonly string[]; subject?: string; before?: string; limit: number };
/** Months that the last run of a scheme could not judge, newest first. */
export const unjudgedMonths = (q: Queryable, { schemes, subject, before, limit }: Page): Promise<Unjudged[]> =>
  q.rows<Unjudged>(sql`
    select u.no::float8 as no, u.entitlement, e.scheme, u.month::text as month, u.reason, d.at
    from unjudged u join entitlement e on e.id = u.entitlement join run_draft d on d.run = u.run
    where e.scheme = any(${textArray(schemes)}::text[]) and (${subject ?? null}::text is null or e.subject = ${subject ?? null})
      and (${before ?? null}::bigint is null or u.no < ${before ?? null}::bigint)
      and u.run = (select r.id from run r join run_draft x on x.run = r.id where r.scheme = e.scheme and r.follows is null order by r.no desc limit 1)
    order by u.no desc limit ${limit}`);
