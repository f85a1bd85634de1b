import type { ModuleContext, QueueLength } from "@troad/kernel";
import { type Session, type WorkEntry, workQueues } from "@troad/web";

/** The current state of an officer's queue; it has no length if its module cannot be reached. */
export type StandingQueue = WorkEntry & { length: QueueLength | "away" | "uncounted" };

/** Every queue that a person's roles open, all asked at the same time; a module that fails does not keep the page from being shown. */
export const standingQueues =
  (ctx: ModuleContext) =>
  async (session: Session): Promise<StandingQueue[]> => {
    const ask = ctx.queues();
    const roles = session.roles.map(({ role, agency, area = null }) => ({ role, agency, area, holder: session.subject }));
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
