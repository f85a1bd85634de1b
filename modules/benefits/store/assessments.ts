import { json, type Queryable, sql, textArray } from "@troad/kernel";
import type { Facts } from "../domain/facts.ts";

/** A month to be looked at, with everything that decides about it. */
export type OpenMonth = {
  entitlement: string;
  month: string;
  facts: Facts;
  /** What a register said last and for this month, and why it said nothing; all null where nothing is read. */
  last: Facts | null;
  monthly: Facts | null;
  code: string | null;
  /** What stops it whatever the law says: `ended` or `suspended`, with its reason. */
  stopped: "ended" | "suspended" | null;
  why: string | null;
  /** Another scheme is paid for this person in this month. */
  excludedBy: string | null;
  /** How it came out last. */
  due: number | null;
  reason: string | null;
  seq: number;
};
type Asked = {
  scheme: string;
  month: string;
  since: string;
  yields: readonly string[];
  /** The scheme reads registers. */
  reads: boolean;
  after: string;
  limit: number;
};

/** Months up to `month` of a page of entitlements, which begins after `after`. */
export const openMonths = (q: Queryable, asked: Asked): Promise<OpenMonth[]> =>
  q.rows<OpenMonth>(sql`
    select e.id as entitlement, m.month::date::text as month, coalesce(changed.facts, e.facts) as facts,
      said.facts as last, coalesce(before.facts, said.facts) as monthly, said.code,
      case when ended.reason is not null then 'ended' when standing.kind = 'suspended' then 'suspended' end as stopped,
      coalesce(ended.reason, standing.reason) as why, other.scheme as "excludedBy",
      judged.due::float8 as due, judged.reason, coalesce(judged.seq, 0) as seq
    from (
      select * from entitlement where scheme = ${asked.scheme} and id > ${asked.after} and from_month <= ${asked.month}
      order by id limit ${asked.limit}
    ) e
    cross join lateral generate_series(greatest(e.from_month, ${asked.since}::date), ${asked.month}::date, interval '1 month') as m (month)
    left join lateral (select v.facts from entitlement_event v where v.entitlement = e.id and v.kind = 'changed' and v.from_month <= m.month
      order by v.seq desc limit 1) changed on true
    left join lateral (select v.reason from entitlement_event v where v.entitlement = e.id and v.kind = 'ended' and v.from_month <= m.month
      order by v.seq limit 1) ended on true
    left join lateral (select v.kind, v.reason from entitlement_event v where v.entitlement = e.id and v.kind in ('suspended', 'resumed')
      and v.from_month <= m.month order by v.seq desc limit 1) standing on true
    left join lateral (select a.due, a.reason, a.seq from assessment a where a.entitlement = e.id and a.month = m.month
      order by a.seq desc limit 1) judged on true
    left join lateral (select f.facts, f.code from fact_read f where ${asked.reads} and f.entitlement = e.id order by f.no desc limit 1) said on true
    left join lateral (
      select f.facts from fact_read f where ${asked.reads} and m.month < ${asked.month}::date and f.entitlement = e.id
        and f.facts is not null and f.month >= m.month order by f.month, f.no desc limit 1) before on true
    left join lateral (select o.scheme from entitlement o join lateral (
        select a.due from assessment a where a.entitlement = o.id and a.month = m.month order by a.seq desc limit 1) d on d.due > 0
      where o.person = e.person and o.scheme = any(${textArray(asked.yields)}::text[]) limit 1) other on true
    order by e.id, m.month`);

export type NewAssessment = { entitlement: string; month: string; seq: number; due: number; reason: string };
export async function insertAssessments(q: Queryable, at: string, all: readonly NewAssessment[]): Promise<void> {
  if (all.length === 0) return;
  await q.run(sql`
    insert into assessment (entitlement, month, seq, due, reason, at)
    select a.entitlement, a.month, a.seq, a.due, a.reason, ${at}
    from jsonb_to_recordset(${json(all)}::jsonb) as a (entitlement uuid, month date, seq integer, due bigint, reason text)
    on conflict do nothing`);
}
