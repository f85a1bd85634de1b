import { type HandledEvent, type HandledJob, handleEvent, handleJob, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { PayApi } from "@troad/pay/api";
import { batchChanged } from "@troad/pay/events";
import { openAccounts, tellChange } from "./accounts.ts";
import { openClaims } from "./claims.ts";
import { checkSchemes, type Scheme, schemeSchema } from "./domain/scheme.ts";
import { type Eligibility, lawEligibility } from "./eligibility.ts";
import { openEntitlements } from "./entitlements.ts";
import { draftJob, outcomesJob, sendJob, tellChangeJob } from "./jobs.ts";
import { readOutcomes } from "./outcomes.ts";
import { openRuns } from "./runs.ts";

export type Benefits = ReturnType<typeof openBenefits>;
type Needs = {
  pay: PayApi;
  notify: Pick<NotifyApi, "send">;
  banks: ReadonlySet<string>;
  /** Who says what is due; by default the law. */
  eligibility?: Eligibility;
};
type Context = Pick<ModuleContext, "db" | "clock" | "ids" | "content" | "texts">;

/** Everything of benefits, without pages. */
export function openBenefits(ctx: Context, { pay, notify, banks, eligibility = lawEligibility() }: Needs) {
  const read = ctx.content.read("schemes", "scheme.json", schemeSchema);
  const schemes = checkSchemes(read.map(({ id, value }): Scheme => ({ ...value, id })));
  const texts = new Map(read.map(({ id, text }) => [id, text]));
  const nameOf = (lang: string, scheme: string): string => {
    const text = texts.get(scheme);
    return text ? ctx.texts.pick(text, lang, "name") : scheme;
  };
  const parts = { ...ctx, schemes, eligibility, pay };
  const runs = openRuns({ ...parts, textOf: (scheme, lang) => nameOf(lang, scheme) });
  const jobs: HandledJob[] = [
    handleJob(tellChangeJob, ({ payload }) => tellChange(notify, payload)),
    handleJob(draftJob, ({ payload }) => runs.draft(payload.run)),
    handleJob(sendJob, ({ payload }) => runs.send(payload.run)),
    handleJob(outcomesJob, ({ payload }) => readOutcomes(ctx.db, pay, payload.batch)),
  ];
  const subscribes: HandledEvent[] = [
    handleEvent(batchChanged, async ({ batch, key }, tx) => {
      if (key.startsWith("benefits ")) await tx.enqueue(outcomesJob, { batch });
    }),
  ];
  return {
    schemes,
    nameOf,
    runs,
    accounts: openAccounts({ ...parts, banks }),
    claims: openClaims(ctx),
    entitlements: openEntitlements({ ...ctx, schemes }),
    silent: (hours: number) => pay.silentBatches({ hours, limit: 50 }),
    jobs,
    subscribes,
  };
}
