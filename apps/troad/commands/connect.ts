import { parseArgs } from "node:util";
import { ConfigurationError } from "@troad/kernel/env";
import type { Command } from "../command.ts";
import { checkService } from "../connect/check.ts";

export const connect: Command = {
  help: `usage: troad connect check ADDRESS --portal=ADDRESS [--person=SUBJECT] [--json]

Tries an agency's own service against the contract (docs/connection-rules.md), rule by rule, and says where an answer is wrong.

ADDRESS   where the service runs; it describes itself at /.well-known/troad-service.json
portal    the platform at which it is connected
person    the subject of a person of the demonstration, who makes the application of its "trial"

Exit code 0: every rule holds. 1: one does not. 2: wrong usage.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { portal: { type: "string" }, person: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [what, service] = positionals;
    if (what !== "check" || !service || !values.portal || positionals.length !== 2) {
      process.stderr.write(`${connect.help}\n`);
      return 2;
    }
    for (const address of [service, values.portal])
      if (!URL.canParse(address)) throw new ConfigurationError(`${address} is no address`);
    const found = [];
    for await (const one of checkService(service, { portal: new URL(values.portal).origin, person: values.person })) {
      found.push(one);
      const mark = one.wrong.length === 0 ? "ok   " : "WRONG";
      if (!values.json)
        process.stdout.write(`${mark} ${one.rule}\n${one.wrong.map((line) => `        ${one.address}: ${line}\n`).join("")}`);
    }
    if (values.json) process.stdout.write(`${JSON.stringify(found)}\n`);
    return found.every(({ wrong }) => wrong.length === 0) ? 0 : 1;
  },
};
