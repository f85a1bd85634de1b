import pg from "pg";
import { type DatabaseLimits, limitsOfConnection } from "./limits.ts";
import { DatabaseUnavailable, failureOf, isLost } from "./unavailable.ts";

type Log = { error(data: object, text: string): void };

/** A connection for one transaction. */
export type Loan = {
  readonly client: pg.PoolClient;
  /** Begins, works and commits; or rolls back and throws. A connection that was lost is not used again. */
  transaction<T>(begin: string, work: () => Promise<T>): Promise<T>;
};

export type ConnectionPool = { borrow(): Promise<Loan>; end(): Promise<void> };

/**
 * Connections for transactions. Every client has a listener for its errors from the moment it exists: while it is lent, the pool has none, and
 * an "error" event without a listener ends the program (brianc/node-postgres#3202).
 */
export function connectionPool(config: pg.ClientConfig, limits: DatabaseLimits, schema: string, log: Log): ConnectionPool {
  const pool = new pg.Pool({ ...config, ...limitsOfConnection(limits), max: 6, idleTimeoutMillis: 10_000 });
  const lost = new WeakMap<pg.PoolClient, Error>();
  let closed = false;
  pool.on("connect", (client) => client.on("error", (error) => lost.set(client, error)));
  pool.on("error", (error) => {
    // one that is leaving may meet the end of our own server
    if (!closed) log.error({ err: error, schema }, "an idle database connection failed");
  });
  return {
    borrow: async () => {
      const client = await pool.connect().catch((error: unknown) => {
        throw failureOf(error, false);
      });
      return { client, transaction: (begin, work) => transaction(client, begin, work, () => lost.get(client)) };
    },
    end: () => {
      closed = true;
      return pool.end();
    },
  };
}

async function transaction<T>(
  client: pg.PoolClient,
  begin: string,
  work: () => Promise<T>,
  lost: () => Error | undefined,
): Promise<T> {
  let broken: Error | undefined;
  try {
    await client.query(begin).catch((error: unknown) => {
      throw failureOf(error, false);
    });
    const result = await work();
    const gone = lost();
    if (gone) throw new DatabaseUnavailable(gone, false); // before the commit: surely not saved
    await commit(client);
    return result;
  } catch (error) {
    broken = lost() ?? (error instanceof DatabaseUnavailable && isLost(error) ? error : undefined);
    // on a connection that gives no sign of life a rollback would only wait again; its end rolls back
    if (!broken) await client.query("rollback").catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    client.release(broken ?? lost());
  }
}

/** PostgreSQL answers COMMIT of a transaction in which a statement failed with ROLLBACK: nothing was saved, whatever the work made of the failure. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query("commit").catch((error: unknown) => {
    throw failureOf(error, true);
  });
  if (command !== "COMMIT") throw new Error("the transaction was rolled back: one of its statements had failed");
}
