import { setTimeout as pause } from "node:timers/promises";

/** What is asked for, or `late` where it does not come in time; what was asked goes on and is not waited for. */
export async function within<T>(waitMs: number, asked: Promise<T>, late: T): Promise<T> {
  const answered = new AbortController();
  const timer = pause(waitMs, late, { signal: answered.signal, ref: false }).catch(() => late);
  try {
    return await Promise.race([asked, timer]);
  } finally {
    answered.abort();
  }
}
