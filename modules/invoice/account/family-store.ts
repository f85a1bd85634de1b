import { type Queryable, sql } from "@troad/kernel";

/** Whose invoices someone may see; `agreed` once the viewer agreed to it. */
export type FamilyView = {
  no: number;
  owner: string;
  ownerName: string;
  viewer: string;
  viewerName: string;
  agreed: boolean;
  at: string;
};

export const viewsOf = (q: Queryable, subject: string): Promise<FamilyView[]> =>
  q.rows<FamilyView>(sql`
    select v.no::int as no, v.owner, v.owner_name as "ownerName", v.viewer, v.viewer_name as "viewerName", v.at,
      exists (select 1 from family_view_agreed a where a.no = v.no) as agreed
    from family_view v
    where (v.owner = ${subject} or v.viewer = ${subject}) and not exists (select 1 from family_view_end e where e.no = v.no)
    order by v.no limit 100`);
export const lockViews = (q: Queryable, owner: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`family ${owner}`}))`);
export const insertView = (q: Queryable, row: Omit<FamilyView, "no" | "agreed">): Promise<number> =>
  q.run(sql`
    insert into family_view (owner, owner_name, viewer, viewer_name, at)
    values (${row.owner}, ${row.ownerName}, ${row.viewer}, ${row.viewerName}, ${row.at})`);
export const insertAgreed = (q: Queryable, no: number, viewer: string, at: string): Promise<number> =>
  q.run(sql`
    insert into family_view_agreed (no, at) select v.no, ${at} from family_view v
    where v.no = ${no} and v.viewer = ${viewer} and not exists (select 1 from family_view_end e where e.no = v.no) on conflict do nothing`);
export const insertViewEnd = (q: Queryable, no: number, by: string, at: string): Promise<number> =>
  q.run(sql`
    insert into family_view_end (no, ended_by, at) select v.no, ${by}, ${at} from family_view v
    where v.no = ${no} and (v.owner = ${by} or v.viewer = ${by}) on conflict do nothing`);
