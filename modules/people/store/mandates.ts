import { plannedEachTime, type Queryable, sql, textArray } from "@troad/kernel";
import type { MandateKind, PostState } from "../api.ts";

export type NewMandate = {
  id: string;
  key: string;
  kind: MandateKind;
  principal: string;
  businessName: string | null;
  holder: string;
  services: string[] | null;
  since: string;
  until: string | null;
  by: string;
  basis: string | null;
  at: string;
};

/** False where the key was used before. */
export const insertMandate = async (q: Queryable, one: NewMandate): Promise<boolean> =>
  (await q.run(sql`
    insert into mandate (id, key, kind, principal, business_name, holder, services, since, until, given_by, basis, at)
    values (${one.id}, ${one.key}, ${one.kind}, ${one.principal}, ${one.businessName}, ${one.holder},
      ${one.services === null ? null : textArray(one.services)}::text[], ${one.since}, ${one.until}, ${one.by}, ${one.basis}, ${one.at})
    on conflict (key) do nothing`)) > 0;

export const mandateOfKey = (q: Queryable, key: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`select id from mandate where key = ${key}`);

export type MandateRow = {
  id: string;
  kind: MandateKind;
  principal: string;
  business_name: string | null;
  holder: string;
  services: string[] | null;
  since: string;
  until: string | null;
  state: PostState;
  ended_at: string | null;
  end_reason: string | null;
};

export type MandateQuery = {
  /** The instant as of which a mandate is coming, held or over. */
  at: string;
  id?: string;
  principal?: string;
  holder?: string;
  /** Confirmed by officers, of these kinds. */
  kinds?: readonly MandateKind[];
  isInForce?: boolean;
  before?: string;
  limit: number;
};

/** Mandates, newest first; what is not named is not narrowed. */
export const findMandates = (
  q: Queryable,
  { at, id, principal, holder, kinds, isInForce = false, before, limit }: MandateQuery,
): Promise<MandateRow[]> =>
  q.rows<MandateRow>(
    plannedEachTime(sql`
    select * from (
      select m.id, m.kind, m.principal, m.business_name, m.holder, m.services, m.since, m.until, e.at as ended_at, e.reason as end_reason,
        case when e.mandate is not null or m.until <= ${at}::timestamptz then 'over'
          when m.since > ${at}::timestamptz then 'coming' else 'held' end as state
      from mandate m left join mandate_end e on e.mandate = m.id
      where (${id ?? null}::uuid is null or m.id = ${id ?? null}::uuid) and (${before ?? null}::uuid is null or m.id < ${before ?? null}::uuid)
        and (${principal ?? null}::text is null or m.principal = ${principal ?? null})
        and (${holder ?? null}::text is null or m.holder = ${holder ?? null})
        and (${kinds === undefined} or (m.basis is not null and m.kind = any(${textArray(kinds ?? [])}::text[])))) one
    where not ${isInForce} or state = 'held'
    order by id desc limit ${limit}`),
  );

/** Ends a mandate; the first end stays. */
export const insertMandateEnd = async (
  q: Queryable,
  { id, by, reason, at }: { id: string; by: string; reason: string; at: string },
): Promise<boolean> =>
  (await q.run(sql`
    insert into mandate_end (mandate, ended_by, reason, at) values (${id}, ${by}, ${reason}, ${at}) on conflict (mandate) do nothing`)) >
  0;
