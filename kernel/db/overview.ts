import pg from "pg";
import type { Cluster } from "./cluster.ts";
import type { DatabaseLimits } from "./limits.ts";
import { limitsOfConnection } from "./limits.ts";
import type { SchemaPlan } from "./migrate.ts";
import { identifier } from "./sql.ts";
import { failureOf } from "./unavailable.ts";

type Plan = Pick<SchemaPlan, "schema" | "scope">;
/** The newest fingerprint of a secret; null where it was given up. */
export type SecretRow = { name: string; fingerprint: string | null };

/**
 * What the kernel has to know of all schemas again and again, by one connection for each account that owns some of them. A server spends
 * five to twenty milliseconds of a processor on a connection: a schema that nobody uses gets none.
 */
export type Overview = {
  /** The fingerprints of secrets that each schema has. */
  secrets(): Promise<Map<string, SecretRow[]>>;
  /** When the next waiting job of each schema falls due or its lease ends; schemas without one are not there. */
  due(): Promise<Map<string, string>>;
  /** Throws `database.unavailable` where a server gives no answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

type Part = { name: string; of(schema: string, at: number): string };

const dueIn: Part = {
  name: "due",
  of: (schema, at) => `
    select ${at} as at, min(greatest(run_at, coalesce(leased_until, run_at))) as due
    from ${identifier(schema)}.kernel_job where done_at is null and dead_at is null`,
};

const secretsIn: Part = {
  name: "secrets",
  of: (schema, at) => `
    select * from (select distinct on (name) ${at} as at, name, fingerprint
      from ${identifier(schema)}.kernel_secret order by name, seq desc) as newest`,
};

export function openOverview(cluster: Cluster, plans: readonly Plan[], limits: DatabaseLimits): Overview {
  const accounts = new Map<string, Account>();
  for (const { scope, schema } of plans) {
    const config = cluster.migrator(scope);
    const key = JSON.stringify(config);
    const account = accounts.get(key) ?? openAccount(config, limits);
    account.schemas.push(schema);
    accounts.set(key, account);
  }
  const all = async <R extends { at: number }>({ name, of }: Part): Promise<(R & { schema: string })[]> => {
    const answers = await Promise.all(
      [...accounts.values()].map(async (one) => {
        const rows = await one.query<R>({ name, text: one.schemas.map(of).join(" union all ") });
        return rows.map((row) => ({ ...row, schema: one.schemas[row.at]! }));
      }),
    );
    return answers.flat();
  };
  return {
    secrets: async () => Map.groupBy(await all<SecretRow & { at: number }>(secretsIn), ({ schema }) => schema),
    due: async () => {
      const rows = await all<{ at: number; due: string | null }>(dueIn);
      return new Map(rows.flatMap(({ schema, due }) => (due === null ? [] : [[schema, due] as const])));
    },
    ping: async () => {
      await Promise.all([...accounts.values()].map((one) => one.query({ text: "select 1 as up" })));
    },
    close: async () => {
      await Promise.all([...accounts.values()].map((one) => one.close()));
    },
  };
}

type Account = {
  schemas: string[];
  query<R extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<R[]>;
  close(): Promise<void>;
};

/** One connection that only reads; one that failed is given up, and the next question opens another. */
function openAccount(config: pg.ClientConfig, limits: DatabaseLimits): Account {
  let opened: Promise<pg.Client> | undefined;
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      ...config,
      ...limitsOfConnection(limits),
      connectionTimeoutMillis: limits.connect,
      options: `${config.options ?? ""} -c default_transaction_read_only=on`.trim(),
      application_name: "troad:overview",
    });
    // an event without a listener would end the program
    client.on("error", () => {
      opened = undefined;
    });
    await client.connect();
    return client;
  };
  return {
    schemas: [],
    query: async <R extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<R[]> => {
      opened ??= open();
      const mine = opened;
      try {
        return (await (await mine).query<R>(query)).rows;
      } catch (error) {
        if (opened === mine) opened = undefined;
        void mine.then((client) => client.end()).catch(() => undefined);
        throw failureOf(error, false);
      }
    },
    close: async () => {
      await opened?.then((client) => client.end()).catch(() => undefined);
      opened = undefined;
    },
  };
}
