import eid from "@troad/eid/module";
import { type ModuleManifest, startProcess } from "@troad/kernel";
import notify from "@troad/notify/module";
import pki from "@troad/pki/module";
import { socketCluster } from "../../../kernel/db/cluster.ts";
import { type Cards, openCards } from "../cards.ts";
import manifest from "../module.ts";

/** A process of an installation that works on batches, one after the other, until it is killed. */
type Given = { root: string; host: string; database: string; env: NodeJS.ProcessEnv; batches: string[] };
const { root, host, database, env, batches } = JSON.parse(process.argv[2] ?? "{}") as Given;
let cards: Cards | undefined;
const captured: ModuleManifest = {
  ...manifest,
  create: async (ctx) => {
    cards = await openCards(ctx, {
      tokenModule: env.CARDS_TOKEN_MODULE,
      printerKey: env.CARDS_PRINTER_KEY,
      leaseSeconds: Number(env.CARDS_LEASE_SECONDS),
    });
    const { jobs: _jobs, ...parts } = await manifest.create(ctx);
    return parts;
  },
};
await startProcess({
  ...{ modules: [pki, notify, eid, captured], agencies: () => [], root, env },
  cluster: socketCluster(host, database),
});
process.once("disconnect", () => process.exit(0));
for (;;) {
  for (const batch of batches) await cards?.batches.produce(batch).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
}
