import { isUuid, type Queryable, sql, textArray } from "@troad/kernel";
import type { Case } from "../domain/actions.ts";
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

/** Stores who keeps a case, and whether it is a secret for all others. */
export async function storeKeepers(
  q: Queryable,
  caseId: string,
  { secret, keepers }: Pick<Case, "secret" | "keepers">,
): Promise<void> {
  await q.run(sql`update case_index set secret = ${secret} where id = ${caseId}`);
  await q.run(sql`delete from case_keeper where case_id = ${caseId} and subject <> all (${textArray(keepers)}::text[])`);
  await q.run(sql`
    insert into case_keeper (case_id, subject) select ${caseId}::uuid, subject from unnest(${textArray(keepers)}::text[]) as one (subject)
    on conflict do nothing`);
}

/** Cases of a service that content calls secret now, from before it did: the officers who filed them keep them. */
export const keepFormer = (q: Queryable, service: string, officers: number): Promise<number> =>
  q.run(sql`
    with former as (
      update case_index set secret = ${officers} where service = ${service} and secret is null and state <> 'draft' returning id, filer, mandate)
    insert into case_keeper (case_id, subject) select id, filer from former where filer is not null and mandate is null on conflict do nothing`);

type Office = { posts: readonly Reader[]; subject: string };

/** Whether one of these posts reaches a case; an id that is none is nobody's to reach, and a secret case that of its keepers alone. */
export const isReader = async (q: Queryable, caseId: string, { posts, subject }: Office): Promise<boolean> => {
  if (!isUuid(caseId)) return false;
  const { agencies, roles, areas } = officeColumns(posts);
  const found = await q.one(sql`
    select 1 as found from case_reader r join case_index c on c.id = r.case_id
    join unnest(${agencies}::text[], ${roles}::text[], ${areas}::text[]) as post (agency, role, area)
      on post.agency = r.agency and post.role = r.role
    where r.case_id = ${caseId}::uuid and (post.area = '' or starts_with(r.area, post.area))
      and (c.secret is null or exists (select from case_keeper k where k.case_id = c.id and k.subject = ${subject})) limit 1`);
  return found !== undefined;
};

/** Whether posts would reach a case if it were no secret: whom its keepers may name. */
export const isOfOffice = async (q: Queryable, caseId: string, posts: readonly Reader[]): Promise<boolean> => {
  const { agencies, roles, areas } = officeColumns(posts);
  const found = await q.one(sql`
    select 1 as found from case_reader r
    join unnest(${agencies}::text[], ${roles}::text[], ${areas}::text[]) as post (agency, role, area) using (agency, role)
    where r.case_id = ${caseId}::uuid and (post.area = '' or starts_with(r.area, post.area)) limit 1`);
  return found !== undefined;
};

/** Of these cases those that are secrets and which this officer does not keep. */
export const hiddenFrom = async (q: Queryable, subject: string, cases: readonly string[]): Promise<string[]> => {
  const rows = await q.rows<{ id: string }>(sql`
    select c.id from case_index c where c.id = any(${textArray(cases)}::text[]::uuid[]) and c.secret is not null
      and not exists (select from case_keeper k where k.case_id = c.id and k.subject = ${subject})`);
  return rows.map(({ id }) => id);
};

/** Secret cases that an officer keeps, of an agency and role; for the one who puts another officer in their place. */
export const casesKeptBy = (q: Queryable, of: { subject: string; agency: string; role: string }): Promise<{ id: string }[]> =>
  q.rows<{ id: string }>(sql`
    select c.id from case_keeper k join case_index c on c.id = k.case_id
    where k.subject = ${of.subject} and c.secret is not null and c.erased_at is null
      and exists (select from case_reader r where r.case_id = c.id and r.agency = ${of.agency} and r.role = ${of.role})
    order by c.id limit 500`);
