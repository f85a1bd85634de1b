import { json, type Queryable, sql } from "@troad/kernel";

type FileRow = { code: string; case_id: string; content: object; at: string };

export const findCertificateFile = (q: Queryable, code: string): Promise<Pick<FileRow, "content"> | undefined> =>
  q.one<Pick<FileRow, "content">>(sql`select content from certificate_file where code = ${code}`);

/** The first file that is stored stays: of two made at once, both readers get the same. */
export async function insertCertificateFile(q: Queryable, row: FileRow): Promise<void> {
  await q.run(sql`
    insert into certificate_file (code, case_id, content, at) values (${row.code}, ${row.case_id}, ${json(row.content)}, ${row.at})
    on conflict (code) do nothing`);
}
