export type Poller = { /** There is something to do. */ wake(): void; stop(): Promise<void> };

/** Delay before the next run in quiet times. */
const quietMs = 1_000;
/** Delay in quiet times after a run that found work. */
const soonMs = 50;

/** Repeats a piece of work: once a second, sooner after a wake; in dense traffic every `denseMs`, regardless of wakes. */
export function startPoller(round: () => Promise<void>, isDense: () => boolean, denseMs: number): Poller {
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();

  const next = (): void => {
    if (stopping) return;
    timer = undefined;
    const known = asked;
    running = round().then(() => {
      if (!stopping) timer = setTimeout(next, isDense() ? denseMs : asked > known ? soonMs : quietMs);
    });
  };
  next();
  return {
    wake: () => {
      asked += 1;
      if (isDense() || stopping || timer === undefined) return;
      clearTimeout(timer);
      timer = setTimeout(next, soonMs);
    },
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
