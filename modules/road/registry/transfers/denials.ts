import { setTimeout as pause } from "node:timers/promises";
import type { ModuleContext } from "@troad/kernel";
import { deniedAnswers, newestTransfer } from "../../store/transfers.ts";
import type { Alarms } from "./alarms.ts";

/** After a start so many records are looked at again; an alarm is raised once. */
const lookBack = 100_000;
const perLook = 10_000;

/**
 * Finds providers that deny an answer which they signed: their records say that there was none. A provider whose first try failed tells of
 * it too, and perhaps after the consumer has told of the answer to the second one; so the records have `graceMs` to come.
 */
export function watchDenials(ctx: Pick<ModuleContext, "db" | "log">, alarms: Alarms, graceMs: number): { stop(): Promise<void> } {
  const stopping = new AbortController();

  async function look(after: number, upto: number): Promise<void> {
    const denied = await deniedAnswers(ctx.db, { after, upto });
    const found = denied.map(({ told, against }) => ({ kind: "answer-denied" as const, told, against }));
    if (found.length > 0) alarms.report(await ctx.db.tx((tx) => alarms.insert(tx, found)));
  }

  const loop = (async () => {
    let seen: number | undefined;
    let upto = 0;
    while (!stopping.signal.aborted) {
      try {
        const newest = await newestTransfer(ctx.db);
        seen ??= Math.max(0, newest - lookBack);
        for (; seen < upto && !stopping.signal.aborted; seen = Math.min(upto, seen + perLook))
          await look(seen, Math.min(upto, seen + perLook));
        upto = newest;
      } catch (error) {
        if (!stopping.signal.aborted) ctx.log.warn({ err: error }, "records of transfers were not compared; will be tried again");
      }
      await pause(graceMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}
