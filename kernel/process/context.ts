import fs from "node:fs";
import path from "node:path";
import type { Counter } from "prom-client";
import type { Clock } from "../clock.ts";
import type { Content } from "../content.ts";
import type { EnvOf, EnvRules } from "../env.ts";
import type { Hosts } from "../http/hosts.ts";
import type { Texts } from "../i18n.ts";
import type { Ids } from "../ids.ts";
import { openLedger } from "../ledger/ledger.ts";
import type { Log } from "../logging/log.ts";
import type { Metrics } from "../metrics.ts";
import type { ModuleContext, ModuleManifest } from "../module.ts";
import type { Peers } from "./peers.ts";
import type { Schemas } from "./schemas.ts";

type Options = {
  agencies: string[];
  agencyOnly: boolean;
  schemas: Schemas;
  clock: Clock;
  ids: Ids;
  log: Log;
  content: Content;
  texts: Texts;
  pages: ModuleContext["pages"];
  metrics: Metrics;
  /** Counts reads of streams whose chain is broken. */
  brokenReads: Counter;
  dataDir: string;
  origin: string;
  /** Public origins of modules in other processes. */
  origins: ReadonlyMap<string, string>;
  demo: boolean;
  hosts: Hosts;
  services: ModuleContext["services"];
  peers: Peers;
  announce(name: string, value: unknown): void;
  progress(text: string): void;
};

/** Creates each module's context, which contains everything that the module may use. */
export function contextFor(options: Options): (module: ModuleManifest, env: EnvOf<EnvRules>) => ModuleContext {
  return (module, env) => {
    const folder = path.join(options.dataDir, module.name);
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    return {
      name: module.name,
      env,
      db: options.schemas.of(module.name),
      agencies: module.agencyScoped ? options.agencies : [],
      agencyDb: (agency) => options.schemas.ofAgency(module.name, agency),
      agencyOnly: options.agencyOnly,
      ledger: (ledger) => {
        if (!module.ledgers?.includes(ledger))
          throw new Error(`module ${module.name} uses ledger ${ledger.name} without listing it`);
        return openLedger(ledger, { log: options.log, broken: options.brokenReads, schema: module.name });
      },
      sections: () => {
        if (!module.showsMe) throw new Error(`module ${module.name} shows a person's page without saying so in its manifest`);
        return options.peers.sections;
      },
      readAudit: (query) => {
        if (!module.readsAudit) throw new Error(`module ${module.name} reads audit entries without saying so in its manifest`);
        return options.peers.readAudit(query);
      },
      deadJobs: () => {
        if (!module.operatesJobs) throw new Error(`module ${module.name} operates jobs without saying so in its manifest`);
        return options.peers.deadJobs;
      },
      queues: () => {
        if (!module.countsQueues) throw new Error(`module ${module.name} counts queues without saying so in its manifest`);
        return options.peers.queues;
      },
      clock: options.clock,
      ids: options.ids,
      log: options.log.child({ module: module.name }),
      content: options.content,
      texts: options.texts,
      pages: options.pages,
      metrics: options.metrics,
      folder,
      dataDir: options.dataDir,
      demo: options.demo,
      hosts: options.hosts,
      services: options.services,
      use: (token) => {
        if (token.module !== module.name && !module.needs?.includes(token.module))
          throw new Error(`module ${module.name} uses ${token.module} without naming it in needs`);
        return options.peers.use(token, module.name);
      },
      reaches: (event) => options.peers.reaches(event.name),
      origin: (name) => options.origins.get(name) ?? options.origin,
      peerAddress: options.peers.address,
      announce: options.announce,
      progress: options.progress,
    };
  };
}
