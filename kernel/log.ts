import fs from "node:fs";
import path from "node:path";
import { type Logger, pino } from "pino";
import { currentTrace } from "./trace.ts";

export type Log = Logger;

/** Keys whose values never reach a log, wherever they stand. */
const secrets = ["pin", "password", "secret", "authorization", "cookie", "client_secret", "code_verifier", "nationalId"];
const paths = secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** Opened at once: a log that is still being opened cannot be flushed where the program ends early. */
function openForAppend(file: string): number {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = fs.openSync(file, "a", 0o600);
  // an older version let every user of the machine read it
  if (fs.fstatSync(handle).uid === process.getuid?.()) fs.fchmodSync(handle, 0o600);
  return handle;
}

/** Structured log lines (JSON) with the trace id of the call they belong to. */
export function createLog(options: { level: string; file?: string }): Log {
  const destination = options.file ? pino.destination({ dest: openForAppend(options.file), sync: false }) : pino.destination(2);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...paths, "req.headers.cookie", "req.headers.authorization"], censor: "[redacted]" },
      mixin: () => {
        const trace = currentTrace();
        return trace ? { traceId: trace.traceId, spanId: trace.spanId } : {};
      },
    },
    destination,
  );
}
