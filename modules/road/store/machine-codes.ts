import { type Queryable, sql } from "@troad/kernel";

export const insertMachineCode = (
  q: Queryable,
  { id, proof, sealed, minutes }: { id: string; proof: Buffer; sealed: Buffer; minutes: number },
): Promise<number> =>
  q.run(sql`
    insert into machine_code (id, proof, sealed, expires_at)
    values (${id}, ${proof}, ${sealed}, clock_timestamp() + make_interval(mins => ${minutes}))`);

/** What codes that are over had sealed is not kept. */
export const eraseOldCodes = (q: Queryable): Promise<number> =>
  q.run(sql`update machine_code set sealed = null where sealed is not null and expires_at < clock_timestamp()`);

/** Takes what a code sealed, once; undefined if there is no such code, it is over or used, or the proof is not its own. */
export const takeMachineCode = async (q: Queryable, id: string, proof: Buffer): Promise<Buffer | undefined> =>
  (
    await q.one<{ sealed: Buffer }>(sql`
      with taken as (
        select id, sealed from machine_code
        where id = ${id} and proof = ${proof} and sealed is not null and used_at is null and expires_at > clock_timestamp() for update)
      update machine_code m set used_at = clock_timestamp(), sealed = null from taken where m.id = taken.id returning taken.sealed`)
  )?.sealed;

/** Five wrong ones, and the code is spent. */
export const countWrongCode = (q: Queryable, id: string): Promise<number> =>
  q.run(sql`
    update machine_code set wrong = wrong + 1, sealed = case when wrong >= 4 then null else sealed end where id = ${id} and used_at is null`);
