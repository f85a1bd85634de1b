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
import { afterRefund, afterReturn, isMarked } from "../domain/judging.ts";
import type { TaxRecord } from "../domain/record.ts";
import { standingOf } from "../domain/standing.ts";
import { passbookFailure } from "../errors.ts";
import type { Offices } from "../offices.ts";
import type { Refresh } from "../payments.ts";
import {
  claimById,
  endClaim,
  findRuns,
  hasPart,
  insertApproval,
  insertClaim,
  insertCut,
  insertDrop,
  insertRun,
  insertRunLine,
  insertSent,
  lastClaim,
  linesOf,
  lockNumber,
  lockOffice,
  payableOf,
  type Run,
  waitingClaims,
} from "./refund-store.ts";

export type { Run, RunLine } from "./refund-store.ts";

const sendJob = defineJob("passbook.send-refunds", { payload: Type.Object({ run: uuidSchema() }), concurrency: 1 });
const outcomesJob = defineJob("passbook.refund-outcomes", { payload: Type.Object({ batch: uuidSchema() }), concurrency: 1 });

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">;
  pay: Pick<PayApi, "openBatch" | "addLines" | "sealBatch" | "outcomes">;
  benefits: Pick<BenefitsApi, "account">;
  offices: Pick<Offices, "one" | "write">;
  refresh: Refresh;
  textOf: (key: string, lang: string) => string;
};
const mostLines = 500;
const approversNeeded = 2;
const keyOf = (claim: string): string => `tax-refund ${claim}`;
const claimOf = (key: string): string | undefined => /^tax-refund ([0-9a-f-]{36})$/.exec(key)?.[1];

/** Refunds: asked for by the taxpayer, paid by runs of the office that two others approve, and marked in its register when they arrive. */
export function openRefunds({ ctx, pay, benefits, offices, refresh, textOf }: Parts) {
  const { db, clock, ids } = ctx;
  const today = (): string => taipeiDate(clock.now());
  const find = async (id: string, office: string): Promise<Run> => {
    const [run] = await findRuns(db, { id, office });
    if (!run) throw passbookFailure("passbook.run-unknown");
    return run;
  };
  const standing = (run: Run): void => {
    if (run.dropped !== null || run.cutAt !== null || run.approvals.length >= approversNeeded)
      throw passbookFailure("passbook.run-over");
  };
  const recordOf = async (office: string, number: string): Promise<TaxRecord | null> => {
    const record = await offices.one(office, number);
    if (record !== null && "code" in record) throw new Error(`${office} does not answer: ${record.code}`);
    return record;
  };
  /** Looks at each line again when the run goes out: a refund that is not owed any more, or has no account, is not paid. */
  const cut = async (run: Run): Promise<void> => {
    const judged: { line: number; claim: string; account: string; holder: string; wrong: string | null }[] = [];
    for (const { line, claim, number, subject, amount } of await linesOf(db, run.id)) {
      const [record, account] = [await recordOf(run.office, number), await benefits.account({ subject })];
      const owed = record === null ? 0 : standingOf(record, today()).refundable;
      const wrong = owed < amount ? "changed" : account === null ? "no-account" : account.wait === null ? null : "account-waits";
      judged.push({ line, claim, account: account?.account ?? "", holder: account?.holder ?? "", wrong });
    }
    await db.tx(async (tx) => {
      await lockOffice(tx, run.office);
      if ((await insertCut(tx, run.id, instant(clock))) === 0) return;
      let place = 0;
      for (const { claim, wrong, ...line } of judged)
        if (wrong === null) await insertSent(tx, run.id, { ...line, place: ++place });
        else await endClaim(tx, { claim, state: "dropped", reason: wrong, at: instant(clock) });
    });
  };
  /** Killed anywhere and repeated, it asks for the same payments under the same keys. */
  const send = async (id: string): Promise<void> => {
    const [run] = await findRuns(db, { id });
    if (!run || run.dropped !== null || run.approvals.length < approversNeeded) return;
    if (run.cutAt === null) await cut(run);
    const lines = await payableOf(db, id);
    if (lines.length === 0) return;
    const purpose = { "zh-Hant": textOf("refund-text", "zh-Hant"), en: textOf("refund-text", "en") };
    const sum = lines.reduce((total, { amount }) => total + amount, 0);
    const asked = {
      key: `tax-refunds ${id}`,
      agency: run.office,
      purpose,
      day: taipeiDate(new Date(run.at)),
      count: lines.length,
      sum,
    };
    const { id: batch } = await pay.openBatch(asked);
    const rows = lines.map(({ claim, amount, account, holder }) => ({
      ...{ key: keyOf(claim), amount, account, name: holder, text: purpose["zh-Hant"] },
    }));
    await pay.addLines({ batch, from: 1, lines: rows });
    await pay.sealBatch({ id: batch });
  };
  /** The bank has paid a refund, or it came back: the register says so, and then the claim. */
  const marked = async (id: string, state: "paid" | "returned", reason: string | null): Promise<void> => {
    const claim = await claimById(db, id);
    if (!claim) return;
    const record = await recordOf(claim.office, claim.number);
    const last = await lastClaim(db, claim.number);
    const isDue = last?.id === id && last.state === (state === "paid" ? null : "paid");
    // the register names the claim: what it was told before a break is not told again
    if (record !== null && isDue && isMarked(record, id) === (state === "returned")) {
      const paid = { amount: claim.amount, on: today(), reference: id };
      const written = await offices.write(claim.office, {
        ...{ number: claim.number, writeKey: `refund ${id} ${state}`, caseId: id, expect: { refunds: record.refunds } },
        values: { refunds: state === "paid" ? afterRefund(record, paid) : afterReturn(record, id) },
      });
      if (!written.ok) throw new Error(`${claim.office} did not write: ${written.code}`);
    }
    await endClaim(db, { claim: id, state, reason, at: instant(clock) });
    if (record !== null) await refresh(record.taxpayer, claim.office, claim.number);
  };
  const jobs: HandledJob[] = [
    handleJob(sendJob, ({ payload }) => send(payload.run)),
    handleJob(outcomesJob, async ({ payload: { batch } }) => {
      for (const { key, state, reason } of await pay.outcomes({ batch, after: 0, limit: 1_000 })) {
        const claim = claimOf(key);
        if (claim === undefined) continue;
        if (state === "arrived") await marked(claim, "paid", null);
        else if (state === "returned") await marked(claim, "returned", reason);
        else await endClaim(db, { claim, state: "failed", reason, at: instant(clock) });
      }
    }),
  ];
  const subscribes: HandledEvent[] = [
    handleEvent(batchChanged, async ({ batch, key }, tx) => {
      if (key.startsWith("tax-refunds ")) await tx.enqueue(outcomesJob, { batch });
    }),
  ];
  return {
    jobs,
    subscribes,
    last: (number: string) => lastClaim(db, number),
    account: (subject: string) => benefits.account({ subject }),
    /** The taxpayer asks for what is refundable; the office is asked how it stands now. Throws `passbook.*`. */
    ask: async ({ office, number, subject }: { office: string; number: string; subject: string }): Promise<void> => {
      const record = await offices.one(office, number);
      if (record === null) throw passbookFailure("passbook.tax-unknown");
      if ("code" in record) throw passbookFailure("passbook.office-away");
      const amount = standingOf(record, today()).refundable;
      if (amount === 0) throw passbookFailure("passbook.nothing-refundable");
      if ((await benefits.account({ subject })) === null) throw passbookFailure("passbook.no-account");
      await db.tx(async (tx) => {
        await lockNumber(tx, number);
        const last = await lastClaim(tx, number);
        if (last && last.state === null) throw passbookFailure("passbook.refund-asked");
        await insertClaim(tx, { id: ids.uuid(), number, office, subject, tax: record.tax, amount, at: instant(clock) });
        await tx.audit({ actor: subject, action: "passbook.refund-asked", target: number, detail: { office, amount } });
      });
    },
    waiting: (office: string) => waitingClaims(db, office, mostLines),
    runs: (office: string) => findRuns(db, { office, limit: 50 }),
    find,
    lines: (run: string) => linesOf(db, run),
    open: ({ office, by }: { office: string; by: string }): Promise<string> =>
      db.tx(async (tx) => {
        await lockOffice(tx, office);
        const claims = await waitingClaims(tx, office, mostLines);
        if (claims.length === 0) throw passbookFailure("passbook.run-empty");
        const id = ids.uuid();
        await insertRun(tx, { id, office, openedBy: by, at: instant(clock) });
        for (const [at, claim] of claims.entries()) await insertRunLine(tx, id, at + 1, claim.id);
        await tx.audit({ actor: by, action: "passbook.refund-run-opened", target: id, detail: { office, count: claims.length } });
        return id;
      }),
    /** The second approval sends it. Who opened it, or is paid by it, approves nothing. */
    approve: ({ run: id, office, by }: { run: string; office: string; by: string }): Promise<void> =>
      db.tx(async (tx) => {
        await lockOffice(tx, office);
        const [run] = await findRuns(tx, { id, office });
        if (!run) throw passbookFailure("passbook.run-unknown");
        standing(run);
        if (await hasPart(tx, id, by)) throw passbookFailure("passbook.approve-own");
        if ((await insertApproval(tx, id, by, instant(clock))) === 0) throw passbookFailure("passbook.approved-already");
        await tx.audit({
          actor: by,
          action: "passbook.refund-run-approved",
          target: id,
          detail: { count: run.count, sum: run.sum },
        });
        if (run.approvals.length + 1 === approversNeeded) await tx.enqueue(sendJob, { run: id }, { key: id });
      }),
    drop: ({ run: id, office, by, reason }: { run: string; office: string; by: string; reason: string }): Promise<void> =>
      db.tx(async (tx) => {
        await lockOffice(tx, office);
        const [run] = await findRuns(tx, { id, office });
        if (!run) throw passbookFailure("passbook.run-unknown");
        standing(run);
        await insertDrop(tx, { run: id, by, reason, at: instant(clock) });
        await tx.audit({ actor: by, action: "passbook.refund-run-dropped", target: id, detail: { reason } });
      }),
  };
}
export type Refunds = ReturnType<typeof openRefunds>;
