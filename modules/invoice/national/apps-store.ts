import { type Queryable, sql } from "@troad/kernel";

export type App = { id: string; key: string };

/** An application that may call, with its latest key. */
export const findApp = (q: Queryable, id: string) =>
  q.one<App>(sql`
    select a.id, coalesce((select k.key from app_key k where k.app = a.id order by k.no desc limit 1), a.key) as key from app a
    where a.id = ${id} and not exists (select 1 from app_end e where e.id = a.id) and not is_suspended('app', a.id)`);

/** Blocked devices. */
export const blockedUuids = (q: Queryable) =>
  q.rows<{ uuid: string }>(sql`select uuid from blocked_uuid order by at desc limit 100000`);

export async function insertApp(q: Queryable, row: App & { name: string; since: string }): Promise<void> {
  await q.run(sql`
    insert into app (id, key, name, since) values (${row.id}, ${row.key}, ${row.name}, ${row.since}) on conflict (id) do nothing`);
}

/** Records a signature; undefined if it is new, otherwise the time of its first use. */
export async function useSignature(q: Queryable, digest: string, at: string): Promise<string | undefined> {
  const fresh = await q.run(
    sql`insert into used_signature (digest, at) values (${digest}, ${at}) on conflict (digest) do nothing`,
  );
  return fresh === 1
    ? undefined
    : ((await q.one<{ at: string }>(sql`select at from used_signature where digest = ${digest}`))?.at ?? at);
}

export async function forgetSignatures(q: Queryable, before: string): Promise<number> {
  return q.run(sql`delete from used_signature where at < ${before}`);
}
