import { type Queryable, sql, textArray } from "@troad/kernel";
import type { Reader } from "../domain/standing.ts";

/** Stores which officers reach a case; an area that is known only now replaces none. */
export async function upsertReaders(q: Queryable, caseId: string, readers: readonly Reader[]): Promise<void> {
  const column = (values: (string | null)[]): Buffer => textArray(values.map((value) => value ?? ""));
  await q.run(sql`
    insert into case_reader (agency, role, case_id, area)
    select agency, role, ${caseId}::uuid, nullif(area, '') from unnest(
      ${column(readers.map(({ agency }) => agency))}::text[], ${column(readers.map(({ role }) => role))}::text[],
      ${column(readers.map(({ area }) => area))}::text[]) as reader (agency, role, area)
    on conflict (agency, role, case_id) do update set area = excluded.area where case_reader.area is distinct from excluded.area`);
}

/** Whether one of these posts reaches a case. */
export const isReader = async (
  q: Queryable,
  caseId: string,
  posts: readonly { role: string; agency: string; area: string | null }[],
): Promise<boolean> => {
  const column = (values: (string | null)[]): Buffer => textArray(values.map((value) => value ?? ""));
  const found = await q.one(sql`
    select 1 as found from case_reader r join unnest(
      ${column(posts.map(({ agency }) => agency))}::text[], ${column(posts.map(({ role }) => role))}::text[],
      ${column(posts.map(({ area }) => area))}::text[]) as post (agency, role, area) using (agency, role)
    where r.case_id = ${caseId}::uuid and (post.area = '' or starts_with(r.area, post.area)) limit 1`);
  return found !== undefined;
};
