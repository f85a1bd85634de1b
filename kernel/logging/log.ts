import fs from "node:fs";
import { type Logger, pino } from "pino";
import { currentTrace } from "../trace.ts";
import { serializeError } from "./log-error.ts";

export type Log = Logger;

/** Keys whose values are never logged, at any depth. */
const secrets = ["pin", "password", "secret", "authorization", "cookie", "client_secret", "code_verifier", "nationalId"];
const paths = secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** Writes to standard error; a reader that is gone or full must not end the program and loses only the line. */
export function writeToStandardError(text: string): void {
  try {
    fs.writeSync(2, text);
  } catch {
    // nobody is left to tell
  }
}

/** Structured log lines (JSON) with the trace id of the call they belong to; on standard error without a `destination`. */
export function createLog(options: { level: string; destination?: { write(line: string): void } }): Log {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...paths, "req.headers.cookie", "req.headers.authorization"], censor: "[redacted]" },
      serializers: { err: serializeError },
      mixin: () => {
        const trace = currentTrace();
        return trace ? { traceId: trace.traceId, spanId: trace.spanId } : {};
      },
    },
    options.destination ?? { write: writeToStandardError },
  );
}
