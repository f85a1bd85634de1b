import { type Queryable, sql } from "@troad/kernel";
import type { Answer } from "../intake/take.ts";

export type UploadForm = "json" | "csv" | "mig";
/** `S`: stored; `P`: being read; `C`: read, nothing was refused; `E`: something was. */
export type UploadState = "S" | "P" | "C" | "E";
export type Upload = { id: string; ban: string; name: string; form: UploadForm; messages: number; by: string; at: string };
export type UploadRow = Omit<Upload, "by"> & {
  state: UploadState;
  read: number;
  taken: number;
  waiting: number;
  refused: number;
};

export async function insertUpload(q: Queryable, row: Upload & { sha256: string; content: Buffer }): Promise<void> {
  await q.run(sql`
    insert into shop_upload (id, ban, name, sha256, form, messages, uploaded_by, at)
    values (${row.id}, ${row.ban}, ${row.name}, ${row.sha256}, ${row.form}, ${row.messages}, ${row.by}, ${row.at})`);
  await q.run(sql`insert into shop_upload_content (upload, content) values (${row.id}, ${row.content})`);
}
export const uploadContent = (q: Queryable, id: string) =>
  q.one<{ ban: string; form: UploadForm; content: Buffer }>(sql`
    select u.ban, u.form, c.content from shop_upload u join shop_upload_content c on c.upload = u.id
    where u.id = ${id} and not exists (select 1 from shop_upload_end e where e.upload = u.id)`);
export const insertPart = (q: Queryable, upload: string, part: number, packageId: string): Promise<number> =>
  q.run(
    sql`insert into shop_upload_part (upload, part, package) values (${upload}, ${part}, ${packageId}) on conflict do nothing`,
  );
export async function endUpload(q: Queryable, upload: string, at: string): Promise<void> {
  await q.run(sql`insert into shop_upload_end (upload, at) values (${upload}, ${at}) on conflict do nothing`);
  await q.run(sql`delete from shop_upload_content where upload = ${upload}`);
}

export const uploadsOf = (
  q: Queryable,
  ban: string,
  { id, before, limit }: { id?: string; before?: string | undefined; limit: number },
) => {
  const [at = "9999-12-31T00:00:00.000Z", no = "ffffffff-ffff-ffff-ffff-ffffffffffff"] = before?.split(" ") ?? [];
  return q.rows<UploadRow>(sql`
    select u.id, u.ban, u.name, u.form, u.messages, u.at, s.read, s.taken, s.waiting, s.refused,
      case when e.upload is null then case when s.read = 0 then 'S' else 'P' end when s.refused > 0 then 'E' else 'C' end as state
    from shop_upload u left join shop_upload_end e on e.upload = u.id
      cross join lateral (select count(*)::int as read, coalesce(sum((p.answer ->> 'taken')::int), 0)::int as taken,
        coalesce(sum(json_array_length(p.answer -> 'waiting')), 0)::int as waiting,
        coalesce(sum(json_array_length(p.answer -> 'refused')), 0)::int as refused
        from shop_upload_part t join package p on p.id = t.package where t.upload = u.id) s
    where u.ban = ${ban} and (${id ?? null}::uuid is null or u.id = ${id ?? null}::uuid) and (u.at, u.id) < (${at}::timestamptz, ${no}::uuid)
    order by u.at desc, u.id desc limit ${limit}`);
};
export const answersOf = (q: Queryable, upload: string) =>
  q.rows<{ part: number; answer: Answer }>(sql`
    select t.part, p.answer from shop_upload_part t join package p on p.id = t.package where t.upload = ${upload} order by t.part limit 1000`);
