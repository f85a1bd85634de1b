import eid from "@troad/eid/module";
import { type ModuleManifest, sql, startProcess } from "@troad/kernel";
import notify from "@troad/notify/module";
import pki from "@troad/pki/module";
import { socketCluster } from "../../../kernel/db/cluster.ts";
import { type Cards, openCards } from "../cards.ts";
import manifest from "../module.ts";

/** A second process of an installation that works on batches until it is killed; it says how many cards are printed. */
const { root, host, database, env, batch } = JSON.parse(process.argv[2] ?? "{}") as Record<
  "root" | "host" | "database" | "batch",
  string
> & {
  env: NodeJS.ProcessEnv;
};
let cards: Cards | undefined;
let printed: (() => Promise<number>) | undefined;
const captured: ModuleManifest = {
  ...manifest,
  create: async (ctx) => {
    cards = await openCards(ctx, {
      tokenModule: env.CARDS_TOKEN_MODULE,
      printerKey: env.CARDS_PRINTER_KEY,
      leaseSeconds: Number(env.CARDS_LEASE_SECONDS),
    });
    printed = async () =>
      (await ctx.db.one<{ n: number }>(sql`select count(*)::int as n from card where state = 'printed'`))?.n ?? 0;
    const { jobs: _jobs, ...parts } = await manifest.create(ctx);
    return parts;
  },
};
await startProcess({
  ...{ modules: [pki, notify, eid, captured], agencies: () => [], root, env },
  cluster: socketCluster(host, database),
});
process.once("disconnect", () => process.exit(0));
process.send?.("ready");
for (;;) {
  await cards?.batches.produce(batch).catch(() => undefined);
  process.send?.(`printed ${await printed?.()}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
}
