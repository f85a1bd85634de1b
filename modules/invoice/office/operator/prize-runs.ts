import type { BenefitsApi } from "@troad/benefits/api";
import {
  defineJob,
  type HandledEvent,
  type HandledJob,
  handleEvent,
  handleJob,
  instant,
  type ModuleContext,
  taipeiDate,
  uuidSchema,
} from "@troad/kernel";
import type { PayApi } from "@troad/pay/api";
import { batchChanged } from "@troad/pay/events";
import Type from "typebox";
import type { InvoiceLookup } from "../../invoices/lookup.ts";
import { officeFailure } from "../errors.ts";
import {
  findRuns,
  hasPart,
  insertApproval,
  insertCut,
  insertDrop,
  insertOutcome,
  insertRun,
  insertRunLines,
  insertSent,
  linesOf,
  lockPrizeRuns,
  type PrizeRun,
  sentOf,
  waitingPrizes,
} from "./prize-run-store.ts";
import { reasonIn } from "./registrations.ts";

export type { PrizeRun, RunLine } from "./prize-run-store.ts";

const sendJob = defineJob("invoice.send-prizes", { payload: Type.Object({ run: uuidSchema() }), concurrency: 1 });
const outcomesJob = defineJob("invoice.prize-outcomes", { payload: Type.Object({ batch: uuidSchema() }), concurrency: 1 });

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids" | "texts">;
  pay: Pick<PayApi, "openBatch" | "addLines" | "sealBatch" | "outcomes">;
  benefits: Pick<BenefitsApi, "account">;
  find: InvoiceLookup["find"];
  /** The account of a group to which invoices are donated. */
  doneeAccount(code: string): Promise<{ account: string; holder: string } | null>;
};
/** Lines of a run, and who besides its opener approves it. */
const mostLines = 500;
export const approversNeeded = 2;
const agency = "mof";
const doneePrefix = "donee ";
const batchKey = "invoice-prizes ";
const keyOf = (run: string, line: number): string => `invoice-prize ${run} ${line}`;
const lineOf = (key: string): { run: string; line: number } | undefined => {
  const found = /^invoice-prize ([0-9a-f-]{36}) (\d{1,5})$/.exec(key);
  return found ? { run: found[1]!, line: Number(found[2]) } : undefined;
};

/** Runs that pay prizes claimed for remittance, less the tax and stamp duty of the claim: one opens, two others approve, the bank says what arrived. */
export function openPrizeRuns({ ctx, pay, benefits, find, doneeAccount }: Parts) {
  const { db, clock, ids } = ctx;
  const now = (): string => instant(clock);
  const standing = (run: PrizeRun | undefined): PrizeRun => {
    if (!run) throw officeFailure("office.unknown");
    if (run.dropped !== null || run.cutAt !== null || run.approvals.length >= approversNeeded)
      throw officeFailure("office.run-over");
    return run;
  };
  const accountOf = async (subject: string) => {
    if (!subject.startsWith(doneePrefix)) return benefits.account({ subject });
    const found = await doneeAccount(subject.slice(doneePrefix.length));
    return found && { ...found, wait: null };
  };
  /** Looks at each line again when the run goes out: a prize under review, or without an account, is not paid. */
  const cut = async (run: string): Promise<void> => {
    const judged: { line: number; account: string; holder: string; wrong: string | null }[] = [];
    for (const { line, term, number, subject } of await linesOf(db, run)) {
      const [invoice, account] = [await find(term, number), await accountOf(subject)];
      const reviewed = invoice?.review === "open" || invoice?.review === "withdraw";
      const wrong = reviewed ? "under-review" : account === null ? "no-account" : account.wait === null ? null : "account-waits";
      judged.push({ line, account: account?.account ?? "", holder: account?.holder ?? "", wrong });
    }
    await db.tx(async (tx) => {
      await lockPrizeRuns(tx);
      if ((await insertCut(tx, run, now())) === 0) return;
      let place = 0;
      for (const { line, wrong, ...to } of judged)
        if (wrong === null) await insertSent(tx, run, { ...to, line, place: ++place });
        else await insertOutcome(tx, { run, line, state: "dropped", reason: wrong, at: now() });
    });
  };
  /** Killed anywhere and repeated, it asks for the same payments under the same keys. */
  const send = async (id: string): Promise<void> => {
    const [run] = await findRuns(db, { id });
    if (!run || run.dropped !== null || run.approvals.length < approversNeeded) return;
    if (run.cutAt === null) await cut(id);
    const lines = await sentOf(db, id);
    if (lines.length === 0) return;
    const say = (lang: string): string => ctx.texts.translator(lang)("invoice.runs.purpose");
    const purpose = { "zh-Hant": say("zh-Hant"), en: say("en") };
    const sum = lines.reduce((total, { net }) => total + net, 0);
    const day = taipeiDate(new Date(run.at));
    const { id: batch } = await pay.openBatch({ key: `${batchKey}${id}`, agency, purpose, day, count: lines.length, sum });
    const rows = lines.map(({ line, net, account, holder }) => ({
      ...{ key: keyOf(id, line), amount: net, account, name: holder, text: purpose["zh-Hant"] },
    }));
    await pay.addLines({ batch, from: 1, lines: rows });
    await pay.sealBatch({ id: batch });
  };
  const states = { arrived: "paid", returned: "returned", rejected: "failed" } as const;
  const jobs: HandledJob[] = [
    handleJob(sendJob, ({ payload }) => send(payload.run)),
    handleJob(outcomesJob, async ({ payload: { batch } }) => {
      for (const { key, state, reason } of await pay.outcomes({ batch, after: 0, limit: 1_000 })) {
        const line = lineOf(key);
        if (line) await insertOutcome(db, { ...line, state: states[state], reason, at: now() });
      }
    }),
  ];
  const subscribes: HandledEvent[] = [
    handleEvent(batchChanged, async ({ batch, key }, tx) => {
      if (key.startsWith(batchKey)) await tx.enqueue(outcomesJob, { batch });
    }),
  ];
  return {
    jobs,
    subscribes,
    waiting: () => waitingPrizes(db, mostLines),
    runs: () => findRuns(db, { limit: 50 }),
    find: async (id: string): Promise<PrizeRun> => {
      const [run] = await findRuns(db, { id });
      if (!run) throw officeFailure("office.unknown");
      return run;
    },
    lines: (run: string) => linesOf(db, run),
    open: (by: string): Promise<string> =>
      db.tx(async (tx) => {
        await lockPrizeRuns(tx);
        const prizes = await waitingPrizes(tx, mostLines);
        if (prizes.length === 0) throw officeFailure("office.run-empty");
        const id = ids.uuid();
        await insertRun(tx, { id, by, at: now() });
        await insertRunLines(tx, id, prizes);
        await tx.audit({ actor: by, action: "invoice.prize-run-opened", target: id, detail: { count: prizes.length } });
        return id;
      }),
    /** The second approval sends it. Who opened it, or is paid by it, approves nothing. */
    approve: ({ id, by }: { id: string; by: string }): Promise<void> =>
      db.tx(async (tx) => {
        await lockPrizeRuns(tx);
        const run = standing((await findRuns(tx, { id }))[0]);
        if (await hasPart(tx, id, by)) throw officeFailure("office.approve-own");
        if ((await insertApproval(tx, id, by, now())) === 0) throw officeFailure("office.approved-already");
        await tx.audit({
          actor: by,
          action: "invoice.prize-run-approved",
          target: id,
          detail: { count: run.count, net: run.net },
        });
        if (run.approvals.length + 1 === approversNeeded) await tx.enqueue(sendJob, { run: id }, { key: id });
      }),
    drop: ({ id, by, reason }: { id: string; by: string; reason: string }): Promise<void> =>
      db.tx(async (tx) => {
        await lockPrizeRuns(tx);
        standing((await findRuns(tx, { id }))[0]);
        await insertDrop(tx, { run: id, by, reason: reasonIn(reason), at: now() });
        await tx.audit({ actor: by, action: "invoice.prize-run-dropped", target: id, detail: { reason } });
      }),
  };
}
export type PrizeRuns = ReturnType<typeof openPrizeRuns>;
