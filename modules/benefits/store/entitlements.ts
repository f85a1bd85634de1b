import { json, type Queryable, sql, textArray } from "@troad/kernel";
import type { Facts } from "../domain/facts.ts";

export type Entitlement = {
  id: string;
  key: string;
  scheme: string;
  subject: string;
  person: string;
  facts: Facts;
  from: string;
  decidedBy: string[];
  at: string;
};
export type EventKind = "changed" | "suspended" | "resumed" | "ended";
export type EntitlementEvent = {
  key: string;
  kind: EventKind;
  from: string;
  facts: Facts | null;
  reason: string;
  by: string;
  at: string;
};

export async function insertEntitlement(q: Queryable, row: Entitlement): Promise<void> {
  await q.run(sql`
    insert into entitlement (id, key, scheme, subject, person, facts, from_month, decided_by, at)
    values (${row.id}, ${row.key}, ${row.scheme}, ${row.subject}, ${row.person}, ${json(row.facts)}, ${row.from},
      ${textArray(row.decidedBy)}::text[], ${row.at})
    on conflict (key) do nothing`);
}

export const findEntitlement = (q: Queryable, by: { key?: string; id?: string }): Promise<Entitlement | undefined> =>
  q.one<Entitlement>(sql`
    select id, key, scheme, subject, person, facts, from_month::text as "from", decided_by as "decidedBy", at from entitlement
    where key = ${by.key ?? null} or id = ${by.id ?? null}::uuid`);

/** Of these schemes, those for a person that have not ended before a month. */
export const forPerson = (q: Queryable, scheme: string, person: string, month: string): Promise<{ id: string; key: string }[]> =>
  q.rows<{ id: string; key: string }>(sql`
    select e.id, e.key from entitlement e where e.person = ${person} and e.scheme = ${scheme} and not exists (
      select from entitlement_event v where v.entitlement = e.id and v.kind = 'ended' and v.from_month <= ${month})`);

type OnePerson = { subject: string | null; person: string; schemes: readonly string[] };
/** All entitlements of these schemes that a person has, or that are for them. */
export const ofOnePerson = (q: Queryable, { subject, person, schemes }: OnePerson): Promise<{ id: string }[]> =>
  q.rows<{ id: string }>(sql`
    select id from entitlement where (subject = ${subject} or person = ${person}) and scheme = any(${textArray(schemes)}::text[]) order by id`);

/** False where the key is known. */
export async function insertEvent(q: Queryable, entitlement: string, event: EntitlementEvent): Promise<boolean> {
  const { key, kind, from, facts, reason, by, at } = event;
  return (
    (await q.run(sql`
      insert into entitlement_event (entitlement, seq, key, kind, from_month, facts, reason, by, at)
      select ${entitlement}, coalesce(max(seq), 0) + 1, ${key}, ${kind}, ${from}, ${facts === null ? null : json(facts)}::jsonb, ${reason}, ${by}, ${at}
      from entitlement_event where entitlement = ${entitlement}
      on conflict (key) do nothing`)) > 0
  );
}

export const lockEntitlement = (q: Queryable, id: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`entitlement ${id}`}, 0))`);

export type MonthView = {
  entitlement: string;
  scheme: string;
  month: string;
  due: number;
  reason: string;
  paid: number;
  /** The state of the last line that pays it. */
  state: string | null;
};
/** Months of what a person has, newest first. */
export const monthsOf = (q: Queryable, subject: string, limit: number): Promise<MonthView[]> =>
  q.rows<MonthView>(sql`
    select a.entitlement, e.scheme, a.month::text as month, a.due::float8 as due, a.reason,
      coalesce((select sum(i.amount) from item i where i.entitlement = a.entitlement and i.month = a.month), 0)::float8 as paid,
      (select coalesce((select s.state from line_end s where s.run = i.run and s.line = i.line order by s.no desc limit 1),
          case when exists (select from run_file f where f.run = i.run) then 'sent' else 'waiting' end)
        from item i where i.entitlement = a.entitlement and i.month = a.month and i.run is not null order by i.seq desc limit 1) as state
    from entitlement e join lateral (
      select distinct on (x.month) x.entitlement, x.month, x.due, x.reason from assessment x where x.entitlement = e.id
      order by x.month, x.seq desc) a on true
    where e.subject = ${subject} order by a.month desc, e.scheme limit ${limit}`);
