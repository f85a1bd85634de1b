import type { Command } from "./command.ts";

type Entry = { summary: string; load(): Promise<Command> };

/** Commands are loaded on demand: most only query a running program and do not need the program itself. */
export const commands: Record<string, Entry> = {
  up: {
    summary: "run the whole government on this machine",
    load: async () => (await import("./commands/serve.ts")).up,
  },
  serve: {
    summary: "run the platform, or a part of it",
    load: async () => (await import("./commands/serve.ts")).serve,
  },
  migrate: {
    summary: "bring the database up to date and stop",
    load: async () => (await import("./commands/migrate.ts")).migrate,
  },
  demo: {
    summary: "drive the journey against the running platform",
    load: async () => (await import("./commands/demo.ts")).demo,
  },
  verify: {
    summary: "check evidence offline (a container, archives), or the records of this installation (--chains)",
    load: async () => (await import("./commands/verify.ts")).verify,
  },
  ask: {
    summary: "answer a question about taxes from the guides, with its articles",
    load: async () => (await import("./commands/ask.ts")).ask,
  },
  law: {
    summary: "work out cases by the law, import statute texts",
    load: async () => (await import("./commands/law.ts")).law,
  },
  deid: {
    summary: "hide what a table of statistics would give away, or find what one gives away",
    load: async () => (await import("./commands/deid.ts")).deid,
  },
  invoice: {
    summary: "check invoice messages and winning numbers, assign and list invoice numbers",
    load: async () => (await import("./commands/invoice.ts")).invoice,
  },
  turnkey: {
    summary: "send a shop's invoice files to the platform",
    load: async () => (await import("./commands/turnkey.ts")).turnkey,
  },
  opendata: {
    summary: "check a file before it is published as open data",
    load: async () => (await import("./commands/opendata.ts")).opendata,
  },
  connect: {
    summary: "try an agency's own service against the contract of connection",
    load: async () => (await import("./commands/connect.ts")).connect,
  },
  peers: {
    summary: "certify a process that runs a part of the platform",
    load: async () => (await import("./commands/peers.ts")).peers,
  },
  enrol: {
    summary: "add a machine to an installation, with a code that serves once",
    load: async () => (await import("./commands/enrol.ts")).enrol,
  },
  scale: {
    summary: "start and drain replicas on this machine as their metrics ask for",
    load: async () => (await import("./scale/command.ts")).scale,
  },
  join: {
    summary: "join the road with an invitation, and run the member's gateway",
    load: async () => (await import("./commands/join.ts")).join,
  },
  gateway: {
    summary: "services and information systems of a running gateway",
    load: async () => (await import("./commands/gateway.ts")).gateway,
  },
  registry: {
    summary: "the road's registry: members, invitations, requests, anchors, keys, groups",
    load: async () => (await import("./commands/registry.ts")).registry,
  },
  registers: {
    summary: "check registers: all entries made again, and the records as a whole",
    load: async () => (await import("./commands/registers.ts")).registers,
  },
  records: {
    summary: "hold or erase the bodies in an agency's message log",
    load: async () => (await import("./commands/records.ts")).records,
  },
  certificates: {
    summary: "decide on applications for certificates",
    load: async () => (await import("./commands/certificates.ts")).certificates,
  },
  ceremony: {
    summary: "make or rotate the certification authority's keys before witnesses",
    load: async () => (await import("./commands/ceremony.ts")).ceremony,
  },
  secrets: {
    summary: "list the secrets and keys that the database knows, or give one up",
    load: async () => (await import("./commands/secrets.ts")).secrets,
  },
};

export function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(13)}${summary}`);
  return `usage: troad COMMAND [OPTION ...]     troad COMMAND --help tells more\n\n${lines.join("\n")}\n`;
}
