import { env, setting } from "../env.ts";

/** Limits of the database; times are in milliseconds. */
export type DatabaseLimits = {
  /** One statement, measured by the server, which then stops working on it. */
  statement: number;
  /** The same measured here, in case the server gives no sign of life. Longer, so that a live server reports first. */
  query: number;
  /** Waiting for a lock that another transaction holds. */
  lock: number;
  /** Between two statements of a transaction, which holds its locks in the meantime. */
  idle: number;
  /** Connecting, and waiting for a free connection. */
  connect: number;
  /** One statement, or one wait for a lock, of work that is known to take long (`"long"`). */
  long: number;
  /** Waiting for a database that is away, before anything was begun. */
  away: number;
  /** Connections for transactions of one schema in one process; statements outside transactions share one more. */
  pool: number;
};

/**
 * What each process reads from its environment, in seconds.
 * - A page waits for a few statements of milliseconds; people leave after ten seconds, so more work than that helps nobody.
 * - Two requests of one person may wait for each other's row; five seconds are a thousand times what such a transaction takes.
 * - A transaction may call another process, which takes 30 s at most; an idle one of a minute belongs to someone who is gone.
 * - Seeding five million people and matching a period's invoices take minutes. Migrations have no limit: an index takes as long as it
 *   takes, and a migration that is cut off leaves the program without a schema that it can run on.
 */
export const databaseEnv = {
  DATABASE_STATEMENT_SECONDS: setting("Time limit of one statement.", env.integer(1, 86_400, 10)),
  DATABASE_QUERY_SECONDS: setting(
    "Time after which a connection that gives no answer is abandoned. 0: two seconds longer than `DATABASE_STATEMENT_SECONDS`.",
    env.integer(0, 86_400, 0),
  ),
  DATABASE_LOCK_SECONDS: setting("Time limit of waiting for a lock.", env.integer(1, 86_400, 5)),
  DATABASE_IDLE_SECONDS: setting("Time limit of a pause between two statements of a transaction.", env.integer(1, 86_400, 60)),
  DATABASE_CONNECT_SECONDS: setting("Time limit of connecting, and of waiting for a free connection.", env.integer(1, 86_400, 5)),
  DATABASE_WAIT_SECONDS: setting(
    "Time that a request waits for a database that is away, as over a change of its leader, before it is told so.",
    env.integer(0, 60, 0),
  ),
  DATABASE_LONG_SECONDS: setting(
    "Time limit of a statement or a lock in long work, such as filling a register. Migrations have none.",
    env.integer(1, 86_400, 3600),
  ),
  DATABASE_POOL: setting(
    "Connections for transactions of one schema, of which each process has one more. Schemas times processes must stay below what the server allows.",
    env.integer(2, 100, 6),
  ),
};

/** How much longer than the server we wait for its report that a statement took too long. */
const graceMs = 2_000;

export function databaseLimits(seconds: { [Name in keyof typeof databaseEnv]: number }): DatabaseLimits {
  const statement = seconds.DATABASE_STATEMENT_SECONDS * 1000;
  return {
    statement,
    query: seconds.DATABASE_QUERY_SECONDS === 0 ? statement + graceMs : seconds.DATABASE_QUERY_SECONDS * 1000,
    lock: seconds.DATABASE_LOCK_SECONDS * 1000,
    idle: seconds.DATABASE_IDLE_SECONDS * 1000,
    connect: seconds.DATABASE_CONNECT_SECONDS * 1000,
    away: seconds.DATABASE_WAIT_SECONDS * 1000,
    long: seconds.DATABASE_LONG_SECONDS * 1000,
    pool: seconds.DATABASE_POOL,
  };
}

/** The same as options of a `pg` connection. */
export const limitsOfConnection = (limits: DatabaseLimits) => ({
  statement_timeout: limits.statement,
  lock_timeout: limits.lock,
  idle_in_transaction_session_timeout: limits.idle,
  query_timeout: limits.query,
  connectionTimeoutMillis: limits.connect,
});

/** Long work: a statement is given up here shortly after the server gives it up. */
export const longQueryMs = (limits: DatabaseLimits): number => limits.long + graceMs;
