import { json, type Queryable, sql, textArray } from "@troad/kernel";
import type { Instalment } from "../domain/claim.ts";

export type Claim = {
  id: string;
  entitlement: string;
  subject: string;
  scheme: string;
  amount: number;
  reason: string;
  at: string;
  paid: number;
  waived: number;
  plan: Instalment[] | null;
};
export type ClaimStep = {
  claim: string;
  kind: "plan" | "paid" | "waived";
  key: string;
  amount: number;
  instalments: Instalment[] | null;
  reason: string;
  by: string;
  at: string;
};

export const claims = (
  q: Queryable,
  by: { id?: string; subject?: string; schemes?: readonly string[]; before?: string; limit: number },
): Promise<Claim[]> =>
  q.rows<Claim>(sql`
    select c.id, c.entitlement, c.subject, e.scheme, c.amount::float8 as amount, c.reason, c.at,
      (select coalesce(sum(s.amount), 0)::float8 from claim_step s where s.claim = c.id and s.kind = 'paid') as paid,
      (select coalesce(sum(s.amount), 0)::float8 from claim_step s where s.claim = c.id and s.kind = 'waived') as waived,
      (select s.instalments from claim_step s where s.claim = c.id and s.kind = 'plan' order by s.no desc limit 1) as plan
    from claim c join entitlement e on e.id = c.entitlement
    where (${by.id ?? null}::uuid is null or c.id = ${by.id ?? null}::uuid) and (${by.subject ?? null}::text is null or c.subject = ${by.subject ?? null})
      and (${by.schemes === undefined} or e.scheme = any(${textArray(by.schemes ?? [])}::text[]))
      and (${by.before ?? null}::uuid is null or (c.at, c.id) < (select x.at, x.id from claim x where x.id = ${by.before ?? null}::uuid))
    order by c.at desc, c.id desc limit ${by.limit}`);

export const lockClaim = (q: Queryable, id: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`claim ${id}`}, 0))`);

export const stepByKey = (q: Queryable, key: string): Promise<{ claim: string; amount: number; kind: string } | undefined> =>
  q.one<{ claim: string; amount: number; kind: string }>(sql`
    select claim, amount::float8 as amount, kind from claim_step where key = ${key}`);

export const insertStep = (q: Queryable, step: ClaimStep): Promise<number> =>
  q.run(sql`
    insert into claim_step (claim, kind, key, amount, instalments, reason, by, at)
    values (${step.claim}, ${step.kind}, ${step.key}, ${step.amount}, ${step.instalments === null ? null : json(step.instalments)}::jsonb,
      ${step.reason}, ${step.by}, ${step.at})`);

export type PaidBack = { kind: "paid" | "waived"; amount: number; reason: string; at: string };
/** What came in on a claim, and what was waived, newest first. */
export const paidBack = (q: Queryable, claim: string, limit: number): Promise<PaidBack[]> =>
  q.rows<PaidBack>(sql`
    select kind, amount::float8 as amount, reason, at from claim_step where claim = ${claim} and kind <> 'plan' order by no desc limit ${limit}`);

export const countOpenClaims = (q: Queryable): Promise<{ count: number; oldest: string | null } | undefined> =>
  q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::integer as count, min(at) as oldest from claim c
    where not exists (select from claim_step s where s.claim = c.id and s.kind = 'plan')
      and c.amount > (select coalesce(sum(s.amount), 0) from claim_step s where s.claim = c.id)`);
