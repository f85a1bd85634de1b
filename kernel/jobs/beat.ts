import { setTimeout as wait } from "node:timers/promises";

/** `most`: after so many beats there are no more. `beat` does not throw. */
type Beat = { everyMs: number; most?: number; beat(): unknown };

/** Does `work`, with a beat beside it again and again until it ends: what is held for a worker that lives is kept for it, however slow it is. */
export async function withBeat<T>({ everyMs, most = Number.POSITIVE_INFINITY, beat }: Beat, work: () => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const beating = (async (): Promise<void> => {
    for (let left = most; left > 0; left--) {
      await wait(everyMs, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
      if (ended.signal.aborted) return;
      await beat();
    }
  })();
  try {
    return await work();
  } finally {
    ended.abort();
    await beating;
  }
}
