import { json, type Queryable, sql, textArray } from "@troad/kernel";
import type { CheckedFile } from "@troad/tabular";

export type UploadRow = {
  id: string;
  set: string;
  resource: string | null;
  title: string;
  fileName: string;
  sha256: string;
  bytes: number;
  report: CheckedFile;
  by: string;
  at: string;
  publishedAt: string | null;
  due: string | null;
};
export type ResourceRow = {
  id: string;
  set: string;
  title: string;
  at: string;
  seq: number;
  upload: string;
  fileName: string;
  sha256: string;
  bytes: number;
  report: CheckedFile;
  publishedAt: string;
  note: string;
};

export const insertUpload = (q: Queryable, one: Omit<UploadRow, "publishedAt" | "due">): Promise<number> =>
  q.run(sql`insert into upload (id, data_set, resource, title, file_name, sha256, bytes, report, by, at)
    values (${one.id}, ${one.set}, ${one.resource}, ${one.title}, ${one.fileName}, ${one.sha256}, ${one.bytes}, 
      ${json(one.report)}::jsonb, ${one.by}, ${one.at})`);

export const uploads = (q: Queryable, by: { set?: string; id?: string; limit: number }): Promise<UploadRow[]> =>
  q.rows<UploadRow>(sql`select u.id, u.data_set as set, u.resource, u.title, u.file_name as "fileName", u.sha256, u.bytes, u.report, u.by, u.at,
      p.at as "publishedAt", n.due::text as due from upload u left join publication p on p.upload = u.id left join column_notice n on n.upload = u.id
    where (${by.set ?? null}::uuid is null or u.data_set = ${by.set ?? null}::uuid) and (${by.id ?? null}::uuid is null or u.id = ${by.id ?? null}::uuid)
    order by u.no desc limit ${by.limit}`);

export const insertResource = (q: Queryable, one: { id: string; set: string; title: string; at: string }): Promise<number> =>
  q.run(sql`insert into resource (id, data_set, title, at) values (${one.id}, ${one.set}, ${one.title}, ${one.at})`);
export const insertResourceEnd = (
  q: Queryable,
  one: { resource: string; reason: string; by: string; at: string },
): Promise<number> =>
  q.run(sql`insert into resource_end (resource, reason, by, at) values (${one.resource}, ${one.reason}, ${one.by}, ${one.at})
    on conflict do nothing`);
export const insertPublication = (
  q: Queryable,
  one: { resource: string; upload: string; note: string; by: string; at: string },
): Promise<number> =>
  q.run(sql`insert into publication (resource, seq, upload, note, by, at)
    select ${one.resource}, coalesce(max(seq), 0) + 1, ${one.upload}, ${one.note}, ${one.by}, ${one.at} from publication where resource = ${one.resource}
    on conflict on constraint publication_once do nothing`);

/** The files that a set has now. */
export const resources = (q: Queryable, by: { sets?: readonly string[]; id?: string }): Promise<ResourceRow[]> =>
  q.rows<ResourceRow>(sql`select r.id, r.data_set as set, r.title, r.at, p.seq, u.id as upload, u.file_name as "fileName", u.sha256, u.bytes, u.report,
      p.at as "publishedAt", p.note from resource r
    join lateral (select * from publication x where x.resource = r.id order by x.seq desc limit 1) p on true join upload u on u.id = p.upload
    where (${by.sets === undefined} or r.data_set = any(${textArray(by.sets ?? [])}::text[]::uuid[]))
      and (${by.id ?? null}::uuid is null or r.id = ${by.id ?? null}::uuid)
      and not exists (select 1 from resource_end e where e.resource = r.id)
    order by r.no limit 5000`);

export const insertNotice = (
  q: Queryable,
  one: { upload: string; resource: string; gone: string[]; added: string[]; due: string; at: string },
): Promise<number> =>
  q.run(sql`insert into column_notice (upload, resource, gone, added, due, at)
    values (${one.upload}, ${one.resource}, ${textArray(one.gone)}::text[], ${textArray(one.added)}::text[], ${one.due}, ${one.at}) on conflict do nothing`);

export type NoticeRow = { upload: string; resource: string; gone: string[]; added: string[]; due: string; set: string };
/** Changes of columns that were told and are not published yet; with `due`, those whose day has come. */
export const openNotices = (q: Queryable, by: { set?: string; due?: string }): Promise<NoticeRow[]> =>
  q.rows<NoticeRow>(sql`select n.upload, n.resource, n.gone, n.added, n.due::text as due, u.data_set as set 
    from column_notice n join upload u on u.id = n.upload
    left join publication p on p.upload = n.upload left join withdrawal w on w.data_set = u.data_set
    where p.upload is null and w.data_set is null and (${by.set ?? null}::uuid is null or u.data_set = ${by.set ?? null}::uuid)
      and (${by.due ?? null}::date is null or n.due <= ${by.due ?? null}::date) order by n.due limit 200`);

export const subscribe = (q: Queryable, one: { set: string; subject: string; at: string }): Promise<number> =>
  q.run(
    sql`insert into subscription (data_set, subject, at) values (${one.set}, ${one.subject}, ${one.at}) on conflict do nothing`,
  );
export const unsubscribe = (q: Queryable, one: { set: string; subject: string }): Promise<number> =>
  q.run(sql`delete from subscription where data_set = ${one.set} and subject = ${one.subject}`);
export const subscribers = (q: Queryable, set: string): Promise<{ subject: string }[]> =>
  q.rows<{ subject: string }>(sql`select subject from subscription where data_set = ${set} order by subject limit 100000`);
export const isSubscriber = async (q: Queryable, one: { set: string; subject: string }): Promise<boolean> =>
  (await q.one(sql`select 1 as one from subscription where data_set = ${one.set} and subject = ${one.subject}`)) !== undefined;
