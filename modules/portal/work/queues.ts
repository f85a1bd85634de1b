import type { ModuleContext, QueueLength } from "@troad/kernel";
import { type Session, type WorkEntry, workQueues } from "@troad/web";

/** A queue of an officer as it stands now; without a length its module is away. */
export type StandingQueue = WorkEntry & { length: QueueLength | "away" | "uncounted" };

/** Every queue that a person's roles open, each asked of its module at the same time; none keeps the page from being shown. */
export const standingQueues =
  (ctx: ModuleContext) =>
  async (session: Session): Promise<StandingQueue[]> => {
    const ask = ctx.queues();
    const roles = session.roles.map(({ role, agency }) => ({ role, agency }));
    return Promise.all(
      workQueues(ctx, session).map(async (queue) => ({
        ...queue,
        length: queue.count === undefined ? "uncounted" : ((await ask(queue.module, queue.count, roles)) ?? "away"),
      })),
    );
  };

/** The queue whose oldest entry has waited longest. */
export function oldestOf(queues: readonly StandingQueue[]): { queue: StandingQueue; since: string } | undefined {
  const waiting = queues.flatMap((queue) =>
    typeof queue.length === "object" && queue.length.oldest !== null ? [{ queue, since: queue.length.oldest }] : [],
  );
  return waiting.toSorted((a, b) => a.since.localeCompare(b.since))[0];
}
