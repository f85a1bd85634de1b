import { type HandledEvent, type HandledJob, handleEvent, handleJob, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { PayApi } from "@troad/pay/api";
import { batchChanged, paid } from "@troad/pay/events";
import { openAccounts, tellChange } from "./accounts.ts";
import { claimOfKey, openClaims } from "./claims.ts";
import { checkSchemes, type Scheme, schemeSchema } from "./domain/scheme.ts";
import { type Eligibility, lawEligibility } from "./eligibility.ts";
import { openEntitlements } from "./entitlements.ts";
import { type AskFacts, readFacts } from "./facts.ts";
import { claimPaidJob, draftJob, outcomesJob, sendJob, tellChangeJob } from "./jobs.ts";
import { readOutcomes } from "./outcomes.ts";
import { openRuns } from "./runs.ts";
import { unjudgedMonths } from "./store/facts.ts";

export type Benefits = ReturnType<typeof openBenefits>;
type Needs = {
  pay: PayApi;
  notify: Pick<NotifyApi, "send">;
  banks: ReadonlySet<string>;
  /** Who says what is due; by default the law. */
  eligibility?: Eligibility;
  /** Asks registers, over the road. */
  ask: AskFacts;
};
type Context = Pick<ModuleContext, "db" | "clock" | "ids" | "content" | "texts">;

/** Everything of benefits, without pages. */
export function openBenefits(ctx: Context, { pay, notify, banks, ask, eligibility = lawEligibility() }: Needs) {
  const found = ctx.content.read("schemes", "scheme.json", schemeSchema);
  const schemes = checkSchemes(found.map(({ id, value }): Scheme => ({ ...value, id })));
  const texts = new Map(found.map(({ id, text }) => [id, text]));
  const nameOf = (lang: string, scheme: string): string => {
    const text = texts.get(scheme);
    return text ? ctx.texts.pick(text, lang, "name") : scheme;
  };
  const entitlements = openEntitlements({ ...ctx, schemes });
  const reading = { ...ctx, ask, ended: entitlements.ended };
  const read: Parameters<typeof openRuns>[0]["read"] = (scheme, at) => readFacts(reading, scheme, at);
  const parts = { ...ctx, schemes, eligibility, pay, read };
  const runs = openRuns({ ...parts, textOf: (scheme, lang) => nameOf(lang, scheme) });
  const claims = openClaims({ ...parts, textOf: (scheme, lang) => nameOf(lang, scheme) });
  const jobs: HandledJob[] = [
    handleJob(tellChangeJob, ({ payload }) => tellChange(notify, payload)),
    handleJob(draftJob, ({ payload }) => runs.draft(payload.run)),
    handleJob(sendJob, ({ payload }) => runs.send(payload.run)),
    handleJob(claimPaidJob, ({ payload }) => claims.received(payload)),
    handleJob(outcomesJob, ({ payload }) => readOutcomes(ctx.db, pay, payload.batch)),
  ];
  const subscribes: HandledEvent[] = [
    handleEvent(batchChanged, async ({ batch, key }, tx) => {
      if (key.startsWith("benefits ")) await tx.enqueue(outcomesJob, { batch });
    }),
    handleEvent(paid, async ({ key, payment, amount }, tx) => {
      const claim = claimOfKey(key);
      if (claim) await tx.enqueue(claimPaidJob, { claim, payment, amount }, { key: payment });
    }),
  ];
  return {
    schemes,
    nameOf,
    runs,
    accounts: openAccounts({ ...parts, banks }),
    claims,
    entitlements,
    /** Months that the last run of a scheme could not judge. */
    unjudged: (asked: { schemes?: readonly string[]; subject?: string; before?: string; limit: number }) =>
      unjudgedMonths(ctx.db, { schemes: [...schemes.keys()], ...asked, limit: Math.min(asked.limit, 100) }),
    silent: (hours: number) => pay.silentBatches({ hours, limit: 50 }),
    jobs,
    subscribes,
  };
}
