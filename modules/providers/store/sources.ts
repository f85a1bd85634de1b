import { json, type Queryable, sql, textArray } from "@troad/kernel";
import type { Terms } from "../terms.ts";

export type Decision = "approved" | "refused" | "ended";
export type SourceRow = {
  id: string;
  version: number;
  client: string;
  terms: Terms;
  at: string;
  decision: Decision | null;
  reason: string | null;
};
export type RequestState = "asking" | "given" | "nothing" | "failed";
export type RequestRow = {
  id: string;
  source: string;
  version: number;
  subject: string;
  state: RequestState;
  code: string | null;
  tries: number;
  at: string;
  token_until: string;
  expires_at: string;
  files: string[];
};

export async function lockSource(q: Queryable, id: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`source ${id}`}, 0))`);
}

/** Every version of one source, newest first. */
export const versionsOf = (q: Queryable, id: string): Promise<SourceRow[]> =>
  q.rows<SourceRow>(sql`
    select s.*, d.decision, d.reason from source s
    left join lateral (select * from source_decision d where d.id = s.id and d.version = s.version order by seq desc limit 1) d on true
    where s.id = ${id} order by s.version desc limit 100`);

/** The version that counts of each source: approved, and not ended since. */
export const openSources = (q: Queryable, id: string | null, limit: number): Promise<SourceRow[]> =>
  q.rows<SourceRow>(sql`
    select distinct on (s.id) s.*, d.decision, d.reason from source s
    join lateral (select * from source_decision d where d.id = s.id and d.version = s.version order by seq desc limit 1) d on d.decision = 'approved'
    where (${id}::text is null or s.id = ${id})
      and not exists (select from source_decision e where e.id = s.id and e.decision = 'ended' and e.seq > d.seq)
    order by s.id, s.version desc limit ${limit}`);

/** Versions that wait for a decision, oldest first. */
export const waitingSources = (q: Queryable, limit: number): Promise<SourceRow[]> =>
  q.rows<SourceRow>(sql`
    select s.*, null as decision, null as reason from source s
    where not exists (select from source_decision d where d.id = s.id and d.version = s.version) order by s.at limit ${limit}`);

export async function insertSource(q: Queryable, row: Omit<SourceRow, "decision" | "reason">): Promise<void> {
  await q.run(sql`
    insert into source (id, version, client, terms, at) values (${row.id}, ${row.version}, ${row.client}, ${json(row.terms)}, ${row.at})`);
}

export async function insertDecision(
  q: Queryable,
  row: { id: string; version: number; decision: Decision; officer: string; reason: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into source_decision (id, version, decision, officer, reason, at)
    values (${row.id}, ${row.version}, ${row.decision}, ${row.officer}, ${row.reason}, ${row.at})`);
}

export const insertRequest = async (
  q: Queryable,
  row: Pick<RequestRow, "id" | "source" | "version" | "subject" | "at" | "token_until" | "expires_at"> & { key: string },
): Promise<boolean> =>
  (await q.run(sql`
    insert into source_request (id, source, version, subject, key, state, at, token_until, expires_at)
    values (${row.id}, ${row.source}, ${row.version}, ${row.subject}, ${row.key}, 'asking', ${row.at}, ${row.token_until}, ${row.expires_at})
    on conflict do nothing`)) === 1;

export const findRequest = (q: Queryable, id: string): Promise<RequestRow | undefined> =>
  q.one<RequestRow>(
    sql`select id, source, version, subject, state, code, tries, at, token_until, expires_at, files
    from source_request where id = ${id}`,
  );
export const requestByKey = (q: Queryable, subject: string, key: string): Promise<RequestRow | undefined> =>
  q.one<RequestRow>(
    sql`select id, source, version, subject, state, code, tries, at, token_until, expires_at, files
    from source_request where subject = ${subject} and key = ${key}`,
  );
export const requestsOf = (q: Queryable, subject: string, limit: number): Promise<RequestRow[]> =>
  q.rows<RequestRow>(
    sql`select id, source, version, subject, state, code, tries, at, token_until, expires_at, files
    from source_request where subject = ${subject} order by at desc, id limit ${limit}`,
  );
export const countSince = async (q: Queryable, subject: string, since: string): Promise<number> =>
  (await q.one<{ n: number }>(sql`select count(*)::int as n from source_request where subject = ${subject} and at > ${since}`))!
    .n;

export const sealedOf = async (q: Queryable, id: string): Promise<Buffer | null> =>
  (await q.one<{ sealed: Buffer | null }>(sql`select sealed from source_request where id = ${id}`))?.sealed ?? null;

/** The end of a request; one that has ended already stays as it is. */
export const endRequest = async (
  q: Queryable,
  {
    id,
    state,
    code,
    files,
    sealed,
  }: { id: string; state: RequestState; code: string | null; files: readonly string[]; sealed: Buffer | null },
): Promise<boolean> =>
  (await q.run(sql`
    update source_request set state = ${state}, code = ${code}, files = ${textArray([...files])}::text[], sealed = ${sealed}
    where id = ${id} and state = 'asking'`)) === 1;

export const countTry = async (q: Queryable, id: string): Promise<number> =>
  (await q.one<{ tries: number }>(sql`update source_request set tries = tries + 1 where id = ${id} returning tries`))?.tries ?? 0;

export const noteIntrospected = (q: Queryable, id: string, at: string): Promise<number> =>
  q.run(sql`update source_request set introspected_at = coalesce(introspected_at, ${at}) where id = ${id}`);

export const eraseRequests = (q: Queryable, now: string): Promise<number> =>
  q.run(sql`update source_request set sealed = null, files = '{}' where expires_at < ${now} and sealed is not null`);
