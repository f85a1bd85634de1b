import { randomUUID } from "node:crypto";
import type { Writable } from "node:stream";
import pg from "pg";
import { type AuditEntry, appendAudit } from "../audit.ts";
import type { Clock } from "../clock.ts";
import { type EnqueueOptions, enqueueJob } from "../jobs/outbox.ts";
import type { Queryable } from "./queryable.ts";
import type { Sql } from "./sql.ts";

// Instants and dates as ISO text, 64-bit integers as numbers: what leaves the database is JSON-able as it is.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** A transaction; jobs, events and audit entries live and die with it. */
export type Tx = Queryable & {
  enqueue(kind: string, payload: unknown, options?: EnqueueOptions): Promise<void>;
  publish(event: string, payload: unknown): Promise<void>;
  audit(entry: AuditEntry): Promise<void>;
  /** The bare client, for COPY. */
  readonly client: pg.PoolClient;
};

export type Database = Queryable & {
  readonly schema: string;
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * A pipelined connection of one's own, for statements that must not wait for the commits of others. With `generic` its statements are
   * planned once: for few statements, asked very often, whose values do not change which way is best (PostgreSQL: plan_cache_mode).
   */
  lane(plans?: "generic"): Queryable;
  /** Called after each commit that enqueued a job. */
  onEnqueued(listener: () => void): void;
  close(): Promise<void>;
};

/** How one schema is reached: a login role of its own, that schema first in the search path. */
export type Connection = { config: pg.ClientConfig; schema: string; subscribers(event: string): string[] };

/**
 * Statements outside transactions share one pipelined connection (six times the throughput of one query a round trip);
 * transactions take a connection each from a small pool.
 */
export function openDatabase(connection: Connection, clock: Clock, log: { error(data: object, text: string): void }): Database {
  const config = { ...connection.config, application_name: `troad:${connection.schema}` };
  let closed = false;
  const pool = new pg.Pool({ ...config, max: 6, idleTimeoutMillis: 10_000, connectionTimeoutMillis: 10_000 });
  pool.on("error", (error) => {
    // one that is leaving may meet the end of our own server
    if (!closed) log.error({ err: error, schema: connection.schema }, "an idle database connection failed");
  });
  let listeners: (() => void)[] = [];
  const lanes: Lane[] = [];
  const openLane = (plans?: "generic"): Lane => {
    const options = plans ? { options: `${config.options ?? ""} -c plan_cache_mode=force_generic_plan` } : {};
    const lane = pipelined({ config: { ...config, ...options }, schema: connection.schema, log, isClosed: () => closed });
    lanes.push(lane);
    return lane;
  };
  const shared = openLane();

  return {
    schema: connection.schema,
    ...shared.queryable,
    lane: (plans) => openLane(plans).queryable,
    onEnqueued: (listener) => {
      listeners.push(listener);
    },
    tx: async (work) => {
      const client = await pool.connect();
      let enqueued = false;
      let broken: Error | undefined;
      const run = (statement: Sql) => client.query({ text: statement.text, values: [...statement.values], name: statement.name });
      const tx: Tx = {
        client,
        rows: async <T extends object>(statement: Sql) => (await run(statement)).rows as T[],
        one: async <T extends object>(statement: Sql) => (await run(statement)).rows[0] as T | undefined,
        run: async (statement) => (await run(statement)).rowCount ?? 0,
        enqueue: async (kind, payload, options) => {
          enqueued = true;
          await enqueueJob(tx, clock, kind, payload, options);
        },
        publish: async (event, payload) => {
          enqueued = true;
          for (const subscriber of connection.subscribers(event))
            await enqueueJob(tx, clock, "kernel.deliver-event", {
              event,
              id: `${connection.schema}:${randomUUID()}`,
              subscriber,
              payload: payload ?? null,
            });
        },
        audit: (entry) => appendAudit(tx, clock, entry),
      };
      try {
        await client.query("begin");
        const result = await work(tx);
        await client.query("commit");
        return result;
      } catch (error) {
        enqueued = false;
        await client.query("rollback").catch((failed: Error) => {
          broken = failed;
        });
        throw error;
      } finally {
        client.release(broken);
        if (enqueued) for (const listener of listeners) listener();
      }
    },
    close: async () => {
      closed = true;
      listeners = [];
      await Promise.all([...lanes.map((lane) => lane.end()), pool.end()]);
    },
  };
}

type Lane = { queryable: Queryable; end(): Promise<void> };
type LaneOptions = {
  config: pg.ClientConfig;
  schema: string;
  log: { error(data: object, text: string): void };
  isClosed(): boolean;
};

/** One connection on which statements follow each other without waiting; a new one when it was lost. */
function pipelined({ config, schema, log, isClosed }: LaneOptions): Lane {
  let held: Promise<pg.Client> | undefined;
  const drop = (): void => {
    held = undefined;
  };
  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...config, pipeline: true, connectionTimeoutMillis: 10_000 });
    client.on("error", (error) => {
      drop();
      log.error({ err: error, schema }, "a shared database connection failed");
    });
    client.on("end", drop);
    try {
      await client.connect();
      return client;
    } catch (error) {
      drop();
      throw error;
    }
  }
  async function query({ text, values, name }: Sql): Promise<pg.QueryResult> {
    if (isClosed()) throw new Error(`database ${schema} is closed`);
    held ??= connect();
    const client = await held;
    gather(client);
    return client.query({ text, values: [...values], name });
  }
  return {
    queryable: {
      rows: async <T extends object>(statement: Sql) => (await query(statement)).rows as T[],
      one: async <T extends object>(statement: Sql) => (await query(statement)).rows[0] as T | undefined,
      run: async (statement) => (await query(statement)).rowCount ?? 0,
    },
    end: async () => {
      const client = await held?.catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
}

const gathering = new WeakSet<pg.Client>();

/** Statements of one turn of the event loop leave in one write: a write each costs as much as a small statement, and wakes the server each time. */
function gather(client: pg.Client): void {
  if (gathering.has(client)) return;
  gathering.add(client);
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  setImmediate(() => {
    gathering.delete(client);
    stream.uncork();
  });
}

export type { Queryable };
