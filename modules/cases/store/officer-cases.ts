import { plannedEachTime, type Queryable, sql } from "@troad/kernel";
import type { ActingPerson } from "../domain/act.ts";
import type { IndexRow } from "./cases.ts";
import { officeColumns } from "./readers.ts";

type Posts = ActingPerson["posts"];
/** The officer who looks: secret cases are those of their keepers. */
type Looking = { posts: Posts; subject: string };
/** Which cases of an agency an officer looks for; an empty text asks for all. */
export type CaseFilter = Looking & {
  /** The officer to whom a case is assigned, or `none`. */
  holder: string;
  /** A day: cases whose limit ended before it. */
  late: string;
  state: string;
  /** `granted` or `refused` */
  result: string;
  service: string;
  /** A part of the applicant's name. */
  name: string;
  /** The first and the last id among which a case is. */
  ids: { from: string; to: string };
  /** Instants of the beginning of a case, from included and to excluded. */
  from: string;
  to: string;
};
/** Cases that officers of an agency reach in one of their roles, newest first; drafts are the citizen's own. */
export const listAgencyCases = (
  q: Queryable,
  { posts, subject, state, result, service, name, ids, from, to, holder, late }: CaseFilter,
  before: string | null,
  limit: number,
): Promise<IndexRow[]> => {
  const { agencies, roles, areas } = officeColumns(posts);
  return q.rows<IndexRow>(
    plannedEachTime(sql`
    select c.* from case_index c
    where c.state not in ('draft', 'discarded') and c.erased_at is null and (${before}::uuid is null or c.id < ${before}::uuid)
      and exists (select from case_reader r
        join unnest(${agencies}::text[], ${roles}::text[], ${areas}::text[]) as post (agency, role, area) using (agency, role)
        where r.case_id = c.id and (post.area = '' or starts_with(r.area, post.area)))
      and (c.secret is null or exists (select from case_keeper k where k.case_id = c.id and k.subject = ${subject}))
      and (${state} in ('', c.state) or (${state} = 'under-way' and c.state in ('collecting', 'deciding'))) and (${service} = '' or c.service = ${service})
      and c.created_at >= ${from}::timestamptz and c.created_at < ${to}::timestamptz
      and (${result} = '' or (c.state = 'decided' and c.granted = (${result} = 'granted')))
      and (${holder} = '' or c.assigned is not distinct from nullif(${holder}, 'none')) and (${late} = '' or c.due < ${late || null}::date)
      and c.id between ${ids.from}::uuid and ${ids.to}::uuid
      and (${name} = '' or (string_to_array(lower(c.applicant), null) @> string_to_array(lower(${name}), null)
        and position(lower(${name}) in lower(c.applicant)) > 0))
    order by c.id desc limit ${limit}`),
  );
};

export const countAgencyCases = async (
  q: Queryable,
  { posts, subject, state, result, service, name, ids, from, to, holder, late }: CaseFilter,
  most: number,
): Promise<number> => {
  const { agencies, roles, areas } = officeColumns(posts);
  const counted = await q.one<{ count: number }>(
    plannedEachTime(sql`
    select count(*)::int as count from (
      select from case_index c
      where c.state not in ('draft', 'discarded') and c.erased_at is null
        and exists (select from case_reader r
        join unnest(${agencies}::text[], ${roles}::text[], ${areas}::text[]) as post (agency, role, area) using (agency, role)
        where r.case_id = c.id and (post.area = '' or starts_with(r.area, post.area)))
      and (c.secret is null or exists (select from case_keeper k where k.case_id = c.id and k.subject = ${subject}))
        and (${state} in ('', c.state) or (${state} = 'under-way' and c.state in ('collecting', 'deciding'))) and (${service} = '' or c.service = ${service})
        and c.created_at >= ${from}::timestamptz and c.created_at < ${to}::timestamptz
        and (${result} = '' or (c.state = 'decided' and c.granted = (${result} = 'granted')))
        and (${holder} = '' or c.assigned is not distinct from nullif(${holder}, 'none')) and (${late} = '' or c.due < ${late || null}::date)
        and c.id between ${ids.from}::uuid and ${ids.to}::uuid
        and (${name} = '' or (string_to_array(lower(c.applicant), null) @> string_to_array(lower(${name}), null)
          and position(lower(${name}) in lower(c.applicant)) > 0))
      limit ${most}) counted`),
  );
  return counted?.count ?? 0;
};

/** What waits for officers: stopped, under way by itself, with an officer, or with an officer beyond its limit. */
export type WaitingKind = "stopped" | "under-way" | "reviewing" | "late";
type Waiting = Looking & { which: WaitingKind; today: string };

/** How many cases wait, and since when the oldest does. */
export const countWaiting = async (
  q: Queryable,
  { posts, subject, which, today }: Waiting,
): Promise<{ count: number; oldest: string | null }> => {
  const { agencies, roles, areas } = officeColumns(posts);
  const waiting = await q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::int as count, min(c.created_at) as oldest from case_index c
    where c.state in ('collecting', 'deciding', 'stopped', 'reviewing')
      and exists (select from case_reader r
        join unnest(${agencies}::text[], ${roles}::text[], ${areas}::text[]) as post (agency, role, area) using (agency, role)
        where r.case_id = c.id and (post.area = '' or starts_with(r.area, post.area)))
      and (c.secret is null or exists (select from case_keeper k where k.case_id = c.id and k.subject = ${subject}))
      and case ${which} when 'stopped' then c.state = 'stopped' when 'under-way' then c.state in ('collecting', 'deciding')
        else c.state = 'reviewing' and (${which} <> 'late' or c.due < ${today}::date)
          and exists (select from unnest(${agencies}::text[], ${roles}::text[], ${areas}::text[]) as post (agency, role, area)
            where post.agency = c.office and post.role = c.role and (post.area = '' or starts_with(c.area, post.area))) end`);
  return waiting ?? { count: 0, oldest: null };
};
