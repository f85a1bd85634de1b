import { json, type Queryable, sql } from "@troad/kernel";

import type { OnBehalf } from "../domain/on-behalf.ts";

export type DraftRow = { id: string; national_id: string; answers: Record<string, unknown>; on_behalf: OnBehalf | null };

export async function insertDraft(q: Queryable, { id, national_id, answers, on_behalf }: DraftRow): Promise<void> {
  const filed = on_behalf === null ? null : json(on_behalf);
  await q.run(sql`
    insert into case_draft (id, national_id, answers, on_behalf) values (${id}, ${national_id}, ${json(answers)}, ${filed}::jsonb)
    on conflict (id) do nothing`);
}

export const readDraft = (q: Queryable, id: string): Promise<DraftRow | undefined> =>
  q.one<DraftRow>(sql`select id, national_id, answers, on_behalf from case_draft where id = ${id}`);

export async function updateDraft(q: Queryable, id: string, answers: Record<string, unknown>, at: string): Promise<void> {
  await q.run(sql`update case_draft set answers = ${json(answers)} where id = ${id}`);
  await q.run(sql`update case_index set updated_at = ${at} where id = ${id}`);
}

/** A draft and all that is known of it is gone; one that has a chain from before keeps the chain. */
export async function deleteDraft(q: Queryable, id: string): Promise<void> {
  await q.run(sql`delete from case_draft where id = ${id}`);
  await q.run(sql`delete from case_index where id = ${id} and not chained and state = 'draft'`);
}
