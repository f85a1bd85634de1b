import fs from "node:fs";
import { parseArgs } from "node:util";
import type { RegisteredMember, RequestState, RequestSummary } from "@troad/road/api";
import type { Command } from "../command.ts";
import { operatorDoor, Refused } from "../operator/door.ts";

type Ask = ReturnType<typeof operatorDoor>;
type Options = { state?: string | undefined; limit: number; description?: string | undefined };
/** What a call gave, for programs, and the lines that people read. */
type Told = { value: unknown; lines: string[] };
/** Undefined: the words do not make a call. */
type Call = (ask: Ask, words: string[], options: Options) => Promise<Told> | undefined;

const distributions = ["internal", "external"] as const;
const states: readonly RequestState[] = ["submitted", "approved", "declined", "revoked"];
const distributionOf = (word: string | undefined) => distributions.find((one) => one === word);

const calls: Record<string, Call> = {
  anchor: (ask, [which = "internal", ...rest]) => {
    const distribution = distributionOf(which);
    if (!distribution || rest.length > 0) return undefined;
    return ask("anchor", distribution).then((xml) => ({ value: { distribution, xml }, lines: [xml.trimEnd()] }));
  },
  members: (ask, words) =>
    words.length > 0
      ? undefined
      : ask("members").then((members) => ({ value: members, lines: members.flatMap((one) => memberLines(one)) })),
  requests: (ask, words, { state, limit }) => {
    const wanted = states.find((one) => one === state);
    if (words.length > 0 || (state !== undefined && !wanted)) return undefined;
    return ask("requests", { limit, ...(wanted ? { state: wanted } : {}) }).then((found) => ({
      value: found,
      lines: found.map(requestLine),
    }));
  },
  "trust-anchor": (ask, [verb, word, ...rest]) => {
    if (rest.length > 0) return undefined;
    if (verb === "list" && !word) return ask("trustedInstances").then((instances) => ({ value: instances, lines: instances }));
    if (verb === "add" && word)
      return ask("trustAnchor", { xml: fs.readFileSync(word, "utf8") }).then((trusted) => ({
        value: trusted,
        lines: [`trusted: ${trusted.instance}`],
      }));
    if (verb === "remove" && word)
      return ask("forgetAnchor", { instance: word }).then(() => ({
        value: { instance: word },
        lines: [`trusted no more: ${word}`],
      }));
    return undefined;
  },
  "rotate-key": (ask, [word, ...rest]) => {
    const distribution = distributionOf(word);
    if (!distribution || rest.length > 0) return undefined;
    return ask("rotateKey", { distribution }).then(() => ({
      value: { distribution },
      lines: [`the announced key of the ${distribution} configuration signs from now on; hand out its anchor anew`],
    }));
  },
  groups: (ask, [verb, code, ...members], { description }) => {
    if (verb === "list" && !code)
      return ask("groups").then((groups) => ({
        value: groups,
        lines: groups.map((one) => `${one.code}\t${one.description}\t${one.members.join(" ")}`),
      }));
    if (!code || (verb === "add") !== members.length > 0 || (verb !== "add" && verb !== "remove")) return undefined;
    const group = { code, description: description ?? code, members };
    return ask("setGroup", group).then(() => ({
      value: group,
      lines: [verb === "add" ? `${code}: ${members.join(" ")}` : `ended: ${code}`],
    }));
  },
};

const memberLines = ({ member, name, subsystems, gateways }: RegisteredMember): string[] => [
  `${member}\t${name["zh-Hant"] ?? name.en ?? ""}\t${subsystems.join(" ")}`,
  ...gateways.map(({ code, address, enabled }) => `  ${code}\t${address}${enabled ? "" : "\tdisabled"}`),
];
const requestLine = ({ id, at, type, member, server, state }: RequestSummary): string =>
  [id, at, state, type, member, server ?? ""].join("\t").trimEnd();

/** The registry from the command line, for whoever runs it. */
export const registry: Command = {
  help: `usage: troad registry CALL [--data=data] [--json] [--lang=en]

  anchor [internal|external]           the anchor of our configuration, to be handed over
  members                              members, their subsystems and gateways
  requests [--state=submitted]         signed requests, newest first [--limit=50]; officers decide them in the portal
  trust-anchor list                    instances whose members are known here
  trust-anchor add FILE                trusts the instance of an anchor; compare the file with its owner's first
  trust-anchor remove INSTANCE         trusts it no more
  rotate-key internal|external         the announced key signs from now on, and a new one is announced
  groups list                          global groups
  groups add CODE MEMBER ...           sets a group to CLASS/CODE or CLASS/CODE/SUBSYSTEM [--description=TEXT]
  groups remove CODE                   ends it

Speaks to the running platform at its operator's socket, which the user alone can open who runs it.
Exit codes: 0 done, 1 refused or not running, 2 wrong usage.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        data: { type: "string", default: process.env.TROAD_DATA ?? "data" },
        lang: { type: "string", default: "en" },
        json: { type: "boolean", default: false },
        state: { type: "string" },
        limit: { type: "string", default: "50" },
        description: { type: "string" },
      },
    });
    const [name = "", ...words] = positionals;
    const limit = /^\d{1,3}$/.test(values.limit) ? Number(values.limit) : 0;
    const call = Object.hasOwn(calls, name) && limit >= 1 && limit <= 200 ? calls[name] : undefined;
    try {
      const told = await call?.(operatorDoor(values.data, values.lang), words, { ...values, limit });
      if (told)
        process.stdout.write(values.json ? `${JSON.stringify(told.value)}\n` : told.lines.map((one) => `${one}\n`).join(""));
      else process.stderr.write(`${registry.help}\n`);
      return told ? 0 : 2;
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      if (!(error instanceof Refused) && !missing) throw error;
      const { message, code } = error as Refused;
      if (values.json) process.stdout.write(`${JSON.stringify({ code, message })}\n`);
      else process.stderr.write(`troad registry: ${message}\n`);
      return 1;
    }
  },
};
