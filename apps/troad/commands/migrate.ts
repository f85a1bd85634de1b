import path from "node:path";
import { readRoad } from "@troad/directory";
import { migrateAll } from "@troad/kernel";
import type { Command } from "../command.ts";
import { modules } from "../modules.ts";
import { root } from "../root.ts";

export const migrate: Command = {
  help: "usage: troad migrate\n\nApplies the migrations of all modules and agencies to DATABASE_URL, or to the PostgreSQL in ./data.",
  run: async () => {
    const applied = await migrateAll({
      modules,
      env: process.env,
      root,
      agencies: (content) => readRoad(content).agencies.map(({ id }) => id),
    });
    for (const name of applied) process.stdout.write(`${name}\n`);
    process.stdout.write(applied.length === 0 ? "nothing to do\n" : `${applied.length} applied (${path.basename(root)})\n`);
    return 0;
  },
};
