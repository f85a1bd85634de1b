import { type Queryable, sql } from "@troad/kernel";

/** Uses something up: true for exactly one of any number of equal requests, in whichever process. */
export const useOnce = async (q: Queryable, kind: string, key: string, expiresAt: string): Promise<boolean> =>
  (await q.run(sql`
    insert into used_once (kind, key, expires_at) values (${kind}, ${key}, ${expiresAt}) on conflict do nothing`)) === 1;

export async function purgeUsed(q: Queryable, now: string): Promise<void> {
  await q.run(sql`delete from used_once where expires_at < ${now}`);
}
