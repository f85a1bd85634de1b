import { createHmac } from "node:crypto";
import { installationSecret, instant, type ModuleContext } from "@troad/kernel";
import { insertExplanation, insertReads, peopleSeen } from "./store/reads.ts";

/** An officer who has seen this many people within the window is stopped until they say why. */
export const mostPeople = 200;
export const windowMs = 10 * 60_000;
/** What `ask` answers then. */
export const mustExplain = "desk.must-explain";

export type Pace = {
  /** Does the work of one officer after the other: what one request saw counts for the next. Gives undefined where the officer is stopped. */
  within<T>(officer: string, work: () => Promise<{ result: T; seen: readonly string[] }>): Promise<T | undefined>;
  /** How many people count against the officer now. */
  seen(officer: string): Promise<number>;
  explain(officer: string, reason: string): Promise<void>;
};

/** Counts people whose records officers look at. */
export function openPace(ctx: Pick<ModuleContext, "db" | "clock" | "folder">): Pace {
  const secret = installationSecret(ctx.folder, "people-seen");
  const markOf = (record: string): Buffer => createHmac("sha256", secret).update(record).digest();
  const turns = new Map<string, Promise<unknown>>();
  const seen = (officer: string): Promise<number> =>
    peopleSeen(ctx.db, officer, new Date(ctx.clock.now().getTime() - windowMs).toISOString());

  return {
    seen,
    within: async (officer, work) => {
      const before = turns.get(officer) ?? Promise.resolve();
      const turn = before.then(async () => {
        if ((await seen(officer)) >= mostPeople) return undefined;
        const { result, seen: records } = await work();
        if (records.length > 0) await insertReads(ctx.db, officer, records.map(markOf), instant(ctx.clock));
        return result;
      });
      const settled = turn.catch(() => undefined);
      turns.set(officer, settled);
      try {
        return await turn;
      } finally {
        if (turns.get(officer) === settled) turns.delete(officer);
      }
    },
    explain: async (officer, reason) => {
      const people = await seen(officer);
      await ctx.db.tx(async (tx) => {
        await insertExplanation(tx, { officer, people, reason, at: instant(ctx.clock) });
        await tx.audit({ actor: officer, action: "desk.explained", target: officer, detail: { people, reason } });
      });
    },
  };
}
