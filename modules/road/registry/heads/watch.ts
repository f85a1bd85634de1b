import { setTimeout as pause } from "node:timers/promises";
import { instant, type ModuleContext } from "@troad/kernel";
import { LogReader, parseVerifierKey, type Log as TransparencyLog } from "@troad/tlog";
import { storeCheck } from "../../store/heads.ts";
import { accountForLeaves } from "./accounting.ts";

/** The public log among the ledgers: no schema bears this name. */
export const logName = "public_log";

const batchPauseMs = 50;
/** A check takes at most this part of the time. */
const share = 20;

/** Accounts for the leaves of the public log from time to time, and remembers each checkpoint: the log may only grow. */
export function watchLog(ctx: Pick<ModuleContext, "db" | "clock" | "log" | "metrics">, log: TransparencyLog, everyMs: number) {
  const gauge = ctx.metrics.gauge("log_leaf_faults", "Leaves of the public log and rows that do not stand for each other");
  const stopping = new AbortController();
  const key = parseVerifierKey(log.verifierKey);
  const reader = new LogReader(log.source, { origin: key.name, logKeys: [key] });

  async function check(): Promise<void> {
    const beganAt = instant(ctx.clock);
    const { leaves, transfers, heads, faults } = await accountForLeaves(ctx.db, reader, {
      pauseMs: batchPauseMs,
      waitsMs: [500, 2_000],
    });
    gauge.set(faults.length);
    if (faults.length > 0) ctx.log.error({ faults: faults.slice(0, 10) }, "the public log is not accounted for");
    await storeCheck(ctx.db, {
      schema: logName,
      beganAt,
      at: instant(ctx.clock),
      entries: leaves,
      heads: transfers,
      publications: heads,
      anchored: true,
      faults: faults.map(({ of, id, leafIndex, reason }) => ({ ledger: of, stream: id, seq: leafIndex, reason })),
    });
  }

  const loop = (async () => {
    let waitMs = Math.min(everyMs, 60_000);
    while (!stopping.signal.aborted) {
      await pause(waitMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const began = performance.now();
      await check().catch((error: unknown) => {
        if (!stopping.signal.aborted) ctx.log.error({ err: error }, "the public log could not be checked");
      });
      waitMs = Math.max(everyMs, share * (performance.now() - began));
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}
