import { json, type Queryable, sql } from "@troad/kernel";

/** Numbers of one track and period, both ends included. */
export type NumberRange = { term: string; track: string; first: string; last: string };
export type HeldRange = NumberRange & { holder: string; kind: "assigned" | "branch" | "blank"; branch: string | null };

/**
 * What was assigned to some sellers in some periods, what was passed on to them or reported unused by or for them, and the numbers of the
 * parties that did either. A period with any assignment also has a row without holder.
 */
export const rangesOf = (q: Queryable, terms: readonly string[], sellers: readonly string[]) =>
  q.rows<HeldRange>(sql`
    with told as (
      select term, track, first, last, holder, kind, content ->> 'BranchBan' as branch from number_range
      where kind in ('branch', 'blank') and content ->> 'BranchBan' = any(${sellers}) and term = any(${terms})
      union
      select term, track, first, last, holder, kind, content ->> 'BranchBan' from number_range
      where kind = 'blank' and holder = any(${sellers}) and term = any(${terms}))
    select * from told
    union all
    select term, track, first, last, holder, kind, null from number_range
    where kind = 'assigned' and term = any(${terms}) and (holder = any(${sellers}) or holder in (select holder from told))
    union all
    select t.term, '', '', '', '', 'assigned', null from unnest(${terms}::text[]) as t(term)
    where exists (select 1 from number_range n where n.term = t.term and n.kind = 'assigned')`);

export type Assigned = NumberRange & { no: number; id: string; type: string; seller: string };

/** Assignments happen one after the other, so ranges cannot overlap and `no` follows the commits. */
export async function lockAssignments(q: Queryable): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('assignment'))`);
}

/** The first of these ranges with a number that was assigned before. */
export const takenAmong = (q: Queryable, ranges: readonly NumberRange[]) =>
  q.one<{ at: number }>(sql`
    select r.at::int as at from unnest(${ranges.map(({ term }) => term)}::text[], ${ranges.map(({ track }) => track)}::text[],
      ${ranges.map(({ first }) => first)}::text[], ${ranges.map(({ last }) => last)}::text[]) with ordinality as r(term, track, first, last, at)
    where exists (select 1 from number_range n where n.term = r.term and n.kind = 'assigned' and n.track = r.track
      and n.first <= r.last and n.last >= r.first)
    order by r.at limit 1`);

/** The indexes of those ranges in which an invoice was issued. */
export const issuedAmong = (q: Queryable, ranges: readonly NumberRange[]) =>
  q.rows<{ at: number }>(sql`
    select r.at::int - 1 as at from unnest(${ranges.map(({ term }) => term)}::text[], ${ranges.map(({ track }) => track)}::text[],
      ${ranges.map(({ first }) => first)}::text[], ${ranges.map(({ last }) => last)}::text[]) with ordinality as r(term, track, first, last, at)
    where exists (select 1 from invoice i where i.term = r.term and i.number between r.track || r.first and r.track || r.last)`);

export const findAssignment = (q: Queryable, key: string) =>
  q.one<{ id: string; digest: string }>(sql`select id, digest from assignment where key = ${key}`);

export async function insertAssignment(
  q: Queryable,
  row: { id: string; key: string; digest: string; by: string; at: string },
  ranges: readonly (NumberRange & { seller: string; content: object })[],
): Promise<void> {
  await q.run(sql`
    insert into assignment (id, key, digest, assigned_by, at) values (${row.id}, ${row.key}, ${row.digest}, ${row.by}, ${row.at})`);
  await q.run(sql`
    insert into number_range (term, kind, track, first, last, holder, package, content)
    select r ->> 'term', 'assigned', r ->> 'track', r ->> 'first', r ->> 'last', r ->> 'seller', ${row.id}, r -> 'content'
    from json_array_elements(${json(ranges)}) as r`);
}

/** What was assigned to sellers (to all, for an agent of everyone) after the act `after`, oldest first. */
export const assignedAfter = (q: Queryable, sellers: readonly string[], after: number, limit: number) =>
  q.rows<Assigned>(sql`
    select a.no::int as no, a.id, n.term, n.track, n.first, n.last, n.holder as seller, n.content ->> 'InvoiceType' as type
    from assignment a join number_range n on n.package = a.id and n.kind = 'assigned'
    where a.no > ${after} and (${sellers.includes("*")} or n.holder = any(${sellers}))
    order by a.no, n.track, n.first limit ${limit}`);

/** Assignments, newest act first. */
export const assignedOf = (q: Queryable, query: { term?: string; seller?: string; before?: number; limit: number }) =>
  q.rows<Assigned>(sql`
    select a.no::int as no, a.id, n.term, n.track, n.first, n.last, n.holder as seller, n.content ->> 'InvoiceType' as type
    from assignment a join number_range n on n.package = a.id and n.kind = 'assigned'
    where (${query.term ?? ""} = '' or n.term = ${query.term ?? ""}) and (${query.seller ?? ""} = '' or n.holder = ${query.seller ?? ""})
      and a.no < ${query.before ?? 2_147_483_647}
    order by a.no desc, n.track, n.first limit ${query.limit}`);
