/** About a millisecond and a half of signatures. */
const perTurn = 8;

/**
 * Signing and verifying block the thread for a tenth of a millisecond each, and a burst of messages would block it for all of them: the
 * first signed message would be written, sent and answered only after the last, and the processes would work one after the other instead of
 * all at once. So a turn of the event loop does only a few signatures, and finished messages move on in between.
 */
export function openSignatureScheduler(): () => Promise<void> | undefined {
  const waiting: (() => void)[] = [];
  let left = perTurn;
  let isScheduled = false;

  function next(): void {
    isScheduled = false;
    left = perTurn;
    for (const go of waiting.splice(0, perTurn)) {
      left -= 1;
      go();
    }
    if (left < perTurn) schedule();
  }
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(next);
  }

  return () => {
    schedule();
    if (left > 0 && waiting.length === 0) {
      left -= 1;
      return undefined;
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
}
