import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { kernelFailure } from "../errors.ts";
import type { Database } from "./database.ts";
import { asHolder, asNobody, giveLeasesUp, type Lease } from "./lease.ts";
import { sql } from "./sql.ts";

/** Work of which one process of all does one piece at a time, such as a batch of the public log. */
export type Exclusive = {
  /** Runs `work` once it is our turn, as the holder of a lease with its number. Throws `lease.busy` if no turn comes, `lease.lost` like `asHolder`. */
  run<T>(work: (fence: number) => Promise<T>): Promise<T>;
  /** Waits for what has begun, and lets the others go on. */
  stop(): Promise<void>;
};

/** How long a process that stands still keeps its turn. A piece of work takes milliseconds. */
const pieceSeconds = 5;
const pollMs = 20;
const patienceMs = 20_000;

/**
 * The lease is kept while there is work and nobody else asks for it, so that a process alone pays one statement a piece. Who waits says so in a row of its
 * own and looks again: nobody ever waits for the lease's row, which would stop all statements of the schema in this process.
 */
export function openExclusive(db: Database, name: string): Exclusive {
  const holder = randomUUID();
  const wantedName = `${name}.wanted`;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isThere = false;

  async function tryTake(): Promise<{ lease: Lease; wanted: boolean } | undefined> {
    if (!isThere)
      await db.run(sql`
        insert into kernel_lease (name, holder, fence, until) values (${name}, ${holder}, 0, '-infinity') on conflict (name) do nothing`);
    isThere = true;
    const taken = await db.one<{ fence: number; wanted: boolean }>(sql`
      with free as (
        select name from kernel_lease where name = ${name} and (holder = ${holder} or until < clock_timestamp()) for update skip locked)
      update kernel_lease l set holder = ${holder}, until = clock_timestamp() + make_interval(secs => ${pieceSeconds}),
        fence = l.fence + case when l.holder = ${holder} then 0 else 1 end
      from free where l.name = free.name
      returning l.fence, exists (
        select from kernel_lease w where w.name = ${wantedName} and w.holder <> ${holder} and w.until > clock_timestamp()) as wanted`);
    if (!taken) return undefined;
    const fence = Number(taken.fence);
    return { lease: { schema: db.schema, name, holder, fence, over: false, seconds: pieceSeconds }, wanted: taken.wanted };
  }

  const ask = (): Promise<number> =>
    db.run(sql`
      insert into kernel_lease (name, holder, fence, until) values (${wantedName}, ${holder}, 0, clock_timestamp() + interval '1 second')
      on conflict (name) do update set holder = excluded.holder, until = excluded.until`);

  async function ours(): Promise<{ lease: Lease; wanted: boolean }> {
    const end = performance.now() + patienceMs;
    for (;;) {
      const taken = await tryTake();
      if (taken) return taken;
      if (performance.now() > end) throw kernelFailure("lease.busy", { name });
      await ask();
      await pause(pollMs);
    }
  }

  const giveUp = (): Promise<unknown> => giveLeasesUp(db, holder).catch(() => undefined);

  async function inTurn<T>(work: (fence: number) => Promise<T>): Promise<T> {
    let wanted = false;
    try {
      const taken = await asNobody(ours);
      wanted = taken.wanted;
      const { lease } = taken;
      return await asHolder(lease, () => work(lease.fence));
    } finally {
      waiting -= 1;
      if (waiting === 0) void asNobody(giveUp);
      else if (wanted) await asNobody(() => Promise.all([giveUp(), pause(2 * pollMs)]));
    }
  }
  return {
    run: (work) => {
      waiting += 1;
      const done = last.then(() => inTurn(work));
      last = done.catch(() => undefined);
      return done;
    },
    stop: async () => {
      await last;
      await giveUp();
    },
  };
}
