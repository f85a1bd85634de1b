import { type Queryable, sql } from "@troad/kernel";
import type { IndexRow } from "./cases.ts";

/** Which cases of an agency an officer looks for; an empty text asks for all. */
export type CaseFilter = {
  agency: string;
  state: string;
  /** `granted` or `refused` */
  result: string;
  service: string;
  /** A case's reference, its beginning (of eight characters or more), or a part of the applicant's name. */
  search: string;
  /** Instants of the beginning of a case, from included and to excluded. */
  from: string;
  to: string;
};
/** Cases that were submitted to an agency, newest first; drafts are the citizen's own. */
export const listAgencyCases = (
  q: Queryable,
  { agency, state, result, service, search, from, to }: CaseFilter,
  before: string | null,
  limit: number,
): Promise<IndexRow[]> =>
  q.rows<IndexRow>(sql`
    select c.* from case_index c
    where c.agency = ${agency} and c.state not in ('draft', 'discarded') and (${before}::uuid is null or c.id < ${before}::uuid)
      and (${state} in ('', c.state) or (${state} = 'under-way' and c.state in ('collecting', 'deciding'))) and (${service} = '' or c.service = ${service})
      and c.created_at >= ${from}::timestamptz and c.created_at < ${to}::timestamptz
      and (${result} = '' or (c.state = 'decided' and c.granted = (${result} = 'granted')))
      and (${search} = '' or position(lower(${search}) in lower(c.applicant)) > 0
        or (length(${search}) >= 8 and starts_with(c.id::text, lower(${search}))))
    order by c.id desc limit ${limit}`);

export const countAgencyCases = async (
  q: Queryable,
  { agency, state, result, service, search, from, to }: CaseFilter,
  most: number,
): Promise<number> =>
  (await q.one<{ count: number }>(sql`
    select count(*)::int as count from (
      select from case_index c
      where c.agency = ${agency} and c.state not in ('draft', 'discarded')
        and (${state} in ('', c.state) or (${state} = 'under-way' and c.state in ('collecting', 'deciding'))) and (${service} = '' or c.service = ${service})
        and c.created_at >= ${from}::timestamptz and c.created_at < ${to}::timestamptz
        and (${result} = '' or (c.state = 'decided' and c.granted = (${result} = 'granted')))
        and (${search} = '' or position(lower(${search}) in lower(c.applicant)) > 0
          or (length(${search}) >= 8 and starts_with(c.id::text, lower(${search}))))
      limit ${most}) counted`))!.count;

/** How many cases of an agency stand in these states, and since when the oldest does. */
export const countWaiting = async (
  q: Queryable,
  agency: string,
  isStopped: boolean,
): Promise<{ count: number; oldest: string | null }> =>
  (await q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::int as count, min(created_at) as oldest from case_index
    where agency = ${agency} and state in ('collecting', 'deciding', 'stopped') and (state = 'stopped') = ${isStopped}`))!;
