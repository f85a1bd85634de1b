import { setTimeout as sleep } from "node:timers/promises";

/** Looks for something newer, on behalf of everyone who misses something. */
export type Looks = {
  /** Resolves after a look that began later than this call. */
  again(): Promise<void>;
  /** Asks for the same, and waits for it only if it is its turn now. */
  soon(): Promise<void>;
};

/**
 * However many ask, at most one look begins in `pauseMs`: strangers cannot make a gateway ask the registry more often, and whoever asked
 * shortly after a look waits for the next one instead of being judged by what that one found.
 */
export function openLooks(look: () => Promise<void>, pauseMs: number): Looks {
  let next: Promise<void> | undefined;
  let began = Number.NEGATIVE_INFINITY;
  const turnMs = (): number => Math.max(0, began + pauseMs - performance.now());

  async function lookInTurn(): Promise<void> {
    await sleep(turnMs(), undefined, { ref: false });
    // who asks from here on may ask for what this look does not see yet
    next = undefined;
    began = performance.now();
    await look().catch(() => undefined);
  }

  const again = (): Promise<void> => {
    next ??= lookInTurn();
    return next;
  };
  return {
    again,
    soon: async () => {
      const isNow = turnMs() === 0;
      const looked = again();
      if (isNow) await looked;
    },
  };
}
