import { parseArgs } from "node:util";
import { issuePeerCertificate, systemClock } from "@troad/kernel";
import type { Command } from "../command.ts";

export const peers: Command = {
  help: `usage: troad peers --modules=a,b --out=DIR [--agency=a,b] [--host=NAME,...] [--authority=data/peers]

Writes ca.crt, peer.crt and peer.key to DIR (set PEER_TLS to it). The certificate names the modules; others call accordingly. With --agency the
process may speak for these agencies alone. --host: names or addresses under which others reach it, besides localhost.`,
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        modules: { type: "string" },
        out: { type: "string" },
        agency: { type: "string" },
        host: { type: "string" },
        authority: { type: "string", default: "data/peers" },
      },
    });
    if (!values.modules || !values.out) {
      process.stderr.write(`${peers.help}\n`);
      return 2;
    }
    await issuePeerCertificate({
      authority: values.authority,
      folder: values.out,
      modules: values.modules.split(","),
      agencies: values.agency?.split(",") ?? [],
      hosts: values.host?.split(",") ?? [],
      clock: systemClock,
    });
    return 0;
  },
};
