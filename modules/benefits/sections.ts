import type { OwnSection, QueueLength } from "@troad/kernel";
import type { Benefits } from "./benefits.ts";

/** Runs of these schemes that wait for an approval. */
export async function payerQueue({ runs }: Benefits, schemes: readonly string[]): Promise<QueueLength> {
  const all = await Promise.all(schemes.map((scheme) => runs.list({ scheme, limit: 1 })));
  const waiting = all.flat().filter(({ drafted, dropped, cutAt }) => drafted && dropped === null && cutAt === null);
  return { count: waiting.length, oldest: waiting.map(({ at }) => at).toSorted()[0] ?? null };
}

/** A person's benefits on their own page: how many months they have, and what is to be paid back. */
export async function ownSection({ entitlements, claims }: Benefits, subject: string): Promise<OwnSection> {
  const [months, own] = await Promise.all([entitlements.months(subject, 1), claims.list({ subject, limit: 20 })]);
  const open = own.filter(({ amount, paid, waived }) => amount > paid + waived);
  const href = "/benefits";
  if (months.length === 0 && open.length === 0)
    return { tasks: [], tiles: [{ title: "benefits.mine.title", href, order: 45, text: "benefits.me.none" }] };
  const task = { text: "benefits.me.claims", params: { count: open.length }, href };
  return {
    tasks: open.length > 0 ? [task] : [],
    tiles: [{ title: "benefits.mine.title", href, order: 45, text: "benefits.me.text" }],
  };
}
