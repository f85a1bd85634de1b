import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ConfigurationError, type Database, readAll } from "@troad/kernel";
import { issueMachineCode, redeemMachineCode } from "@troad/road/api";
import type { Command } from "../command.ts";
import { packKeyFiles, unpackKeyFiles } from "../enrol/key-files.ts";
import { modules } from "../modules.ts";
import { root } from "../root.ts";

const codeVariable = "TROAD_ENROL_CODE";

/** Adds a machine to an installation: it gets the keys, once, sealed under a code that a person carries over. */
export const enrol: Command = {
  help: `usage: troad enrol issue [--minutes=15]
       troad enrol [CODE]

On a machine of the installation, "issue" seals its keys in the database and prints a code. On the machine that is added, with the same
DATABASE_URL and an empty TROAD_DATA, the code (or ${codeVariable}) writes them there. It serves once, for so many minutes (1 to 60).`,
  run: async (args) => {
    const options = { minutes: { type: "string", default: "15" } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [word = process.env[codeVariable], ...rest] = positionals;
    const minutes = Number(values.minutes);
    if (!word || rest.length > 0 || !(Number.isInteger(minutes) && minutes >= 1 && minutes <= 60)) {
      process.stderr.write(`${enrol.help}\n`);
      return 2;
    }
    return inRoad(async (road, data) => {
      if (word === "issue") {
        process.stdout.write(`${await issueMachineCode(road, packKeyFiles(data), minutes)}\n`);
        return 0;
      }
      fs.mkdirSync(data, { recursive: true, mode: 0o711 });
      process.stdout.write(`${unpackKeyFiles(data, await redeemMachineCode(road, word))} key files written to ${data}\n`);
      return 0;
    });
  },
};

const inRoad = (work: (road: Database, data: string) => Promise<number>): Promise<number> =>
  readAll(
    { modules: modules.filter(({ name }) => name === "road"), env: process.env, root, agencies: () => [] },
    async ([road], data) => {
      if (!road?.db) throw new ConfigurationError("this database has no platform: is it the right one (DATABASE_URL)?");
      return work(road.db, path.resolve(data));
    },
  );
