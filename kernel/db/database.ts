import { randomUUID } from "node:crypto";
import pg from "pg";
import { type AuditEntry, appendAudit } from "../audit.ts";
import type { Clock } from "../clock.ts";
import { readEnv } from "../env.ts";
import type { JobDefinition } from "../jobs/definition.ts";
import { deliverEvent, type EventToken } from "../jobs/event.ts";
import { type EnqueueOptions, enqueueJob, enqueueJobs } from "../jobs/outbox.ts";
import { copyInto } from "./copy.ts";
import { type Lane, pipelined } from "./lane.ts";
import { asNobody, leaseFor, leaseSeconds, requireFence } from "./lease.ts";
import { type DatabaseLimits, databaseEnv, databaseLimits, limitsOfConnection, longQueryMs } from "./limits.ts";
import { connectionPool, type Loan } from "./loan.ts";
import type { Queryable, Reads } from "./queryable.ts";
import type { Sql } from "./sql.ts";
import { standbyReads } from "./standby.ts";
import { failureOf } from "./unavailable.ts";

// Instants and dates as ISO text, 64-bit integers as numbers, so that everything from the database can be written as JSON.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** A transaction; its jobs, events and audit entries are committed or rolled back with it. */
export type Tx = Queryable & {
  /** Throws if the payload does not fit the definition, which is a defect of the caller. */
  enqueue<P>(job: JobDefinition<P>, payload: P, options?: EnqueueOptions): Promise<void>;
  publish<T>(event: EventToken<T>, payload: T): Promise<void>;
  /** The same for several of one kind, in one statement. */
  publishAll<T>(event: EventToken<T>, payloads: readonly T[]): Promise<void>;
  audit(entry: AuditEntry): Promise<void>;
  /** COPY ... FROM STDIN: rows in PostgreSQL's text format, chunk by chunk. */
  copy(statement: string, chunks: Iterable<string | Uint8Array>): Promise<void>;
};

export type Database = Queryable & {
  readonly schema: string;
  /** `"long"`: work that is known to take minutes, such as filling a register; everything else is cut off after seconds. */
  tx<T>(work: (tx: Tx) => Promise<T>, patience?: Patience): Promise<T>;
  /**
   * A dedicated pipelined connection, for statements that must not wait for other commits. With `generic`, its statements are planned once:
   * for a few very frequent statements whose best plan does not depend on their values (PostgreSQL: plan_cache_mode).
   */
  lane(plans?: "generic"): Queryable;
  /**
   * For reads whose answer may be up to so many seconds old: by a standby where there is one that is not further behind, else by the primary. Never for
   * sessions, consents, revocations, counters of attempts, nor for anything that decides on a write.
   */
  stale(seconds: number): Reads;
  /** Called after each commit that enqueued a job, and at once where there was one before the first listener. */
  onEnqueued(listener: () => void): void;
  /** Calls those listeners: there is work although nothing was enqueued just now. */
  wakeWorkers(): void;
  close(): Promise<void>;
};

export type Patience = "usual" | "long";

/** How to reach one schema: with its own login role, and that schema first in the search path. */
export type Connection = {
  config: pg.ClientConfig;
  schema: string;
  subscribers(event: string): string[];
  limits?: DatabaseLimits;
  /** The same schema on a standby of that server. */
  standby?: pg.ClientConfig | undefined;
  /** Told of each read that may be stale. */
  onStaleRead?(from: "standby" | "primary"): void;
};

type Log = { error(data: object, text: string): void };

/**
 * Statements outside transactions share one pipelined connection (six times the throughput of one query a round trip);
 * transactions take a connection each from a small pool.
 */
export function openDatabase(connection: Connection, clock: Clock, log: Log): Database {
  const { schema } = connection;
  const limits = connection.limits ?? databaseLimits(readEnv(databaseEnv, {}));
  const config = { ...connection.config, application_name: `troad:${schema}` };
  let closed = false;
  const pool = connectionPool(config, limits, schema, log);
  let listeners: (() => void)[] = [];
  let unheard = false;
  // who is woken works for itself, not for the holder of a lease
  const tell = (): void => {
    unheard = listeners.length === 0;
    asNobody(() => {
      for (const listener of listeners) listener();
    });
  };
  const lanes: Lane[] = [];
  const openLane = (plans?: "generic"): Lane => {
    const options = plans ? { options: `${config.options ?? ""} -c plan_cache_mode=force_generic_plan` } : {};
    const laneConfig = { ...config, ...limitsOfConnection(limits), ...options };
    const lane = pipelined({ config: laneConfig, schema, log, awayMs: limits.away, isClosed: () => closed });
    lanes.push(lane);
    return lane;
  };
  const shared = openLane();
  /** One statement; that of a holder is a transaction, in which its lease is looked at. */
  const single: Queryable = {
    rows: (statement) => (leaseFor(schema) ? self.tx((tx) => tx.rows(statement)) : shared.queryable.rows(statement)),
    one: (statement) => (leaseFor(schema) ? self.tx((tx) => tx.one(statement)) : shared.queryable.one(statement)),
    run: (statement) => (leaseFor(schema) ? self.tx((tx) => tx.run(statement)) : shared.queryable.run(statement)),
  };
  const { standby } = connection;
  const standbyLane =
    standby &&
    standbyReads({
      config: { ...standby, ...limitsOfConnection(limits), application_name: `troad:${schema}` },
      ...{ schema, primary: single, isClosed: () => closed },
      onRead: connection.onStaleRead ?? (() => undefined),
    });
  const self: Database = {
    schema,
    ...single,
    stale: (seconds) => standbyLane?.stale(seconds) ?? single,
    lane: (plans) => openLane(plans).queryable,
    onEnqueued: (listener) => {
      listeners.push(listener);
      if (unheard) tell();
    },
    wakeWorkers: tell,
    tx: async (work, patience = "usual") => {
      const lease = leaseFor(schema);
      const begin = lease ? beginAsHolder(lease.seconds ?? leaseSeconds) : "begin";
      const loan = await pool.begin(patience === "long" ? beginLong(limits) : begin);
      let enqueued = false;
      const tx = transactionOn(
        loan,
        { connection, clock, queryMs: patience === "long" ? longQueryMs(limits) : undefined },
        () => {
          enqueued = true;
        },
      );
      const result = await loan.transaction(async () => {
        if (lease) await requireFence(tx, lease);
        return work(tx);
      });
      if (enqueued) tell();
      return result;
    },
    close: async () => {
      closed = true;
      listeners = [];
      await Promise.all([...lanes.map((lane) => lane.end()), standbyLane?.end(), pool.end()]);
    },
  };
  return self;
}

/** For numbers of our own configuration only. */
const beginLong = ({ long }: DatabaseLimits): string =>
  `begin; set local statement_timeout = ${long}; set local lock_timeout = ${long}; set local idle_in_transaction_session_timeout = ${long}`;

/** A holder that stands still in the middle of a transaction keeps its lock no longer than its lease. */
const beginAsHolder = (seconds: number): string => `begin; set local idle_in_transaction_session_timeout = ${seconds * 1_000}`;

function refuseUnfit(name: string, reason: string | undefined): void {
  if (reason !== undefined) throw new Error(`${name}: what is enqueued does not fit its definition: ${reason}`);
}

type TransactionParts = { connection: Connection; clock: Clock; queryMs: number | undefined };

/** `onEnqueue` is called if the transaction will leave a job behind. */
function transactionOn({ client }: Loan, { connection, clock, queryMs }: TransactionParts, onEnqueue: () => void): Tx {
  const run = async (statement: Sql): Promise<pg.QueryResult> => {
    const query: pg.QueryConfig & { query_timeout?: number } = {
      ...{ text: statement.text, values: [...statement.values], name: statement.name },
      ...(queryMs === undefined ? {} : { query_timeout: queryMs }),
    };
    try {
      return await client.query(query);
    } catch (error) {
      throw failureOf(error, false);
    }
  };
  const tx: Tx = {
    copy: async (statement, chunks) => {
      await copyInto(client, statement, chunks, queryMs).catch((error: unknown) => {
        throw failureOf(error, false);
      });
    },
    rows: async <T extends object>(statement: Sql) => (await run(statement)).rows as T[],
    one: async <T extends object>(statement: Sql) => (await run(statement)).rows[0] as T | undefined,
    run: async (statement) => (await run(statement)).rowCount ?? 0,
    enqueue: async (job, payload, options) => {
      refuseUnfit(job.kind, job.fault(payload));
      onEnqueue();
      await enqueueJob(tx, clock, job.kind, payload, options);
    },
    publish: (event, payload) => tx.publishAll(event, [payload]),
    publishAll: async (event, payloads) => {
      for (const payload of payloads) refuseUnfit(event.name, event.fault(payload));
      const deliveries = connection.subscribers(event.name).flatMap((subscriber) =>
        payloads.map((payload) => {
          const id = `${connection.schema}:${randomUUID()}`;
          return { event: event.name, id, subscriber, payload: payload ?? null };
        }),
      );
      if (deliveries.length === 0) return;
      onEnqueue();
      await enqueueJobs(tx, clock, deliverEvent.kind, deliveries);
    },
    audit: (entry) => appendAudit(tx, clock, entry),
  };
  return tx;
}

export type { Queryable };
