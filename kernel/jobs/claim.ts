import type { Database } from "../db/database.ts";
import type { HandledJob } from "./handler.ts";

import { type ClaimedJob, claimJobs, claimOfKind, lockClaims, runningOf } from "./outbox.ts";

/** `full`: kinds of which no more may run now. */
type Claimed = { jobs: ClaimedJob[]; full: readonly string[] };
type Wish = { now: string; leaseUntil: string; limit: number };

/**
 * Claims due jobs without exceeding the concurrency that each kind's definition allows, however many processes work on the schema: counting
 * and claiming hold a lock for these few statements. A schema without such kinds claims in one statement, without the lock. Kinds that this
 * process does not handle are left to one that does: a newer release beside it, while machines are upgraded one after the other.
 */
export function claimer(db: Database, handled: readonly HandledJob[]): (wish: Wish) => Promise<Claimed> {
  const limited = handled.filter((job): job is HandledJob & { concurrency: number } => job.concurrency !== undefined);
  const kinds = limited.map(({ kind }) => kind);
  const others = handled.map(({ kind }) => kind).filter((kind) => !kinds.includes(kind));
  if (limited.length === 0) return async (wish) => ({ jobs: await claimJobs(db, { ...wish, kinds: others }), full: [] });
  return (wish) =>
    db.tx(async (tx) => {
      await lockClaims(tx);
      const running = await runningOf(tx, kinds, wish.now);
      const jobs: ClaimedJob[] = [];
      const full: string[] = [];
      for (const { kind, concurrency } of limited) {
        const room = concurrency - (running.get(kind) ?? 0);
        const limit = Math.min(room, wish.limit - jobs.length);
        const claimed = limit > 0 ? await claimOfKind(tx, { ...wish, kind, limit }) : [];
        jobs.push(...claimed);
        if (claimed.length >= room) full.push(kind);
      }
      const limit = wish.limit - jobs.length;
      if (limit > 0) jobs.push(...(await claimJobs(tx, { ...wish, limit, kinds: others })));
      return { jobs, full };
    });
}
