import { setTimeout as pause } from "node:timers/promises";

/** The result, or `late` if it does not arrive in time; the work itself continues without being awaited. */
export async function within<T>(waitMs: number, asked: Promise<T>, late: T): Promise<T> {
  const answered = new AbortController();
  const timer = pause(waitMs, late, { signal: answered.signal, ref: false }).catch(() => late);
  try {
    return await Promise.race([asked, timer]);
  } finally {
    answered.abort();
  }
}
