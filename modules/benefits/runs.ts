import { type Database, type Ids, instant, type ModuleContext } from "@troad/kernel";
import type { PayApi } from "@troad/pay/api";
import { type Assessing, assessScheme } from "./assess.ts";
import { lookDays } from "./domain/account.ts";
import { benefitsFailure } from "./domain/errors.ts";
import { approversNeeded } from "./domain/run-state.ts";
import type { Scheme } from "./domain/scheme.ts";
import type { Eligibility } from "./eligibility.ts";
import { draftJob, sendJob } from "./jobs.ts";
import { largestChanges, newAccounts, openLines, statesOf, totalsBeside, withoutAccount } from "./store/comparison.ts";
import { countUnjudged } from "./store/facts.ts";
import {
  draftAgain,
  draftClaims,
  draftLines,
  dropRun,
  findRuns,
  hasPart,
  insertApproval,
  insertRun,
  lockScheme,
  markDrafted,
  openRun,
  type Run,
} from "./store/runs.ts";
import { cutRun, filesOf, insertRunFile, payable } from "./store/sending.ts";

type Parts = {
  db: Database;
  clock: ModuleContext["clock"];
  ids: Ids;
  schemes: ReadonlyMap<string, Scheme>;
  eligibility: Eligibility;
  /** Reads in registers what a scheme names. */
  read: (scheme: Scheme, at: Assessing) => Promise<void>;
  pay: Pick<PayApi, "openBatch" | "addLines" | "sealBatch">;
  /** What a payment says to the person who gets it, and to the bank. */
  textOf: (scheme: string, lang: string) => string;
};

export type { LineView } from "./store/comparison.ts";
export type { Run } from "./store/runs.ts";

const linesAtOnce = 1_000;

/** Runs: a scheme's open months become lines, two others approve them, and they go to the bank. */
export function openRuns(parts: Parts) {
  const { db, clock, ids, schemes, pay } = parts;
  const find = async (id: string): Promise<Run> => {
    const [run] = await findRuns(db, { id });
    if (!run) throw benefitsFailure("benefits.not-found");
    return run;
  };
  const open = (scheme: string, month: string, follows: string | null, by: string): Promise<{ id: string }> =>
    db.tx(async (tx) => {
      await lockScheme(tx, scheme);
      if (await openRun(tx, scheme)) throw benefitsFailure("benefits.run-open");
      const run = { id: ids.uuid(), scheme, month, follows, openedBy: by, at: instant(clock) };
      await insertRun(tx, run);
      await tx.enqueue(draftJob, { run: run.id }, { key: run.id });
      await tx.audit({ actor: by, action: "benefits.run-opened", target: run.id, detail: { scheme, month } });
      return { id: run.id };
    });
  return {
    find,
    list: (asked: { scheme?: string; limit: number }) => findRuns(db, { ...asked, limit: Math.min(asked.limit, 100) }),
    open: async ({ scheme, month, by }: { scheme: string; month: string; by: string }) => {
      if (!schemes.has(scheme)) throw benefitsFailure("benefits.not-found");
      return open(scheme, month, null, by);
    },
    /** Pays again what the bank sent back of a run, each line once. */
    followUp: async ({ run, by }: { run: string; by: string }) => {
      const found = await find(run);
      return open(found.scheme, found.month, found.id, by);
    },
    draft: async (id: string): Promise<void> => {
      const run = await find(id);
      if (run.drafted || run.dropped !== null) return;
      if (!run.follows) await assessScheme(parts, run.scheme, { run: id, month: run.month });
      await db.tx(async (tx) => {
        await lockScheme(tx, run.scheme);
        const [now] = await findRuns(tx, { id });
        if (now!.drafted || now!.dropped !== null) return;
        if (run.follows) await draftAgain(tx, id, run.follows);
        else {
          await draftLines(tx, { ...run, at: instant(clock) });
          await draftClaims(tx, instant(clock));
        }
        await markDrafted(tx, id, await countUnjudged(tx, id), instant(clock));
      }, "long");
    },
    /** What approvers see: this run beside the last one. */
    beside: async (id: string) => {
      const [now, last] = await totalsBeside(db, id);
      const before = last?.run ?? null;
      const [accounts, missing, changes, states] = await Promise.all([
        newAccounts(db, id, before),
        withoutAccount(db, id),
        largestChanges(db, id, before),
        statesOf(db, id),
      ]);
      return { now, last, accounts, missing, changes, states };
    },
    lines: (id: string, after: number, limit: number) => openLines(db, id, after, Math.min(limit, 100)),
    /** The second approval sends it. Who decided a case of it, registered an account, or is paid by it approves nothing. */
    approve: async ({ run: id, by }: { run: string; by: string }): Promise<void> => {
      const { scheme } = await find(id);
      await db.tx(async (tx) => {
        await lockScheme(tx, scheme);
        const [run] = await findRuns(tx, { id });
        if (!run!.drafted || run!.dropped !== null || run!.cutAt !== null) throw benefitsFailure("benefits.run-over");
        const [now] = await totalsBeside(tx, id);
        if (now?.count === 0) throw benefitsFailure("benefits.run-empty");
        if (await hasPart(tx, id, by)) throw benefitsFailure("benefits.approve-own");
        if (!(await insertApproval(tx, id, by, instant(clock)))) throw benefitsFailure("benefits.approved-already");
        await tx.audit({ actor: by, action: "benefits.run-approved", target: id, detail: { count: now!.count, sum: now!.sum } });
        if (run!.approvals.length + 1 === approversNeeded) await tx.enqueue(sendJob, { run: id }, { key: id });
      }, "long");
    },
    drop: async ({ run: id, by, reason }: { run: string; by: string; reason: string }): Promise<void> => {
      const { scheme } = await find(id);
      await db.tx(async (tx) => {
        await lockScheme(tx, scheme);
        const [run] = await findRuns(tx, { id });
        // with its second approval a run is on its way
        if (run!.dropped !== null || run!.cutAt !== null || run!.approvals.length >= approversNeeded)
          throw benefitsFailure("benefits.run-over");
        await dropRun(tx, { run: id, by, reason, at: instant(clock) });
        await tx.audit({ actor: by, action: "benefits.run-dropped", target: id, detail: { reason } });
      }, "long");
    },
    /** Killed anywhere and repeated, it asks for the same payments under the same keys. */
    send: async (id: string): Promise<void> => {
      const run = await find(id);
      if (run.dropped !== null || run.approvals.length < approversNeeded) return;
      if (run.cutAt === null)
        await db.tx(async (tx) => {
          await lockScheme(tx, run.scheme);
          const [now] = await findRuns(tx, { id });
          if (now!.cutAt !== null) return;
          await cutRun(tx, id, instant(clock), new Date(clock.now().getTime() - lookDays * 86_400_000).toISOString());
        }, "long");
      const { agency } = schemes.get(run.scheme)!;
      const purpose = { "zh-Hant": parts.textOf(run.scheme, "zh-Hant"), en: parts.textOf(run.scheme, "en") };
      const text = `${purpose["zh-Hant"]} ${run.month.slice(0, 7)}`.slice(0, 140);
      for (const { file, count, sum } of await filesOf(db, id)) {
        const day = run.at.slice(0, 10);
        const { id: batch, msgId } = await pay.openBatch({ key: `benefits ${id} ${file}`, agency, purpose, day, count, sum });
        // known before the bank can answer
        await insertRunFile(db, { run: id, file, batch, msgId, at: instant(clock) });
        await fill(id, file, batch, text);
        await pay.sealBatch({ id: batch });
      }
    },
  };
  async function fill(run: string, file: number, batch: string, text: string): Promise<void> {
    for (let after = 0; ; ) {
      const lines = await payable(db, { run, file, after, limit: linesAtOnce });
      const rows = lines.map(({ line, amount, account, holder }) => ({
        key: keyOf(run, line),
        amount,
        account,
        name: holder,
        text,
      }));
      if (rows.length > 0) await pay.addLines({ batch, from: after + 1, lines: rows });
      if (lines.length < linesAtOnce) return;
      after = lines.at(-1)!.place;
    }
  }
}

export const keyOf = (run: string, line: number): string => `benefit ${run} ${line}`;
export const lineOf = (key: string): { run: string; line: number } | undefined => {
  const [, run, line] = /^benefit ([0-9a-f-]{36}) (\d{1,9})$/.exec(key) ?? [];
  return run === undefined ? undefined : { run, line: Number(line) };
};
