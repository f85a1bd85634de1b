import { AsyncLocalStorage } from "node:async_hooks";
import { randomFillSync } from "node:crypto";

/** W3C Trace Context (https://www.w3.org/TR/trace-context/), carried through calls, jobs and the road. */
export type Trace = { traceId: string; spanId: string /** By `performance.now()` of this process. */; began: number };

const storage = new AsyncLocalStorage<Trace>();
const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

const pool = Buffer.alloc(4096);
let used = pool.length;

/** The system is asked for randomness for many traces at once. */
function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString("hex", used - bytes, used);
}

export function parseTraceparent(header: string | undefined): string | undefined {
  const match = header ? pattern.exec(header) : null;
  return match && !/^0+$/.test(match[1]!) && !/^0+$/.test(match[2]!) ? match[1] : undefined;
}

/** Runs `work` in the trace of `traceparent`, or in a new one. */
export function inTrace<T>(traceparent: string | undefined, work: () => T): T {
  const traceId = parseTraceparent(traceparent);
  return storage.run(traceId === undefined ? newTrace() : { traceId, spanId: randomHex(8), began: performance.now() }, work);
}

function newTrace(): Trace {
  const both = randomHex(24);
  return { traceId: both.slice(0, 32), spanId: both.slice(32), began: performance.now() };
}

export const currentTrace = (): Trace | undefined => storage.getStore();

/** The header to send on; a new trace if there is none yet. */
export function traceparent(): string {
  const trace = currentTrace() ?? newTrace();
  return `00-${trace.traceId}-${trace.spanId}-01`;
}
