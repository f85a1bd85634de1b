import { json, type Queryable, sql } from "@troad/kernel";

export type DraftRow = { id: string; national_id: string; answers: Record<string, unknown> };

export async function insertDraft(q: Queryable, { id, national_id, answers }: DraftRow): Promise<void> {
  await q.run(sql`
    insert into case_draft (id, national_id, answers) values (${id}, ${national_id}, ${json(answers)})
    on conflict (id) do nothing`);
}

export const readDraft = (q: Queryable, id: string): Promise<DraftRow | undefined> =>
  q.one<DraftRow>(sql`select id, national_id, answers from case_draft where id = ${id}`);

export async function updateDraft(q: Queryable, id: string, answers: Record<string, unknown>, at: string): Promise<void> {
  await q.run(sql`update case_draft set answers = ${json(answers)} where id = ${id}`);
  await q.run(sql`update case_index set updated_at = ${at} where id = ${id}`);
}

/** A draft and all that is known of it is gone; one that has a chain from before keeps the chain. */
export async function deleteDraft(q: Queryable, id: string): Promise<void> {
  await q.run(sql`delete from case_draft where id = ${id}`);
  await q.run(sql`delete from case_index where id = ${id} and not chained and state = 'draft'`);
}
