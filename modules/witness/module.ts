import path from "node:path";
import { readRoad } from "@troad/directory";
import { ConfigurationError, defineModule, env, openExclusive, setting } from "@troad/kernel";
import { fileState, Witness } from "@troad/tlog";
import { openWitnessKey } from "./keys.ts";
import { pinnedLog, readLogs } from "./logs.ts";
import { cosignerKey, prefixOf, type RunningWitness, witnessRoutes } from "./routes.ts";
import { storedState } from "./store/seen.ts";

/** Witnesses of public logs: they cosign a checkpoint only if it continues the previous one. Anyone may run one. */
export default defineModule({
  name: "witness",
  root: import.meta.url,
  early: ["/witness"],
  env: {
    WITNESS_NAMES: setting("Agencies or organisations that run a witness in this process, comma-separated.", env.text("moi,ndu")),
    WITNESS_LOGS: setting("Verifier keys of the logs that are watched, space-separated.", env.text(""), {
      otherwise: "the log of this installation, its key pinned at first sight",
    }),
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
          state: storedState(ctx.db, id, await fileState(path.join(folder, "seen"))),
          clock: ctx.clock,
          onMisconduct: (found) => ctx.log.error({ witness: id, ...found }, "a log does not continue what it showed before"),
        });
        return { id, signer, witness, decisions: openExclusive(ctx.db, `witness.${id}`) };
      }),
    );
    const origin = ctx.origin("witness");
    ctx.announce(
      "witnesses",
      witnesses.map(({ id, signer }) => ({ key: cosignerKey(signer), prefix: `${origin}${prefixOf(id)}` })),
    );
    return {
      routes: witnessRoutes(origin, witnesses),
      stop: async () => void (await Promise.all(witnesses.map(({ decisions }) => decisions.stop()))),
    };
  },
});
