import path from "node:path";
import { parseArgs } from "node:util";
import type { Command } from "../command.ts";
import { enrol, invitationIn, joined, type Settings } from "../join/enrol.ts";
import { root } from "../root.ts";
import { run } from "./serve.ts";

/** Joins once, then runs the gateway, now and at every later start. */
export const join: Command = {
  help: `usage: troad join [INVITATION] [--data=data] [--bind=ADDRESS] [--host=NAME] [--ports=CONSUMER:SERVER] [--tls-port=N]

Joins the road with an invitation (a file of "troad registry invite"), then runs the member's gateway and stays.
The process makes its own keys; only certificate requests leave it. Without INVITATION it runs what joined with the data folder before.
  --bind       the address on which gateways of others reach this one (default 127.0.0.1)
  --host       the host name by which they do (default 127.0.0.1)
  --ports      fixed ports: for information systems (loopback, unless ROAD_CONSUMER_BIND says otherwise), and for gateways
  --tls-port   HTTPS for information systems at this port
Other settings are by environment, as for "troad serve".`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        data: { type: "string", default: process.env.TROAD_DATA ?? "data" },
        bind: { type: "string" },
        host: { type: "string" },
        ports: { type: "string" },
        "tls-port": { type: "string" },
      },
    });
    const [file, ...rest] = positionals;
    if (rest.length > 0) {
      process.stderr.write(`${join.help}\n`);
      return 2;
    }
    const settings = file === undefined ? joined(values.data) : await enrol(values.data, invitationIn(file));
    return run([`--agency=${settings.agency}`, "--target=registers,road"], false, environment(values, settings));
  },
};

type Values = { data: string; bind?: string; host?: string; ports?: string; "tls-port"?: string };

function environment(values: Values, settings: Settings): Record<string, string> {
  const { agency } = settings;
  const { TROAD_CONTENT = path.join(root, "content") } = process.env;
  return {
    TROAD_DATA: path.resolve(values.data),
    TROAD_CONTENT: [TROAD_CONTENT, settings.content].join(path.delimiter),
    PEERS: ["pki", "road", "notify", "mydata"].map((module) => `${module}=${settings.peers}`).join(","),
    PEER_TLS: settings.tls,
    ORIGINS: ["pki", "road"].map((module) => `${module}=${settings.origin}`).join(","),
    ROAD_ANCHOR: settings.anchor,
    ROAD_SERVER_CODE: settings.server,
    ROAD_CONSUMER_BIND: process.env.ROAD_CONSUMER_BIND ?? "127.0.0.1",
    ROAD_CONSUMER_HOST: process.env.ROAD_CONSUMER_HOST ?? "127.0.0.1",
    ...(values.bind ? { ROAD_BIND: values.bind } : {}),
    ...(values.host ? { ROAD_HOST: values.host } : {}),
    ...(values.ports ? { ROAD_PORTS: `${agency}=${values.ports}` } : {}),
    ...(values["tls-port"] ? { ROAD_TLS_PORTS: `${agency}=${values["tls-port"]}` } : {}),
  };
}
