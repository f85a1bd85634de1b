import path from "node:path";
import { systemClock } from "./clock.ts";
import { type Content, openContent } from "./content.ts";
import { openMigrator } from "./db/migrate.ts";
import { readEnv } from "./env.ts";
import type { ModuleManifest } from "./module.ts";
import { chooseCluster } from "./process/cluster.ts";
import { processEnv } from "./process/env.ts";
import { plansFor } from "./process/schemas.ts";

/** Migrates every schema without starting anything; returns what was applied, as schema/migration. */
export async function migrateAll(options: {
  modules: ModuleManifest[];
  env: NodeJS.ProcessEnv;
  root: string;
  agencies(content: Content): string[];
}): Promise<string[]> {
  const config = readEnv(processEnv, options.env);
  const content = openContent(config.TROAD_CONTENT.split(path.delimiter).map((folder) => path.resolve(options.root, folder)));
  const cluster = await chooseCluster(config.DATABASE_URL, options.env, path.resolve(options.root, config.TROAD_DATA));
  const migrator = openMigrator(cluster);
  try {
    const applied: string[] = [];
    for (const plan of plansFor(options.modules, options.agencies(content)))
      for (const name of await migrator.migrate(plan, systemClock.now().toISOString())) applied.push(`${plan.schema}/${name}`);
    return applied;
  } finally {
    await migrator.close();
    await cluster.stop();
  }
}
