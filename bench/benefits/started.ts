import { type Database, defineModule, handleJob, offerApi, sql, systemClock } from "@troad/kernel";
import { payApi } from "@troad/pay/api";
import { startModules } from "../../kernel/test/modules.ts";
import { assessScheme } from "../../modules/benefits/assess.ts";
import { type Benefits, openBenefits } from "../../modules/benefits/benefits.ts";
import { lawEligibility } from "../../modules/benefits/eligibility.ts";
import { draftJob, sendJob } from "../../modules/benefits/jobs.ts";
import { folderChannel } from "../../modules/pay/bank/channel.ts";
import { openBatches } from "../../modules/pay/batches/batches.ts";
import { openPayments } from "../../modules/pay/payments.ts";

const scheme = "child-allowance";
const month = "2026-11-01";
const none = (): never => {
  throw new Error("no such thing here");
};

/** Payments and benefits without pages, on a database of their own; a run's steps are taken one by one. */
export async function startBenefits(folder: string) {
  let [db, payDb, benefits]: [Database | undefined, Database | undefined, Benefits | undefined] = [
    undefined,
    undefined,
    undefined,
  ];
  const pay = defineModule({
    name: "pay",
    root: new URL("../../modules/pay/module.ts", import.meta.url).href,
    create: async (ctx) => {
      payDb = ctx.db;
      const channel = folderChannel({ folder, account: "004-100000000001" });
      const batches = openBatches({ ...ctx, channel: () => channel, payerName: () => "衛生福利部" });
      return { api: offerApi(payApi, { ...openPayments({ ...ctx, provider: none }), ...batches }), jobs: batches.jobs };
    },
  });
  const alone = defineModule({
    name: "benefits",
    root: new URL("../../modules/benefits/module.ts", import.meta.url).href,
    needs: ["pay"],
    create: async (ctx) => {
      db = ctx.db;
      benefits = openBenefits(ctx, { pay: ctx.use(payApi), notify: { send: none }, banks: new Set(["700"]), ask: none });
      // the jobs are what is measured, so they are not done beside it
      const idle = [draftJob, sendJob].map((job) => handleJob(job, async () => undefined));
      return { jobs: idle };
    },
  });
  const { stop } = await startModules([pay, alone], { content: ["schemes"] });
  const [own, books, all] = [db!, payDb!, benefits!];
  return {
    ...{ db: own, benefits: all, stop },
    /** As many parents with an account and an allowance for a child. */
    fill: (people: number): Promise<void> =>
      own.tx(async (tx) => {
        await tx.run(sql`
          insert into entitlement (id, key, scheme, subject, person, facts, from_month, decided_by, at)
          select gen_random_uuid(), 'k' || n, ${scheme}, 'person-' || n, 'child-' || n,
            jsonb_build_object('order', 1 + n % 3, 'publicCare', false, 'birthDate', '2025-10-15'), ${month}, array['decider-' || n % 500], now()
          from generate_series(1, ${people}::integer) n`);
        await tx.run(sql`
          insert into account (id, subject, kind, account, holder, guardian, proof, registered_by, at)
          select gen_random_uuid(), 'person-' || n, 'own', '700-' || lpad(n::text, 14, '0'), '王' || n, null, 'bank', 'person-' || n, now()
          from generate_series(1, ${people}::integer) n`);
      }, "long"),
    opened: async (): Promise<string> => (await all.runs.open({ scheme, month, by: "opener" })).id,
    /** Registers are read beforehand, as many exchanges over the road as there are people (`npm run bench -- road`). */
    read: (run: string): Promise<void> =>
      own.tx(async (tx) => {
        await tx.run(sql`
          insert into fact_read (run, entitlement, month, facts, code, exchange_id, at)
          select ${run}, id, ${month}, jsonb_build_object('birthDate', '2025-10-15'), null, 'x', now() from entitlement`);
      }, "long"),
    assess: (run: string) =>
      assessScheme(
        { db: own, clock: systemClock, schemes: all.schemes, eligibility: lawEligibility(), read: async () => undefined },
        scheme,
        { run, month },
      ),
    /** Waits until the bank's folder has every file of the run. */
    written: async (run: string): Promise<void> => {
      for (;;) {
        const open = await books.one(sql`
          select 1 from batch b where b.key like ${`benefits ${run} %`} and not exists (select from batch_file f where f.batch = b.id) limit 1`);
        if (!open) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
  };
}
