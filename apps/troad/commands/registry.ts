import fs from "node:fs";
import { parseArgs } from "node:util";
import { ConfigurationError } from "@troad/kernel/env";
import type { RegisteredMember, RequestState, RequestSummary } from "@troad/road/api";
import type { Command } from "../command.ts";
import { operatorClient } from "../operator/client.ts";
import { sayRefusal } from "../operator/refusal.ts";

type Ask = ReturnType<typeof operatorClient>;
type Options = Partial<
  Record<"state" | "description" | "id" | "kind" | "zh" | "en" | "subsystems" | "server" | "hours" | "out", string>
> & {
  limit: number;
};
/** The result of a call: JSON for programs and lines for people. */
type Told = { value: unknown; lines: string[] };
/** Undefined: the arguments do not form a call. */
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
  invite: (ask, [member, ...rest], options) => (member && rest.length === 0 ? invite(ask, member, options) : undefined),
  class: (ask, [verb, code, ...rest], { zh, en }) => {
    if (verb !== "add" || !code || rest.length > 0 || !zh) return undefined;
    const change = { code, description: { "zh-Hant": zh, en: en ?? zh } };
    return ask("setClass", change).then(() => ({ value: change, lines: [`${code}\t${zh}`] }));
  },
  "end-member": (ask, [member, ...rest]) =>
    member && rest.length === 0
      ? ask("endMember", { member }).then(() => ({ value: { member }, lines: [`off the road: ${member}`] }))
      : undefined,
  subsystem: (ask, [verb, word = "", ...rest]) => {
    const [memberClass, memberCode, code, ...more] = word.split("/");
    if (!code || more.length > 0 || rest.length > 0 || (verb !== "add" && verb !== "remove")) return undefined;
    const change = { member: `${memberClass}/${memberCode}`, code, present: verb === "add" };
    return ask("setSubsystem", change).then(() => ({ value: change, lines: [`${verb === "add" ? "added" : "ended"}: ${word}`] }));
  },
  rights: (ask, [verb, file, ...rest]) => {
    if (verb !== "add" || !file || rest.length > 0) return undefined;
    const agreements = [JSON.parse(fs.readFileSync(file, "utf8"))].flat() as { id?: string }[]; // the registry checks them
    return ask("enterAgreements", { agreements }).then(() => ({
      value: agreements,
      lines: agreements.map(({ id }) => `in force: ${id}`),
    }));
  },
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

const kinds = ["ministry", "school", "city", "company"] as const;

/** Admits a new member, if its names are given, and invites a process of it. */
async function invite(ask: Ask, member: string, options: Options): Promise<Told> {
  const { zh, en, subsystems, out, server = "SS1", hours = "72" } = options;
  if (zh || en || subsystems) {
    const kind = kinds.find((one) => one === (options.kind ?? "ministry"));
    const agency =
      options.id ??
      `m${member
        .split("/")[1]
        ?.toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")}`;
    if (!kind || !zh || !subsystems) throw new ConfigurationError("a new member needs --name-zh and --subsystems");
    const name = { "zh-Hant": zh, en: en ?? zh };
    await ask("admitMember", { member, agency, kind, name, subsystems: subsystems.split(",") });
  }
  const invitation = await ask("invite", { member, server, hours: /^\d{1,3}$/.test(hours) ? Number(hours) : 0 });
  const text = `${JSON.stringify(invitation, null, 2)}\n`;
  if (out === undefined) return { value: invitation, lines: [text.trimEnd()] };
  fs.writeFileSync(out, text, { mode: 0o600 });
  return { value: { file: out, expires: invitation.expires }, lines: [`${out}: for ${member} until ${invitation.expires}`] };
}

const memberLines = ({ member, name, subsystems, gateways }: RegisteredMember): string[] => [
  `${member}\t${name["zh-Hant"] ?? name.en ?? ""}\t${subsystems.join(" ")}`,
  ...gateways.map(({ code, address, enabled }) => `  ${code}\t${address}${enabled ? "" : "\tdisabled"}`),
];
const requestLine = ({ id, at, type, member, server, state }: RequestSummary): string =>
  [id, at, state, type, member, server ?? ""].join("\t").trimEnd();

/** The options that were given. */
function namesIn(values: Record<string, string | boolean | undefined>): Omit<Options, "limit"> {
  const { "name-zh": zh, "name-en": en, ...rest } = values;
  return Object.fromEntries(Object.entries({ ...rest, zh, en }).filter(([, value]) => typeof value === "string"));
}

/** The registry from the command line, for its operator. */
export const registry: Command = {
  help: `usage: troad registry CALL [--data=data] [--json] [--lang=en]

  anchor [internal|external]           the anchor of our configuration, to be handed over
  members                              members, their subsystems and gateways
  invite CLASS/CODE                    an invitation for a gateway of a member, for "troad join" [--server=SS1] [--hours=72] [--out=FILE];
                                       a new member is admitted first: --name-zh=TEXT --subsystems=A,B [--name-en=TEXT] [--kind=ministry] [--id=ID]
  class add CODE --name-zh=TEXT        a class of members [--name-en=TEXT]
  subsystem add|remove CLASS/CODE/SUB  a subsystem of a member
  end-member CLASS/CODE                takes a member off the road that joined by invitation
  rights add FILE                      agreements concluded on paper, in the form of agreements.json
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
        id: { type: "string" },
        kind: { type: "string" },
        "name-zh": { type: "string" },
        "name-en": { type: "string" },
        subsystems: { type: "string" },
        server: { type: "string" },
        hours: { type: "string" },
        out: { type: "string" },
      },
    });
    const [name = "", ...words] = positionals;
    const limit = /^\d{1,3}$/.test(values.limit) ? Number(values.limit) : 0;
    const call = Object.hasOwn(calls, name) && limit >= 1 && limit <= 200 ? calls[name] : undefined;
    try {
      const told = await call?.(operatorClient(values.data, values.lang), words, { ...namesIn(values), limit });
      if (told)
        process.stdout.write(values.json ? `${JSON.stringify(told.value)}\n` : told.lines.map((one) => `${one}\n`).join(""));
      else process.stderr.write(`${registry.help}\n`);
      return told ? 0 : 2;
    } catch (error) {
      return sayRefusal(error, "registry", values.json);
    }
  },
};
