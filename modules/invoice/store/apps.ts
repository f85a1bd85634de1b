import { type Queryable, sql } from "@troad/kernel";

export type App = { id: string; key: string };

/** An application that may call, and whether the device is shut out. */
export const findApp = (q: Queryable, id: string, uuid: string) =>
  q.one<App & { blocked: boolean }>(sql`
    select a.id, a.key, exists (select 1 from blocked_uuid b where b.uuid = ${uuid}) as blocked
    from app a where a.id = ${id} and not exists (select 1 from app_end e where e.id = a.id)`);

export async function insertApp(q: Queryable, row: App & { name: string; since: string }): Promise<void> {
  await q.run(sql`
    insert into app (id, key, name, since) values (${row.id}, ${row.key}, ${row.name}, ${row.since}) on conflict (id) do nothing`);
}

/** Remembers a signature; false if it was used before. */
export async function useSignature(q: Queryable, digest: string, at: string): Promise<boolean> {
  return (
    (await q.run(sql`insert into used_signature (digest, at) values (${digest}, ${at}) on conflict (digest) do nothing`)) === 1
  );
}

export async function forgetSignatures(q: Queryable, before: string): Promise<number> {
  return q.run(sql`delete from used_signature where at < ${before}`);
}
