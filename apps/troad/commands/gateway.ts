import fs from "node:fs";
import { parseArgs } from "node:util";
import type { Command } from "../command.ts";
import { gatewayClient } from "../operator/client.ts";
import { sayRefusal } from "../operator/refusal.ts";

type Ask = ReturnType<typeof gatewayClient>;
/** The result of a call: JSON for programs and lines for people. */
type Outcome = { value: unknown; lines: string[] };

const readServices = (file: string): { subsystem: string; service: string; url: string }[] =>
  [JSON.parse(fs.readFileSync(file, "utf8"))].flat() as { subsystem: string; service: string; url: string }[]; // the gateway checks it

async function services(ask: Ask, [verb, word = "", ...rest]: string[]): Promise<Outcome | undefined> {
  if (rest.length > 0) return undefined;
  if (verb === "list" && word === "") {
    const all = await ask("services");
    const line = (one: (typeof all)[number]): string =>
      `${one.subsystem}/${one.service}\t${one.url}${one.isOfContent ? "\tcontent" : ""}`;
    return { value: all, lines: all.map(line) };
  }
  if (verb === "set" && word !== "") {
    const wanted = readServices(word);
    for (const service of wanted) await ask("setService", { service });
    return { value: wanted, lines: wanted.map(({ subsystem, service, url }) => `${subsystem}/${service}\t${url}`) };
  }
  const [subsystem = "", service = "", ...more] = word.split("/");
  if (verb !== "remove" || service === "" || more.length > 0) return undefined;
  await ask("endService", { subsystem, service });
  return { value: { subsystem, service }, lines: [`ended: ${word}`] };
}

async function systems(ask: Ask, [verb, subsystem, word, ...rest]: string[]): Promise<Outcome | undefined> {
  if (rest.length > 0) return undefined;
  if (verb === "list" && !subsystem) {
    const all = await ask("systems");
    return { value: all, lines: all.map((one) => `${one.subsystem}\t${one.fingerprint}`) };
  }
  if (!subsystem || !word) return undefined;
  if (verb === "add") {
    const { fingerprint } = await ask("admitSystem", { subsystem, certificate: fs.readFileSync(word, "utf8") });
    return { value: { subsystem, fingerprint }, lines: [`${subsystem}\t${fingerprint}`] };
  }
  if (verb !== "remove") return undefined;
  await ask("endSystem", { subsystem, fingerprint: word });
  return { value: { subsystem, fingerprint: word }, lines: [`ended: ${subsystem} ${word}`] };
}

const calls = { services, systems };
const isCall = (name: string | undefined): name is keyof typeof calls => name !== undefined && Object.hasOwn(calls, name);

/** A gateway from the command line, for its operator. */
export const gateway: Command = {
  help: `usage: troad gateway CALL [--data=data] [--agency=ID] [--json] [--lang=en]

  services list                        services besides the agency's registers
  services set FILE                    adds or changes services: one or a list, in the form of services.json
  services remove SUBSYSTEM/SERVICE    ends one
  systems list                         certificates of information systems, by SHA-256
  systems add SUBSYSTEM FILE           admits a certificate (PEM); the subsystem is then served to no other client
  systems remove SUBSYSTEM SHA256      ends one

Speaks to the running gateway at its socket, which the user alone can open who runs it. Nothing has to be started anew.
Exit codes: 0 done, 1 refused or not running, 2 wrong usage.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        data: { type: "string", default: process.env.TROAD_DATA ?? "data" },
        agency: { type: "string" },
        lang: { type: "string", default: "en" },
        json: { type: "boolean", default: false },
      },
    });
    const [name, ...words] = positionals;
    try {
      const outcome = isCall(name) ? await calls[name](gatewayClient(values.data, values.agency, values.lang), words) : undefined;
      if (outcome) process.stdout.write(values.json ? `${JSON.stringify(outcome.value)}\n` : `${outcome.lines.join("\n")}\n`);
      else process.stderr.write(`${gateway.help}\n`);
      return outcome ? 0 : 2;
    } catch (error) {
      return sayRefusal(error, "gateway", values.json);
    }
  },
};
