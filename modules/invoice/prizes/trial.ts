import type { Draw } from "@troad/invoice-formats";
import type { ModuleContext } from "@troad/kernel";
import type { AwardRules } from "./award-rules.ts";
import { cloudCounts } from "./cloud-numbers-store.ts";
import { winners } from "./match.ts";
import { cloudCandidates, type Drawn } from "./winnings-store.ts";

export type Trial = {
  digest: string;
  passed: boolean;
  /** How many invoices each prize would go to, and the cost. */
  winners: Record<string, number>;
  cost: number;
  /** Why it did not pass. */
  faults: string[];
};

const step = 5_000;

/** The validation draw: what a list would pay. Its cloud numbers must be eligible cloud invoices, as many as there are prizes. */
export async function trialOf(ctx: ModuleContext, rules: AwardRules, list: Draw, drawn: Drawn): Promise<Omit<Trial, "digest">> {
  const faults: string[] = [];
  const counts: Record<string, number> = {};
  let cost = 0;
  for await (const won of winners(ctx.db, list, drawn, rules.amounts))
    for (const { prize, amount } of won) {
      counts[prize] = (counts[prize] ?? 0) + 1;
      cost += amount;
    }
  if (list.super.length !== 1 || list.special.length !== 1 || list.first.length !== 3) faults.push("numbers drawn: 1, 1 and 3");
  const plan = rules.cloudGroups(list.term);
  const good = await goodCloudNumbers(ctx, drawn);
  for (const { amount, count } of await cloudCounts(ctx.db, drawn.term, drawn.digest)) {
    const planned = plan.find((group) => group.amount === amount)?.count ?? 0;
    if (count > planned) faults.push(`cloud ${amount}: ${count} numbers, ${planned} prizes`);
    const bad = count - (good.get(amount) ?? 0);
    if (bad > 0) faults.push(`cloud ${amount}: ${bad} numbers are no cloud invoices that count`);
  }
  return { passed: faults.length === 0, winners: counts, cost, faults };
}

/** The number of a list's numbers that are eligible cloud invoices, by amount. */
async function goodCloudNumbers({ db }: ModuleContext, drawn: Drawn): Promise<Map<number, number>> {
  const good = new Map<number, number>();
  for (let after: string | undefined = ""; after !== undefined; ) {
    const page: Awaited<ReturnType<typeof cloudCandidates>> = await cloudCandidates(db, drawn, [], after, step);
    for (const { cloud, counts, cloudPrize } of page) if (cloud && counts) good.set(cloudPrize, (good.get(cloudPrize) ?? 0) + 1);
    after = page.at(-1)?.last;
  }
  return good;
}
