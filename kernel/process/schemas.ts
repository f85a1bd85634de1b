import fs from "node:fs";
import path from "node:path";
import type { Clock } from "../clock.ts";
import type { Cluster } from "../db/cluster.ts";
import { type Database, openDatabase } from "../db/database.ts";
import type { DatabaseLimits } from "../db/limits.ts";
import { openMigrator, type SchemaPlan } from "../db/migrate.ts";
import { type Overview, openOverview } from "../db/overview.ts";
import type { Log } from "../logging/log.ts";
import type { Metrics } from "../metrics.ts";
import type { ModuleManifest } from "../module.ts";
import { folderOf } from "./folder.ts";
import { agencySchema } from "./names.ts";

/** The open schemas of this process: one per module, and one for each agency of an agency-scoped module. */
export type Schemas = {
  of(module: string): Database;
  ofAgency(module: string, agency: string): Database;
  hasAgency(module: string, agency: string): boolean;
  all(): { module: string; db: Database }[];
  overview: Overview;
  /** Some reads may come from a standby. */
  haveStandby: boolean;
  close(): Promise<void>;
};

type Options = {
  modules: ModuleManifest[];
  agencies: string[];
  agencyOnly: boolean;
  cluster: Cluster;
  limits: DatabaseLimits;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  subscribers(event: string): string[];
};

export function plansFor(modules: ModuleManifest[], agencies: string[]): (SchemaPlan & { module: string })[] {
  return modules.flatMap((module) => {
    const store = path.join(folderOf(module.root), "store");
    const own = {
      module: module.name,
      scope: module.name,
      schema: module.name,
      role: `troad_${module.name}`,
      folders: [path.join(store, "migrations")],
    };
    const folder = path.join(store, "agency-migrations");
    if (!module.agencyScoped || !fs.existsSync(folder)) return [own];
    return [
      own,
      ...agencies.map((agency) => {
        const schema = agencySchema(module.name, agency);
        return { module: module.name, scope: module.name, schema, role: `troad_${schema}`, folders: [folder] };
      }),
    ];
  });
}

export async function openSchemas(options: Options): Promise<Schemas> {
  const opened = new Map<string, { module: string; db: Database }>();
  const plans = plansFor(options.modules, options.agencies);
  const migrator = openMigrator(options.cluster);
  try {
    for (const plan of plans) await migrator.migrate(plan, options.clock.now().toISOString());
  } finally {
    await migrator.close();
  }
  const staleReads = options.metrics.counter("stale_reads_total", "Reads that may be stale, by who answered", ["schema", "from"]);
  let haveStandby = false;
  for (const plan of plans) {
    const standby = options.cluster.standby?.(plan.scope, plan.role, plan.schema);
    haveStandby ||= standby !== undefined;
    const config = options.cluster.app(plan.scope, plan.role, plan.schema);
    const db = openDatabase(
      {
        ...{ config, standby, schema: plan.schema, subscribers: options.subscribers, limits: options.limits },
        onStaleRead: (from) => staleReads.inc({ schema: plan.schema, from }),
      },
      options.clock,
      options.log,
    );
    opened.set(plan.schema, { module: plan.module, db });
  }
  const overview = openOverview({ ...options, plans });
  const get = (schema: string): Database => {
    const found = opened.get(schema);
    if (!found) throw new Error(`schema ${schema} is not open in this process`);
    return found.db;
  };
  return {
    of: get,
    ofAgency: (module, agency) => get(agencySchema(module, agency)),
    hasAgency: (module, agency) => opened.has(agencySchema(module, agency)),
    all: () => [...opened.values()],
    overview,
    haveStandby,
    close: async () => {
      await Promise.all([overview.close(), ...[...opened.values()].map(({ db }) => db.close())]);
    },
  };
}
