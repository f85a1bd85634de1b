import { handleJob, type ModuleContext, type Schedule, taipeiDate } from "@troad/kernel";
import type { WebhooksApi } from "@troad/webhooks/api";
import { failedOf, goodOf } from "../senders/day-results-store.ts";
import { senderOf } from "../shop/sending.ts";
import { tellDay, tellProgram } from "./jobs.ts";
import { allHearing, type Program } from "./programs-store.ts";

const atOnce = 100;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Endpoints of programs at the house's sender. */
export const endpointOf = (program: number): string => `shop-program-${program}`;

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  webhooks: Pick<WebhooksApi, "send">;
  one(no: number): Promise<Program | undefined>;
};

/** Tells programs, by the house's sender; the results of a day once it is over. */
export function openTelling({ ctx, webhooks, one }: Parts) {
  const told = handleJob(tellProgram, async ({ payload: { program: no, key, type, at, data } }) => {
    const program = await one(no);
    if (!program?.webhook) return;
    await webhooks.send({ key: `invoice ${key}`, endpoint: endpointOf(no), address: program.webhook, type, at, data });
  });
  const day = handleJob(tellDay, async ({ payload: { day: of, after } }) => {
    const programs = await allHearing(ctx.db, after, atOnce);
    const from = `${of}T00:00:00+08:00`;
    const until = new Date(Date.parse(from) + dayMs).toISOString();
    for (const { no, ban } of programs) {
      const sent = { sender: senderOf(ban), from, until };
      const sum = (rows: readonly { count: number }[]): number => rows.reduce((all, { count }) => all + count, 0);
      const [good, failed] = [sum(await goodOf(ctx.db, sent)), sum(await failedOf(ctx.db, sent))];
      if (good + failed === 0) continue;
      const key = `day ${of} ${no}`;
      const data = { ban, day: of, good: String(good), failed: String(failed) };
      await ctx.db.tx((tx) =>
        tx.enqueue(tellProgram, { program: no, key, type: "invoice.day-results", at: until, data }, { key }),
      );
    }
    const last = programs.at(-1);
    if (last && programs.length === atOnce)
      await ctx.db.tx((tx) => tx.enqueue(tellDay, { day: of, after: last.no }, { key: `${of} ${last.no}` }));
  });
  const schedule: Schedule = {
    name: "invoice.tell-day",
    everyMs: hourMs,
    onceIn: ctx.db,
    atStart: true,
    run: async () => {
      const yesterday = taipeiDate(new Date(ctx.clock.now().getTime() - dayMs));
      await ctx.db.tx((tx) => tx.enqueue(tellDay, { day: yesterday, after: 0 }, { key: `${yesterday} 0` }));
    },
  };
  return { jobs: [told, day], schedule };
}
