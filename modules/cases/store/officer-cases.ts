import { type Queryable, sql, textArray } from "@troad/kernel";
import type { IndexRow } from "./cases.ts";

/** Which cases of an agency an officer looks for; an empty text asks for all. */
export type CaseFilter = {
  agency: string;
  roles: readonly string[];
  /** The officer to whom a case is assigned, or `none`. */
  holder: string;
  /** A day: cases whose limit ended before it. */
  late: string;
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
/** Cases that officers of an agency reach in one of their roles, newest first; drafts are the citizen's own. */
export const listAgencyCases = (
  q: Queryable,
  { agency, roles, state, result, service, search, from, to, holder, late }: CaseFilter,
  before: string | null,
  limit: number,
): Promise<IndexRow[]> =>
  q.rows<IndexRow>(sql`
    select c.* from case_index c
    where c.state not in ('draft', 'discarded') and (${before}::uuid is null or c.id < ${before}::uuid)
      and exists (select from case_reader r where r.case_id = c.id and r.agency = ${agency} and r.role = any(${textArray(roles)}::text[]))
      and (${state} in ('', c.state) or (${state} = 'under-way' and c.state in ('collecting', 'deciding'))) and (${service} = '' or c.service = ${service})
      and c.created_at >= ${from}::timestamptz and c.created_at < ${to}::timestamptz
      and (${result} = '' or (c.state = 'decided' and c.granted = (${result} = 'granted')))
      and (${holder} = '' or c.assigned is not distinct from nullif(${holder}, 'none')) and (${late} = '' or c.due < ${late || null}::date)
      and (${search} = '' or position(lower(${search}) in lower(c.applicant)) > 0
        or (length(${search}) >= 8 and starts_with(c.id::text, lower(${search}))))
    order by c.id desc limit ${limit}`);

export const countAgencyCases = async (
  q: Queryable,
  { agency, roles, state, result, service, search, from, to, holder, late }: CaseFilter,
  most: number,
): Promise<number> =>
  (await q.one<{ count: number }>(sql`
    select count(*)::int as count from (
      select from case_index c
      where c.state not in ('draft', 'discarded')
        and exists (select from case_reader r where r.case_id = c.id and r.agency = ${agency} and r.role = any(${textArray(roles)}::text[]))
        and (${state} in ('', c.state) or (${state} = 'under-way' and c.state in ('collecting', 'deciding'))) and (${service} = '' or c.service = ${service})
        and c.created_at >= ${from}::timestamptz and c.created_at < ${to}::timestamptz
        and (${result} = '' or (c.state = 'decided' and c.granted = (${result} = 'granted')))
        and (${holder} = '' or c.assigned is not distinct from nullif(${holder}, 'none')) and (${late} = '' or c.due < ${late || null}::date)
        and (${search} = '' or position(lower(${search}) in lower(c.applicant)) > 0
          or (length(${search}) >= 8 and starts_with(c.id::text, lower(${search}))))
      limit ${most}) counted`))!.count;

/** What waits for officers: stopped, under way by itself, with an officer, or with an officer beyond its limit. */
export type WaitingKind = "stopped" | "under-way" | "reviewing" | "late";
type Waiting = { agency: string; roles: readonly string[]; which: WaitingKind; today: string };

/** How many cases wait, and since when the oldest does. */
export const countWaiting = async (
  q: Queryable,
  { agency, roles, which, today }: Waiting,
): Promise<{ count: number; oldest: string | null }> =>
  (await q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::int as count, min(c.created_at) as oldest from case_index c
    where c.state in ('collecting', 'deciding', 'stopped', 'reviewing')
      and exists (select from case_reader r where r.case_id = c.id and r.agency = ${agency} and r.role = any(${textArray(roles)}::text[]))
      and case ${which} when 'stopped' then c.state = 'stopped' when 'under-way' then c.state in ('collecting', 'deciding')
        when 'late' then c.state = 'reviewing' and c.due < ${today}::date and c.role = any(${textArray(roles)}::text[])
        else c.state = 'reviewing' and c.role = any(${textArray(roles)}::text[]) end`))!;
