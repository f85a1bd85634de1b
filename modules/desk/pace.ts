import { createHmac } from "node:crypto";
import { installationSecret, instant, type ModuleContext } from "@troad/kernel";
import { insertExplanation, insertReads, insertReview, type Look, peopleSeen, type Reader, readersOf } from "./store/reads.ts";

/** An officer who has seen this many people within the window is stopped until they say why. */
export const mostPeople = 200;
export const windowMs = 10 * 60_000;
/** An officer who has seen this many people within a month for no matter that they named is shown to auditors, however slowly it went. */
export const mostAMonth = 30;
const monthMs = 30 * 86_400_000;
const mostShown = 100;

export type { Reader } from "./store/reads.ts";
/** What `ask` answers then. */
export const mustExplain = "desk.must-explain";

export type Pace = {
  /** Does the work of one officer after the other: what one request saw counts for the next. Gives undefined where the officer is stopped. */
  within<T>(look: Look, work: () => Promise<{ result: T; seen: readonly string[] }>): Promise<T | undefined>;
  /** How many people count against the officer now. */
  seen(officer: string): Promise<number>;
  explain(officer: string, reason: string): Promise<void>;
  /** Officers who read too many people in a month, one by one or not. */
  readers(): Promise<Reader[]>;
  /** What an auditor found out about one of them; false where they are none. */
  review(asked: { officer: string; auditor: string; finding: string }): Promise<boolean>;
};

/** Counts people whose records officers look at. */
export function openPace(ctx: Pick<ModuleContext, "db" | "clock" | "folder">): Pace {
  const secret = installationSecret(ctx.folder, "people-seen");
  const markOf = (record: string): Buffer => createHmac("sha256", secret).update(record).digest();
  const turns = new Map<string, Promise<unknown>>();
  const seen = (officer: string): Promise<number> =>
    peopleSeen(ctx.db, officer, new Date(ctx.clock.now().getTime() - windowMs).toISOString());

  const readers = (): Promise<Reader[]> => {
    const since = new Date(ctx.clock.now().getTime() - monthMs).toISOString();
    return readersOf(ctx.db, { since, least: mostAMonth, limit: mostShown });
  };

  return {
    seen,
    readers,
    review: async ({ officer, auditor, finding }) => {
      const found = (await readers()).find((one) => one.officer === officer);
      if (!found) return false;
      const { people } = found;
      await ctx.db.tx(async (tx) => {
        await insertReview(tx, { officer, people, auditor, finding, at: instant(ctx.clock) });
        await tx.audit({ actor: auditor, action: "desk.reader-reviewed", target: officer, detail: { people, finding } });
      });
      return true;
    },
    within: async (look, work) => {
      const { officer } = look;
      const before = turns.get(officer) ?? Promise.resolve();
      const turn = before.then(async () => {
        if ((await seen(officer)) >= mostPeople) return undefined;
        const { result, seen: records } = await work();
        if (records.length > 0) await insertReads(ctx.db, look, records.map(markOf), instant(ctx.clock));
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
