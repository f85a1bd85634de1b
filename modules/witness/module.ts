import path from "node:path";
import { readRoad } from "@troad/directory";
import { ConfigurationError, defineModule, env } from "@troad/kernel";
import { fileState, Witness } from "@troad/tlog";
import { openWitnessKey } from "./keys.ts";
import { pinnedLog, readLogs } from "./logs.ts";
import { cosignerKey, prefixOf, type RunningWitness, witnessRoutes } from "./routes.ts";

/** Witnesses of public logs: they cosign a checkpoint only if it continues the one before. Anybody may run one. */
export default defineModule({
  name: "witness",
  root: import.meta.url,
  early: ["/witness"],
  env: {
    /** Who runs a witness here: names of agencies or organisations, separated by commas. */
    WITNESS_NAMES: env.text("moi,ndu"),
    /** Verifier keys of the logs that are watched, space-separated; default: the log of this installation, its key kept at first sight. */
    WITNESS_LOGS: env.text(""),
  },
  create: async (ctx) => {
    const ids = ctx.env.WITNESS_NAMES.split(",").filter(Boolean);
    const wrong = ids.find((id) => !/^[a-z0-9-]{1,40}$/.test(id));
    if (wrong !== undefined) throw new ConfigurationError(`WITNESS_NAMES: ${wrong} is not a name`);
    const { instance } = readRoad(ctx.content);
    const witnesses = await Promise.all(
      ids.map(async (id): Promise<RunningWitness> => {
        const folder = path.join(ctx.folder, id);
        const signer = openWitnessKey(folder, `${instance.toLowerCase()}.t-road.example/witness/${id}`);
        const witness = new Witness({
          signer,
          logs: ctx.env.WITNESS_LOGS
            ? readLogs(ctx.env.WITNESS_LOGS)
            : pinnedLog(folder, `${ctx.origin("road")}/tlog/verifier-key`),
          state: await fileState(path.join(folder, "seen")),
          clock: ctx.clock,
          onMisconduct: (found) => ctx.log.error({ witness: id, ...found }, "a log does not continue what it showed before"),
        });
        return { id, signer, witness };
      }),
    );
    const origin = ctx.origin("witness");
    ctx.announce(
      "witnesses",
      witnesses.map(({ id, signer }) => ({ key: cosignerKey(signer), prefix: `${origin}${prefixOf(id)}` })),
    );
    return { routes: witnessRoutes(origin, witnesses) };
  },
});
