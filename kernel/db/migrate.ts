import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { Cluster } from "./cluster.ts";
import { identifier } from "./sql.ts";

export type SchemaPlan = { schema: string; role: string; scope: string; folders: string[] };
type Migration = { name: string; text: string; sha256: string };

const connectMs = 10_000;
const kernelFolder = fileURLToPath(new URL("./kernel-migrations", import.meta.url));

function migrationsIn(folder: string, prefix: string): Migration[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const text = fs.readFileSync(path.join(folder, file), "utf8");
      return { name: `${prefix}/${file}`, text, sha256: createHash("sha256").update(text).digest("hex") };
    });
}

/** Brings schemas up to date, one after another; holds a connection for each account that migrates, until it is closed. */
export type Migrator = {
  /**
   * Each migration in its own transaction, forward only; gives the names of those that were applied. An applied migration whose text changed is
   * refused. Afterwards the role may read and insert everywhere; update and delete only where the table's comment begins with `mutable`:
   * append-only is the default and the database itself enforces it. A single column whose comment begins so may be updated alone.
   */
  migrate(plan: SchemaPlan, now: string): Promise<string[]>;
  close(): Promise<void>;
};
/** `roles` are there already and may be used. */
type Account = { client: pg.Client; roles: ReadonlySet<string> };

export function openMigrator(cluster: Cluster): Migrator {
  const accounts = new Map<string, Promise<Account>>();
  const accountOf = (scope: string): Promise<Account> => {
    const config = cluster.migrator(scope);
    const key = JSON.stringify(config);
    const known = accounts.get(key) ?? connect(config, cluster.rolesLogIn);
    accounts.set(key, known);
    return known;
  };
  return {
    migrate: async (plan, now) => {
      const { client, roles } = await accountOf(plan.scope);
      const wanted = [
        ...migrationsIn(kernelFolder, "kernel"),
        ...plan.folders.flatMap((folder) => migrationsIn(folder, path.basename(folder))),
      ];
      // most schemas of most starts are as they should be: that is seen without a lock
      if (roles.has(plan.role) && missingIn(wanted, await doneIn(client, plan.schema), plan).length === 0) return [];
      return apply({ client, plan, now, logsIn: cluster.rolesLogIn }, wanted);
    },
    close: async () => {
      for (const account of accounts.values()) await account.then(({ client }) => client.end()).catch(() => undefined);
    },
  };
}

/** Brings one schema up to date. */
export async function migrateSchema(cluster: Cluster, plan: SchemaPlan, now: string): Promise<string[]> {
  const migrator = openMigrator(cluster);
  try {
    return await migrator.migrate(plan, now);
  } finally {
    await migrator.close();
  }
}

async function connect(config: pg.ClientConfig, logsIn: boolean): Promise<Account> {
  // no statement limit: an index takes as long as it takes
  const client = new pg.Client({ connectionTimeoutMillis: connectMs, ...config });
  client.on("error", () => undefined); // the next statement fails anyway; an event without a listener would end the program
  await client.connect();
  const { rows } = await client.query<{ rolname: string }>(
    "select rolname from pg_roles where $1 or pg_has_role(current_user, oid, 'member')",
    [logsIn],
  );
  return { client, roles: new Set(rows.map(({ rolname }) => rolname)) };
}

/** What was applied to a schema, by name. */
async function doneIn(client: pg.Client, schema: string): Promise<Map<string, string>> {
  const table = `${identifier(schema)}.kernel_migration`;
  const found = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [table]);
  if (!found.rows[0]?.there) return new Map();
  const { rows } = await client.query<{ name: string; sha256: string }>(`select name, sha256 from ${table}`);
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

/** Those that were not applied; throws for one that was applied with another text. */
const missingIn = (wanted: readonly Migration[], done: ReadonlyMap<string, string>, { schema }: SchemaPlan): Migration[] =>
  wanted.filter(({ name, sha256 }) => {
    const before = done.get(name);
    if (before !== undefined && before !== sha256)
      throw new Error(`migration ${schema}/${name} was applied with another text: migrations only go forward`);
    return before === undefined;
  });

type Work = { client: pg.Client; plan: SchemaPlan; now: string; logsIn: boolean };

/** Applies what is missing, alone: another process that starts at the same moment waits and then finds it done. */
async function apply({ client, plan, now, logsIn }: Work, wanted: readonly Migration[]): Promise<string[]> {
  await client.query("select pg_advisory_lock(7307)");
  try {
    await ensureRole(client, plan.role, logsIn);
    await client.query(`create schema if not exists ${identifier(plan.schema)}`);
    await client.query(`set search_path to ${identifier(plan.schema)}`);
    await client.query(
      "create table if not exists kernel_migration (name text primary key, sha256 text not null, applied_at timestamptz not null)",
    );
    const missing = missingIn(wanted, await doneIn(client, plan.schema), plan);
    for (const migration of missing) {
      await client.query("begin");
      try {
        await client.query(migration.text);
        await client.query("insert into kernel_migration values ($1, $2, $3)", [migration.name, migration.sha256, now]);
        await client.query("commit");
      } catch (error) {
        await client.query("rollback").catch(() => undefined);
        throw new Error(`migration ${plan.schema}/${migration.name} failed: ${(error as Error).message}`, { cause: error });
      }
    }
    if (missing.length > 0) await grant(client, plan);
    return missing.map(({ name }) => name);
  } finally {
    await client.query("reset search_path; select pg_advisory_unlock(7307)").catch(() => undefined);
  }
}

async function ensureRole(client: pg.Client, role: string, logsIn: boolean): Promise<void> {
  const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  if (found.rowCount === 0)
    await client.query(`create role ${identifier(role)} ${logsIn ? "login" : "nologin"}`).catch(ignoreDuplicate);
  if (!logsIn) await client.query(`grant ${identifier(role)} to current_user`);
}

/** Two databases of one server may be migrated at once, but roles belong to the server. */
function ignoreDuplicate(error: { code?: string }): void {
  if (error.code !== "42710" && error.code !== "23505") throw error;
}

async function grant(client: pg.Client, plan: SchemaPlan): Promise<void> {
  const schema = identifier(plan.schema);
  const role = identifier(plan.role);
  await client.query(`grant usage on schema ${schema} to ${role}`);
  await client.query(`grant select, insert on all tables in schema ${schema} to ${role}`);
  await client.query(`revoke insert on kernel_migration from ${role}`);
  await client.query(`grant usage on all sequences in schema ${schema} to ${role}`);
  const mutable = await client.query<{ relname: string }>(
    `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and obj_description(c.oid, 'pg_class') like 'mutable%'`,
    [plan.schema],
  );
  for (const { relname } of mutable.rows) await client.query(`grant update, delete on ${identifier(relname)} to ${role}`);
  const columns = await client.query<{ relname: string; attname: string }>(
    `select c.relname, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = $1 and c.relkind in ('r', 'p') and a.attnum > 0 and col_description(c.oid, a.attnum) like 'mutable%'`,
    [plan.schema],
  );
  for (const { relname, attname } of columns.rows)
    await client.query(`grant update (${identifier(attname)}) on ${identifier(relname)} to ${role}`);
}
