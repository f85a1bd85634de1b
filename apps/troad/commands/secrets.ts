import { parseArgs } from "node:util";
import { readRoad } from "@troad/directory";
import { recordedSecrets, systemClock } from "@troad/kernel";
import type { Command } from "../command.ts";
import { modules } from "../modules.ts";
import { root } from "../root.ts";

export const secrets: Command = {
  help: `usage: troad secrets [--forget=NAME ...]

Lists the secret and key files, below the data folder, whose fingerprints the database holds. A start without one of them is refused.
  --forget   gives a lost one up: the next start makes a new one. What the old one opened (messages in a gateway's log, keys, seals on
             slips and codes) stays closed for ever, so look for a backup first. A certificate beside a lost key has to be removed too.`,
  run: async (args) => {
    const { values } = parseArgs({ args, options: { forget: { type: "string", multiple: true, default: [] } } });
    const names = await recordedSecrets({
      modules,
      env: process.env,
      root,
      agencies: (content) => readRoad(content).agencies.map(({ id }) => id),
      clock: systemClock,
      forget: values.forget,
    });
    for (const { name, givenUp } of names) process.stdout.write(`${name}${givenUp ? "  (given up)" : ""}\n`);
    return 0;
  },
};
