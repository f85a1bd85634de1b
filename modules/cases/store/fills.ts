import { json, type Queryable, sql } from "@troad/kernel";

export type FillRow = { step: string; visit: number; answers: Record<string, unknown> };

/** What was answered on the present step of a case and is not submitted yet. */
export const readFill = (q: Queryable, caseId: string): Promise<FillRow | undefined> =>
  q.one<FillRow>(sql`select step, visit, answers from case_fill where case_id = ${caseId}`);

export async function upsertFill(q: Queryable, caseId: string, { step, visit, answers }: FillRow): Promise<void> {
  await q.run(sql`
    insert into case_fill (case_id, step, visit, answers) values (${caseId}, ${step}, ${visit}, ${json(answers)})
    on conflict (case_id) do update set step = excluded.step, visit = excluded.visit, answers = excluded.answers`);
}

export async function deleteFill(q: Queryable, caseId: string): Promise<void> {
  await q.run(sql`delete from case_fill where case_id = ${caseId}`);
}
