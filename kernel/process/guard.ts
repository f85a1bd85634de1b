import { type Log, writeToStandardError } from "../logging/log.ts";
import type { Metrics } from "../metrics.ts";

/** Uncaught errors that the process may survive: they belong to one connection or one call, which ends with them. */
const ofConnection = /^(E[A-Z]+|ERR_(STREAM|SSL|TLS|HTTP2|SOCKET|HTTP)_?\w*|HPE_\w+|UND_ERR_\w+|08\w{3}|57P\d\d|25P0[34])$/;
/** System codes that mean more than a failed connection or disk. */
const notOfConnection = new Set(["ENOMEM", "EBADF", "EFAULT", "EINVAL"]);
/** Lines on standard error per minute: a recurring error must not fill whatever reads it. */
const linesAMinute = 20;
/** From sysexits.h: an internal software error. A service manager restarts the program. */
export const defectExitCode = 70;
const stopMs = 10_000;

export type Guard = { onDefect(stop: () => Promise<void>): void; release(): void };

/** Whether the program may continue after an uncaught `error`. */
export function isSurvivable(error: unknown): boolean {
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown };
  return typeof code === "string" && !notOfConnection.has(code) && (ofConnection.test(code) || severity === "FATAL");
}

/**
 * The last safety net of the process (docs/adr/0054). A failed connection and an unawaited promise are logged and survived; any other
 * exception has left some part in an unknown state, so the process is stopped in order and exits with 70.
 */
export function guardProcess(log: Log, metrics: Metrics, exit: (code: number) => void = process.exit): Guard {
  const caught = metrics.counter("uncaught_errors_total", "Errors that no part of the program caught", ["origin", "survived"]);
  let stop: () => Promise<void> = async () => undefined;
  let stopping = false;
  let lines = 0;
  const minute = setInterval(() => {
    lines = 0;
  }, 60_000).unref();

  function tell(error: unknown, origin: string, survived: boolean): void {
    caught.inc({ origin, survived: String(survived) });
    const text = survived ? "an error that nobody caught was survived" : "an error that nobody caught ends the program";
    log[survived ? "error" : "fatal"]({ err: error, origin }, text);
    if (lines++ < linesAMinute) {
      const said = error instanceof Error ? error.stack : String(error);
      writeToStandardError(`troad: ${text} (${origin}): ${said}\n`);
    }
  }

  const onException = (error: unknown, origin: string): void => {
    const survived = isSurvivable(error);
    tell(error, origin, survived);
    if (survived || stopping) return;
    stopping = true;
    const end = (): void => exit(defectExitCode);
    setTimeout(end, stopMs).unref();
    void stop().then(end, end);
  };
  const onRejection = (error: unknown): void => tell(error, "unhandledRejection", true);
  // the reader of our output may go away (`troad up | head`): no reason to stop
  const onBrokenOutput = (): void => undefined;

  process.on("uncaughtException", onException).on("unhandledRejection", onRejection);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", onBrokenOutput);
  return {
    onDefect: (work) => {
      stop = work;
    },
    release: () => {
      clearInterval(minute);
      process.off("uncaughtException", onException).off("unhandledRejection", onRejection);
      for (const stream of [process.stdout, process.stderr]) stream.off("error", onBrokenOutput);
    },
  };
}
