import pg from "pg";
import { startEmbedded } from "./embedded.ts";
import { identifier } from "./sql.ts";
import type { Report } from "./supervise.ts";

/** The PostgreSQL behind the modules: ours on a socket, or the operator's by URL. */
export type Cluster = {
  kind: "embedded" | "external";
  /** The owner of all schemas: runs migrations, never serves a request. */
  migrator(scope: string): pg.ClientConfig;
  /** The least privileged role of one schema. */
  app(scope: string, role: string, schema: string): pg.ClientConfig;
  /** The same role on a standby from which reads may come that are some seconds old; undefined where there is none. */
  standby?(scope: string, role: string, schema: string): pg.ClientConfig | undefined;
  /** Whether roles log in themselves (embedded) or connections switch to them with SET ROLE (external). */
  rolesLogIn: boolean;
  stop(): Promise<void>;
};

export const databaseName = "troad";
export const migratorRole = "troad_migrator";

/** Our own server in `dataDir`; creates the database and the migrator role on first use. */
export async function embeddedCluster(
  dataDir: string,
  settings: Record<string, string> = {},
  report?: Report,
): Promise<Cluster & { socketDir: string; started: string }> {
  const server = await startEmbedded(dataDir, settings, report);
  await ensureDatabase(server.socketDir, databaseName);
  return {
    ...socketCluster(server.socketDir, databaseName),
    stop: server.stop,
    socketDir: server.socketDir,
    started: server.started,
  };
}

/** A database on a server of ours that is already running (tests, further processes). */
export function socketCluster(socketDir: string, database: string): Cluster {
  return {
    kind: "embedded",
    rolesLogIn: true,
    migrator: () => ({ host: socketDir, user: migratorRole, database }),
    app: (_scope, role, schema) => ({ host: socketDir, user: role, database, options: `-c search_path=${schema}` }),
    stop: async () => undefined,
  };
}

/** The operator's server: `DATABASE_URL`, or `DATABASE_URL_<MODULE>` for a single module. */
export function externalCluster(urls: {
  all: string | undefined;
  of(scope: string): string | undefined;
  standby?: string | undefined;
}): Cluster {
  const url = (scope: string): string => {
    const found = urls.of(scope) ?? urls.all;
    if (!found) throw new Error(`no database for ${scope}: set DATABASE_URL or DATABASE_URL_${scope.toUpperCase()}`);
    return found;
  };
  return {
    kind: "external",
    rolesLogIn: false,
    migrator: (scope) => ({ connectionString: url(scope) }),
    app: (scope, role, schema) => ({ connectionString: url(scope), options: `-c role=${role} -c search_path=${schema}` }),
    // a module on a database of its own has no part in the standby of the others
    standby: (scope, role, schema) =>
      urls.standby && urls.of(scope) === undefined
        ? {
            connectionString: urls.standby,
            options: `-c role=${role} -c search_path=${schema} -c default_transaction_read_only=on`,
          }
        : undefined,
    stop: async () => undefined,
  };
}

export async function ensureDatabase(socketDir: string, database: string, template?: string): Promise<void> {
  const client = new pg.Client({ host: socketDir, user: "postgres", database: "postgres", connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined); // the next statement fails anyway; an event without a listener would end the program
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(7306)");
    const role = await client.query("select 1 from pg_roles where rolname = $1", [migratorRole]);
    if (role.rowCount === 0) await client.query(`create role ${identifier(migratorRole)} login createrole createdb`);
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0)
      await client.query(
        `create database ${identifier(database)} owner ${identifier(migratorRole)}${template ? ` template ${identifier(template)} strategy file_copy` : ""}`,
      );
  } finally {
    await client.end();
  }
}
