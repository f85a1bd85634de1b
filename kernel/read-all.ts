import path from "node:path";
import { systemClock } from "./clock.ts";
import { type Content, openContent } from "./content.ts";
import { type Database, openDatabase } from "./db/database.ts";
import { sql } from "./db/sql.ts";
import { readEnv } from "./env.ts";
import type { ModuleManifest } from "./module.ts";
import { chooseCluster } from "./process/cluster.ts";
import { processEnv } from "./process/env.ts";
import { plansFor } from "./process/schemas.ts";

/** A schema as its owner reads it; `db` is absent if the database does not have it. */
export type ReadSchema = { module: ModuleManifest; schema: string; db: Database | undefined };

/** Opens every schema of an installation for reading, whether or not the program is running, and closes all afterwards. */
export async function readAll<T>(
  options: { modules: ModuleManifest[]; env: NodeJS.ProcessEnv; root: string; agencies(content: Content): string[] },
  work: (schemas: ReadSchema[], dataDir: string) => Promise<T>,
): Promise<T> {
  const config = readEnv(processEnv, options.env);
  const dataDir = path.resolve(options.root, config.TROAD_DATA);
  const content = openContent(config.TROAD_CONTENT.split(path.delimiter).map((folder) => path.resolve(options.root, folder)));
  const cluster = await chooseCluster(config.DATABASE_URL, options.env, dataDir);
  const opened: { close(): Promise<void> }[] = [];
  try {
    const schemas: ReadSchema[] = [];
    for (const plan of plansFor(options.modules, options.agencies(content))) {
      const connection = { ...cluster.migrator(plan.scope), options: `-c search_path=${plan.schema}` };
      const db = openDatabase({ config: connection, schema: plan.schema, subscribers: () => [] }, systemClock, console);
      opened.push(db);
      const table = `${plan.schema}.kernel_ledger_head`;
      const there = await db.one<{ name: string | null }>(sql`select to_regclass(${table})::text as name`);
      const module = options.modules.find(({ name }) => name === plan.module)!;
      schemas.push({ module, schema: plan.schema, db: there?.name ? db : undefined });
    }
    return await work(schemas, dataDir);
  } finally {
    await Promise.all(opened.map((db) => db.close()));
    await cluster.stop();
  }
}
