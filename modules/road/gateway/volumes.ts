import type { StoredAgreement } from "@troad/directory";
import { type Clock, type Database, sql, taipeiDate } from "@troad/kernel";
import { roadFailure } from "../domain/errors.ts";

/** Counts calls under each access right and refuses those beyond the agreed volume of the calendar month (Taipei). */
export type Volumes = { take(right: StoredAgreement): Promise<void> };

type Month = { month: string; count: Promise<{ calls: number }> };

/** After a start, and in a new month, the count comes from the message log; this process's calls are added in memory. */
export function openVolumes(db: Database, clock: Clock): Volumes {
  const months = new Map<string, Month>();
  /** The first caller in a month counts the log, and the others wait for the same count. */
  const countOf = (id: string, month: string): Month["count"] => {
    const held = months.get(id);
    if (held?.month === month) return held.count;
    const count = loggedCalls(db, id, month).then((calls) => ({ calls }));
    months.set(id, { month, count });
    count.catch(() => months.delete(id));
    return count;
  };
  return {
    take: async ({ id, volume }) => {
      if (volume === undefined) return;
      const month = taipeiDate(clock.now()).slice(0, 7);
      const count = await countOf(id, month);
      if (count.calls >= volume) throw roadFailure("Server.ServerProxy.VolumeExceeded", { volume, month });
      count.calls++;
    },
  };
}

/** Logged calls under a right since the beginning of the month; the current call is already among them, so it is not counted. */
async function loggedCalls(db: Database, id: string, month: string): Promise<number> {
  const row = await db.one<{ calls: number }>(sql`
    select count(*) as calls from message_request
    where side = 'provider' and agreement = ${id} and at >= ${`${month}-01T00:00:00+08:00`}::timestamptz`);
  return Math.max(0, (row?.calls ?? 0) - 1);
}
