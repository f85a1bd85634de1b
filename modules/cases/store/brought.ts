import { json, type Queryable, sql } from "@troad/kernel";

export type ClientNames = { en: string; "zh-Hant": string };
export type BroughtRow = {
  id: string;
  client: string;
  client_key: string;
  request_hash: string;
  name: ClientNames;
  service: string;
  answers: Record<string, unknown>;
  return_to: string | null;
  case_id: string | null;
  tells: boolean;
  at: string;
  expires_at: string;
};

/** False if the client has used this key before. */
export const insertBrought = async (q: Queryable, row: Omit<BroughtRow, "case_id" | "tells">): Promise<boolean> =>
  (await q.run(sql`
    insert into case_brought (id, client, client_key, request_hash, name, service, answers, return_to, at, expires_at)
    values (${row.id}, ${row.client}, ${row.client_key}, ${row.request_hash}, ${json(row.name)}, ${row.service}, ${json(row.answers)},
      ${row.return_to}, ${row.at}, ${row.expires_at}) on conflict do nothing`)) === 1;

export const broughtByKey = (q: Queryable, client: string, key: string): Promise<BroughtRow | undefined> =>
  q.one<BroughtRow>(sql`select * from case_brought where client = ${client} and client_key = ${key}`);

export const findBrought = (q: Queryable, id: string): Promise<BroughtRow | undefined> =>
  q.one<BroughtRow>(sql`select * from case_brought where id = ${id}`);

/** Taken by a person, for a case; false if someone took it before. */
export const takeBrought = async (
  q: Queryable,
  { id, caseId, tells, now }: { id: string; caseId: string; tells: boolean; now: string },
): Promise<boolean> =>
  (await q.run(sql`
    update case_brought set case_id = ${caseId}, tells = ${tells}, answers = '{}' where id = ${id} and case_id is null and expires_at > ${now}`)) ===
  1;

/** Who prepared a case, where a third party did. */
export const broughtFor = async (q: Queryable, caseId: string): Promise<Pick<BroughtRow, "client" | "name"> | undefined> =>
  q.one<Pick<BroughtRow, "client" | "name">>(
    sql`select client, name from case_brought where case_id = ${caseId} order by at desc limit 1`,
  );

export const emptyBrought = (q: Queryable, now: string): Promise<number> =>
  q.run(sql`update case_brought set answers = '{}' where expires_at < ${now} and answers <> '{}'`);
