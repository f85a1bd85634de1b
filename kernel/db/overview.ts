import type { Log } from "../logging/log.ts";
import type { Cluster } from "./cluster.ts";
import { type Lane, pipelined } from "./lane.ts";
import { type DatabaseLimits, limitsOfConnection } from "./limits.ts";
import type { SchemaPlan } from "./migrate.ts";
import { identifier, type Sql, sql, statement } from "./sql.ts";

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

const dueIn = (schema: string, at: number): string => `
  select ${at} as at, min(greatest(run_at, coalesce(leased_until, run_at))) as due
  from ${identifier(schema)}.kernel_job where done_at is null and dead_at is null`;

const secretsIn = (schema: string, at: number): string => `
  select * from (select distinct on (name) ${at} as at, name, fingerprint
    from ${identifier(schema)}.kernel_secret order by name, seq desc) as newest`;

/** One account with the schemas that it owns; rows of all of them name theirs by its place. */
type Account = { lane: Lane; schemas: string[]; due: Sql; secrets: Sql };
type Placed = { at: number };

type Options = { cluster: Cluster; plans: readonly Plan[]; limits: DatabaseLimits; log: Log };

export function openOverview({ cluster, plans, limits, log }: Options): Overview {
  let closed = false;
  const owned = Map.groupBy(plans, ({ scope }) => JSON.stringify(cluster.migrator(scope)));
  const accounts = [...owned.values()].map((own): Account => {
    const given = cluster.migrator(own[0]!.scope);
    const options = `${given.options ?? ""} -c default_transaction_read_only=on`.trim();
    const config = { ...given, ...limitsOfConnection(limits), options, application_name: "troad:overview" };
    const schemas = own.map(({ schema }) => schema);
    const over = (part: (schema: string, at: number) => string): Sql => statement(schemas.map(part).join(" union all "))();
    return {
      lane: pipelined({ config, schema: "overview", log, isClosed: () => closed }),
      ...{ schemas, due: over(dueIn), secrets: over(secretsIn) },
    };
  });
  const all = async <R extends Placed>(which: "due" | "secrets"): Promise<(R & { schema: string })[]> => {
    const answers = await Promise.all(
      accounts.map(async ({ lane, schemas, [which]: asked }) =>
        (await lane.queryable.rows<R>(asked)).map((row) => ({ ...row, schema: schemas[row.at]! })),
      ),
    );
    return answers.flat();
  };
  return {
    secrets: async () => Map.groupBy(await all<SecretRow & Placed>("secrets"), ({ schema }) => schema),
    due: async () => {
      const rows = await all<{ due: string | null } & Placed>("due");
      return new Map(rows.flatMap(({ schema, due }) => (due === null ? [] : [[schema, due] as const])));
    },
    ping: async () => {
      await Promise.all(accounts.map(({ lane }) => lane.queryable.one(sql`select 1 as up`)));
    },
    close: async () => {
      closed = true;
      await Promise.all(accounts.map(({ lane }) => lane.end()));
    },
  };
}
