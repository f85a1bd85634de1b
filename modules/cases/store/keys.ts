import { type Queryable, sql } from "@troad/kernel";

export const findKey = async (q: Queryable, caseId: string): Promise<Buffer | undefined> =>
  (await q.one<{ key: Buffer }>(sql`select key from case_key where case_id = ${caseId}`))?.key;

export async function insertKey(q: Queryable, caseId: string, key: Buffer): Promise<void> {
  await q.run(sql`insert into case_key (case_id, key) values (${caseId}, ${key})`);
}

export async function deleteKey(q: Queryable, caseId: string): Promise<void> {
  await q.run(sql`delete from case_key where case_id = ${caseId}`);
}
