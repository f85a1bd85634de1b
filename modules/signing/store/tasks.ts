import { json, type Queryable, sql } from "@troad/kernel";

export type TaskRow = { id: string; subject: string; expires_at: string; signed_at: string | null; container: Buffer | null };
export type FileRow = {
  n: number;
  name: string;
  mime: string;
  sha256: string;
  content: Buffer;
  /** Text of each page; null for what is no PDF. */
  pages: string[] | null;
  signed: Buffer | null;
};

export async function insertTask(q: Queryable, row: Pick<TaskRow, "id" | "subject" | "expires_at">): Promise<void> {
  await q.run(sql`insert into task (id, subject, expires_at) values (${row.id}, ${row.subject}, ${row.expires_at})`);
}

export async function insertFile(q: Queryable, task: string, row: Omit<FileRow, "signed">): Promise<void> {
  const pages = row.pages === null ? null : json(row.pages);
  await q.run(sql`
    insert into task_file (task, n, name, mime, sha256, content, pages)
    values (${task}, ${row.n}, ${row.name}, ${row.mime}, ${row.sha256}, ${row.content}, ${pages})`);
}

export const findTask = (q: Queryable, { id, subject, now }: { id: string; subject: string; now: string }) =>
  q.one<TaskRow>(sql`select * from task where id = ${id} and subject = ${subject} and expires_at > ${now}`);

export const filesOf = (q: Queryable, task: string): Promise<FileRow[]> =>
  q.rows<FileRow>(
    sql`select n, name, mime, sha256, content, pages, signed from task_file where task = ${task} order by n limit 50`,
  );

/** False if the task was signed before: a form that is sent twice signs once. */
export async function markSigned(
  q: Queryable,
  { id, at, expiresAt, container }: { id: string; at: string; expiresAt: string; container: Buffer | null },
): Promise<boolean> {
  const changed = await q.run(sql`
    update task set signed_at = ${at}, expires_at = ${expiresAt}, container = ${container} where id = ${id} and signed_at is null`);
  return changed > 0;
}

export async function storeSigned(q: Queryable, task: string, n: number, signed: Buffer): Promise<void> {
  await q.run(sql`update task_file set signed = ${signed} where task = ${task} and n = ${n}`);
}

export const deleteExpired = (q: Queryable, now: string): Promise<number> =>
  q.run(sql`delete from task where expires_at <= ${now}`);

/** A person has so many tasks at once; the oldest go. */
export const deleteOldest = (q: Queryable, subject: string, keep: number): Promise<number> =>
  q.run(sql`
    delete from task where id in (select id from task where subject = ${subject} order by expires_at desc, id offset ${keep})`);
