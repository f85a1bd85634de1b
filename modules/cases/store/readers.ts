import { isUuid, type Queryable, sql, textArray } from "@troad/kernel";
import type { Reader } from "../domain/standing.ts";

/** Posts or readers as columns of a statement; what is for all places has an empty area. */
export const officeColumns = (offices: readonly Reader[]) => ({
  agencies: textArray(offices.map(({ agency }) => agency)),
  roles: textArray(offices.map(({ role }) => role)),
  areas: textArray(offices.map(({ area }) => area ?? "")),
});

/** Stores which officers reach a case; an area that is known only now replaces none. */
export async function upsertReaders(q: Queryable, caseId: string, readers: readonly Reader[]): Promise<void> {
  const { agencies, roles, areas } = officeColumns(readers);
  await q.run(sql`
    insert into case_reader (agency, role, case_id, area)
    select agency, role, ${caseId}::uuid, nullif(area, '')
    from unnest(${agencies}::text[], ${roles}::text[], ${areas}::text[]) as reader (agency, role, area)
    on conflict (agency, role, case_id) do update set area = excluded.area where case_reader.area is distinct from excluded.area`);
}

/** Whether one of these posts reaches a case; an id that is none is nobody's to reach. */
export const isReader = async (q: Queryable, caseId: string, posts: readonly Reader[]): Promise<boolean> => {
  if (!isUuid(caseId)) return false;
  const { agencies, roles, areas } = officeColumns(posts);
  const found = await q.one(sql`
    select 1 as found from case_reader r
    join unnest(${agencies}::text[], ${roles}::text[], ${areas}::text[]) as post (agency, role, area) using (agency, role)
    where r.case_id = ${caseId}::uuid and (post.area = '' or starts_with(r.area, post.area)) limit 1`);
  return found !== undefined;
};
