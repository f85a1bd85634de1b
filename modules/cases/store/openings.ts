import { type Queryable, sql, textArray } from "@troad/kernel";
import type { Opening } from "../api.ts";

type Opened = { id: string; subject: string; service: string };
type By = Pick<Opening, "agency" | "kind" | "at"> & { actor: string; reason?: string };

/** One row a case: who opened it, alone or as a line of a list. */
export async function insertOpenings(
  q: Queryable,
  cases: readonly Opened[],
  { agency, kind, at, actor, reason }: By,
): Promise<void> {
  const column = (name: keyof Opened): Buffer => textArray(cases.map((one) => one[name]));
  await q.run(sql`
    insert into case_opening (subject, case_id, service, agency, actor, kind, reason, at)
    select subject, id::uuid, service, ${agency}, ${actor}, ${kind}, ${reason ?? null}, ${at}
    from unnest(${column("subject")}::text[], ${column("id")}::text[], ${column("service")}::text[]) as opened (subject, id, service)`);
}

/** Newest first; `before` is the number of the last one seen. */
export function openingsOf(q: Queryable, subject: string, before: number | null, limit: number): Promise<Opening[]> {
  return q.rows<Opening>(sql`
    select seq, case_id as "caseId", service, agency, kind, reason, at from case_opening
    where subject = ${subject} and (${before}::bigint is null or seq < ${before}) order by seq desc limit ${limit}`);
}

/** Whether an officer has opened a case with a reason since then. */
export const lastReason = async (
  q: Queryable,
  { id, actor, since }: { id: string; actor: string; since: string },
): Promise<boolean> =>
  (await q.one(sql`
    select seq from case_opening where case_id = ${id} and actor = ${actor} and kind = 'reason' and at >= ${since} limit 1`)) !==
  undefined;
