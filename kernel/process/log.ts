import { createLog, type Log, writeToStandardError } from "../logging/log.ts";
import { type LogFile, openLogFile } from "../logging/log-file.ts";
import type { Metrics } from "../metrics.ts";

type Options = { level: string; file: string | undefined; maxBytes: number; keep: number; metrics: Metrics };

const tellEveryMs = 60_000;

/** The log of a process. Problems with its file are counted, and reported on standard error once a minute; they never reach the caller. */
export function openProcessLog({ level, file, maxBytes, keep, metrics }: Options): { log: Log; close(): void } {
  if (!file) return { log: createLog({ level }), close: () => undefined };
  const failures = metrics.counter("log_failures_total", "Tries to write the log file that failed");
  const lost = metrics.gauge("log_lines_waiting_lost", "Log lines lost since the log file could last be written");
  let told = Number.NEGATIVE_INFINITY;
  const destination: LogFile = openLogFile({
    ...{ file, maxBytes, keep },
    onTrouble: (error, lines) => {
      failures.inc();
      lost.set(lines);
      if (performance.now() - told < tellEveryMs) return;
      told = performance.now();
      writeToStandardError(`troad: the log ${file} cannot be written: ${error.message}; lines lost so far: ${lines}\n`);
    },
  });
  return { log: createLog({ level, destination }), close: destination.close };
}
