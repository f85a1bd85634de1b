import path from "node:path";
import pg from "pg";
import type { Clock } from "../clock.ts";
import { type Content, openContent } from "../content.ts";
import { identifier } from "../db/sql.ts";
import { ConfigurationError, readEnv } from "../env.ts";
import type { ModuleManifest } from "../module.ts";
import { chooseCluster } from "../process/cluster.ts";
import { processEnv } from "../process/env.ts";
import { plansFor } from "../process/schemas.ts";

type Options = {
  modules: ModuleManifest[];
  env: NodeJS.ProcessEnv;
  root: string;
  agencies(content: Content): string[];
  clock: Clock;
  /** Names of secrets to give up, as `module/path/below/its/folder`. */
  forget: string[];
};

/**
 * The recorded secrets by name, after the named ones were given up. The owner of the schemas writes; no role that serves requests is used.
 */
export async function recordedSecrets(options: Options): Promise<{ name: string; givenUp: boolean }[]> {
  const config = readEnv(processEnv, options.env);
  const content = openContent(config.TROAD_CONTENT.split(path.delimiter).map((folder) => path.resolve(options.root, folder)));
  const cluster = await chooseCluster(config.DATABASE_URL, options.env, path.resolve(options.root, config.TROAD_DATA));
  const wanted = new Set(options.forget);
  try {
    const found: { name: string; givenUp: boolean }[] = [];
    for (const { module, schema, scope } of plansFor(options.modules, options.agencies(content))) {
      const client = new pg.Client(cluster.migrator(scope));
      await client.connect();
      try {
        const table = `${identifier(schema)}.kernel_secret`;
        const { rows: present } = await client.query("select to_regclass($1) is not null as yes", [table]);
        if (!present[0]?.yes) continue;
        const { rows } = await client.query<{ name: string; fingerprint: string | null }>(
          `select distinct on (name) name, fingerprint from ${table} order by name, seq desc`,
        );
        for (const row of rows) {
          const name = `${module}/${row.name}`;
          const gives = wanted.delete(name) && row.fingerprint !== null;
          if (gives)
            await client.query(`insert into ${table} (name, fingerprint, at) values ($1, null, $2)`, [
              row.name,
              options.clock.now().toISOString(),
            ]);
          found.push({ name, givenUp: gives || row.fingerprint === null });
        }
      } finally {
        await client.end();
      }
    }
    if (wanted.size > 0)
      throw new ConfigurationError(`No secret is recorded under ${[...wanted].join(", ")}; troad secrets lists them.`);
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    await cluster.stop();
  }
}
