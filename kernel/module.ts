import type { FastifyInstance } from "fastify";
import type { AuditRecord } from "./audit.ts";
import type { Clock } from "./clock.ts";
import type { Content } from "./content.ts";
import type { Database } from "./db/database.ts";
import type { EnvOf, EnvRules } from "./env.ts";
import type { Hosts } from "./http/hosts.ts";
import type { Texts } from "./i18n.ts";
import type { Ids } from "./ids.ts";
import type { DeadJobs } from "./jobs/dead.ts";
import type { EventToken } from "./jobs/event.ts";
import type { HandledEvent, HandledJob } from "./jobs/handler.ts";
import type { Schedule } from "./jobs/schedule.ts";
import type { Ledger } from "./ledger/definition.ts";
import type { OpenLedger } from "./ledger/ledger.ts";
import type { Log } from "./logging/log.ts";
import type { Metrics } from "./metrics.ts";
import type { QueueCounters, Queues } from "./process/queues.ts";
import type { OwnSections, Sections } from "./process/sections.ts";
import type { ApiToken, OfferedApi } from "./remote/api.ts";

/** The parts of a running module, all optional. */
export type ModuleParts = {
  /** Called by other modules, here or in another process; JSON in and out, every function asynchronous. */
  api?: OfferedApi;
  /** Public HTTP routes: resources, pages, files. */
  routes?: (app: FastifyInstance) => void | Promise<void>;
  /** The functions of the api that processes bound to agencies may call over mTLS; none by default. */
  grants?: (agencies: string[], method: string, args: unknown[]) => boolean | Promise<boolean>;
  jobs?: readonly HandledJob[];
  /** Counts the work in the queues that the manifest lists with `count`, by that name. */
  queues?: QueueCounters;
  /** Work at intervals, scheduled once everything has started. */
  schedules?: () => readonly Schedule[];
  /** Each event reaches a subscriber at least once and is handled once. */
  subscribes?: readonly HandledEvent[];
  /** Called after every module of this process was created and the public address is known. */
  start?: () => Promise<void>;
  /** Called at the signal to stop, before the pause: listeners of its own say with each answer that its connection ends. */
  leave?: () => void;
  stop?: () => Promise<void>;
  /** The module's section of a person's own page; the manifest says `me`. */
  me?: OwnSections;
  /** Throws while the module is not able to serve. */
  ready?: () => Promise<void>;
};

export type ModuleContext<R extends EnvRules = EnvRules> = {
  name: string;
  env: EnvOf<R>;
  /** The module's own schema. */
  db: Database;
  /** The agencies whose instances run in this process. */
  agencies: string[];
  /** The schema of this module for one agency of `agencies`. */
  agencyDb(agency: string): Database;
  /** True if only named agencies run here and the module's central part is in another process. */
  agencyOnly: boolean;
  /** One of the ledgers that the manifest lists, in the module's own schema. */
  ledger(ledger: Ledger): OpenLedger;
  /** A page of the audit entries of any schema, newest first; for a module whose manifest says `readsAudit`. */
  readAudit(query: { schema: string; before?: number; limit: number }): Promise<AuditRecord[]>;
  /** All modules' sections of a person's own page; for a module whose manifest says `showsMe`. */
  sections(): Sections;
  /** Failed jobs of every module; for a module whose manifest says `operatesJobs`. */
  deadJobs(): DeadJobs;
  /** How much work of every module waits for a person; for a module whose manifest says `countsQueues`. */
  queues(): Queues;
  clock: Clock;
  ids: Ids;
  log: Log;
  content: Content;
  texts: Texts;
  metrics: Metrics;
  /** What the pages of every reachable module add to the site, with the public origin of each. */
  pages: readonly (PagesManifest & { module: string; origin: string })[];
  /** A folder of the module's own for keys and files; not shared with other modules. */
  folder: string;
  /** The folder shared by the whole installation (`./data`). */
  dataDir: string;
  /** Synthetic people, one-click sign-in and background traffic are enabled. */
  demo: boolean;
  /** Host names at which this process is addressed; a listener refuses others. */
  hosts: Hosts;
  /** Where listeners for the gateways of agencies bind, and the name under which gateways reach them. */
  services: { bind: string; host: string };
  /** Typed calls of another module's api: in this process, or over mTLS where a peer is configured. */
  use<T extends object>(token: ApiToken<T>): T;
  /** Whether an event has subscribers that this process can reach: they run here, or a peer is configured for them. */
  reaches<T>(event: EventToken<T>): boolean;
  /** The public origin where the pages of `module` are, such as http://localhost:8080. */
  origin(module: string): string;
  /** Reports steps of startup that take long. */
  progress(text: string): void;
  /** Where other processes reach this one over mutual TLS; undefined if they cannot. */
  peerAddress: string | undefined;
  /** Names a service in data/endpoints.json. */
  announce(name: string, value: unknown): void;
};

/** The columns of the footer. */
export type FooterGroup = "services" | "government" | "developers" | "about";

/** What a module's pages add to the site; gathered from all manifests. Texts are keys of the module's own text/. */
export type PagesManifest = {
  /** `import.meta.url` of a package whose neighbouring text/ folder the pages need. */
  textsOf?: string;
  /**
   * Address prefixes of its pages; a segment with a colon matches any one segment; `/` is the home page. This module shows failures below
   * them, and a process without it redirects browsers to the one that has it.
   */
  paths?: readonly string[];
  /** Entries of the header; `section` names a part of the site with a header of its own (default: the portal). */
  nav?: readonly {
    href: string;
    text: string;
    order: number;
    section?: string;
    roles?: readonly string[];
    demo?: boolean;
    /** An entry for officers: it appears only in their navigation, never beside what the person does as a citizen. */
    area?: "work";
  }[];
  /** Work that waits for officers of these roles; `count` names the function in `queues` of the module's parts that counts it. */
  queues?: readonly { href: string; text: string; order: number; roles: readonly string[]; count?: string }[];
  /** Listings besides the services of content; `web` defines their form. */
  listings?: (source: { content: Content; texts: Texts }) => readonly object[];
  /** Links at the foot of the portal's pages. */
  footer?: readonly { href: string; text: string; order: number; group: FooterGroup }[];
};

export type ModuleManifest = {
  name: string;
  /** `import.meta.url` of the manifest: text/ and store/ are found beside it. */
  root: string;
  /** Modules whose api this one calls; they also determine who may call it over mTLS. */
  needs?: string[];
  env?: EnvRules;
  /** Append-only chains of actions in the module's own schema; the kernel checks and publishes them. */
  ledgers?: Ledger[];
  /** Its api has the methods of `AnchorApi`: heads of all ledgers are published through it. */
  anchors?: boolean;
  /** Has a section on a person's own page: `me` of its parts. */
  me?: boolean;
  /** May ask every module for its section. */
  showsMe?: boolean;
  /** May read the audit entries of every module. */
  readsAudit?: boolean;
  /** Functions of its api reserved for the modules named; all other functions are open to every caller. */
  reserved?: Readonly<Record<string, readonly string[]>>;
  /** May list every module's failed jobs, and restart or drop them. */
  operatesJobs?: boolean;
  /** May ask every module how much work waits in its queues. */
  countsQueues?: boolean;
  /** What its pages add to the site. */
  pages?: PagesManifest;
  /** Prefixes of public addresses for programs, besides those of its pages: a proxy sends them to a process that runs this module. */
  serves?: readonly string[];
  /** Public address prefixes that are served while other modules are still starting, such as `/pki/`. */
  early?: string[];
  /** Has a schema for each agency, with migrations in store/agency-migrations. */
  agencyScoped?: boolean;
  /** Names of the events it handles; the publisher's outbox reads this even where the subscriber runs elsewhere. */
  subscribesTo?: string[];
  create(context: ModuleContext): ModuleParts | Promise<ModuleParts>;
};

/** Everything a module offers is listed in its manifest and nowhere else. */
export function defineModule<R extends EnvRules>(
  manifest: Omit<ModuleManifest, "env" | "create"> & {
    env?: R;
    create(context: ModuleContext<R>): ModuleParts | Promise<ModuleParts>;
  },
): ModuleManifest {
  return manifest as unknown as ModuleManifest;
}

/** Dependencies first. Throws on a cycle, naming it. */
export function startOrder(modules: ModuleManifest[]): ModuleManifest[] {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const ordered: ModuleManifest[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (module: ModuleManifest, path: string[]): void => {
    if (state.get(module.name) === "done") return;
    if (state.get(module.name) === "open")
      throw new Error(`modules need each other in a circle: ${[...path, module.name].join(" -> ")}`);
    state.set(module.name, "open");
    for (const need of module.needs ?? []) {
      const needed = byName.get(need);
      if (needed) visit(needed, [...path, module.name]);
    }
    state.set(module.name, "done");
    ordered.push(module);
  };
  for (const module of modules) visit(module, []);
  return ordered;
}
