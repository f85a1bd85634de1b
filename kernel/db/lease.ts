import { AsyncLocalStorage } from "node:async_hooks";
import { kernelFailure } from "../errors.ts";
import type { Queryable } from "./queryable.ts";
import { sql } from "./sql.ts";

/** What one process alone may do, as its holder has it. `fence` rises with each holder. */
export type Lease = { schema: string; name: string; holder: string; fence: number; over: boolean; seconds?: number };

/** How long a holder that says nothing keeps it. By the database's clock: those of the machines are not compared. */
export const leaseSeconds = 15;

const held = new AsyncLocalStorage<Lease>();

/** Runs work as the holder of a lease: each of its transactions in the lease's schema is of no effect once another process holds it. */
export async function asHolder<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
  try {
    return await held.run(lease, work);
  } finally {
    // what the work began and did not wait for is no part of it
    lease.over = true;
  }
}

/** Work that is woken, not done, by the holder. */
export const asNobody = <T>(work: () => T): T => held.exit(work);

/** The lease under which statements of a schema are made now. */
export function leaseFor(schema: string): Lease | undefined {
  const lease = held.getStore();
  return lease?.schema === schema && !lease.over ? lease : undefined;
}

/** Takes a lease that is free, over or ours; undefined while another process holds it. */
export async function takeLease(q: Queryable, schema: string, name: string, holder: string): Promise<Lease | undefined> {
  const taken = await q.one<{ fence: number }>(sql`
    insert into kernel_lease as l (name, holder, fence, until)
    values (${name}, ${holder}, 1, clock_timestamp() + make_interval(secs => ${leaseSeconds}))
    on conflict (name) do update
      set holder = excluded.holder, until = excluded.until, fence = l.fence + case when l.holder = excluded.holder then 0 else 1 end
      where l.holder = excluded.holder or l.until < clock_timestamp()
    returning fence`);
  return taken && { schema, name, holder, fence: Number(taken.fence), over: false };
}

/** Those under which a transaction is being made just now need it not: nobody takes them over before its end. */
export const renewLeases = (q: Queryable, holder: string): Promise<number> =>
  q.run(sql`
    update kernel_lease set until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    where name in (select name from kernel_lease where holder = ${holder} for update skip locked)`);

/** The next process takes them at once. */
export const giveLeasesUp = (q: Queryable, holder: string): Promise<number> =>
  q.run(sql`update kernel_lease set until = '-infinity' where holder = ${holder}`);

/**
 * In the transaction that writes: the row is locked until its end, so that nobody takes the lease over between the look at it and the commit. Throws
 * `lease.lost` once another process has taken it; a holder whose time ran out while nobody wanted it goes on.
 */
export async function requireFence(q: Queryable, { name, holder, fence }: Lease): Promise<void> {
  const mine = await q.one(sql`
    select 1 from kernel_lease where name = ${name} and holder = ${holder} and fence = ${fence} for share`);
  if (!mine) throw kernelFailure("lease.lost", { name });
}
