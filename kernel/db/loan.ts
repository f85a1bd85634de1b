import pg from "pg";
import { awaitLeader, LeaderClient } from "./await-leader.ts";
import { type DatabaseLimits, limitsOfConnection } from "./limits.ts";
import { DatabaseUnavailable, failureOf, isLost, isUnreplicated, unreplicated } from "./unavailable.ts";

type Log = { error(data: object, text: string): void };

/** A connection on which a transaction has begun. */
export type Loan = {
  readonly client: pg.PoolClient;
  /** Works and commits; or rolls back and throws. A lost connection is not used again. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
};

export type ConnectionPool = { begin(statement: string): Promise<Loan>; end(): Promise<void> };

/**
 * Connections for transactions. Every client has an error listener from the moment it exists: while a client is lent out the pool has none,
 * and an "error" event without a listener ends the program (brianc/node-postgres#3202).
 */
export function connectionPool(config: pg.ClientConfig, limits: DatabaseLimits, schema: string, log: Log): ConnectionPool {
  const pool = new pg.Pool({
    ...{ ...config, ...limitsOfConnection(limits), max: limits.pool, idleTimeoutMillis: 10_000 },
    Client: LeaderClient,
  });
  const lost = new WeakMap<pg.PoolClient, Error>();
  let closed = false;
  const alone = new WeakSet<pg.PoolClient>();
  pool.on("connect", (client) => {
    client.on("error", (error) => lost.set(client, error));
    client.on("notice", (notice) => {
      if (isUnreplicated(notice)) alone.add(client);
    });
  });
  pool.on("error", (error) => {
    // one that is leaving may see our own server end
    if (!closed) log.error({ err: error, schema }, "an idle database connection failed");
  });
  /** An idle connection may be one to a former leader: nothing was done before it has begun a transaction. */
  async function begun(statement: string): Promise<pg.PoolClient> {
    const client = await pool.connect().catch((error: unknown) => {
      throw failureOf(error, false);
    });
    try {
      (client as unknown as LeaderClient).requireLeader();
      await client.query(statement);
      return client;
    } catch (error) {
      client.release(lost.get(client) ?? (error as Error));
      throw failureOf(error, false);
    }
  }
  return {
    begin: async (statement) => {
      const client = await awaitLeader(limits.away, () => begun(statement));
      const commitSafely = async (): Promise<void> => {
        await commit(client);
        if (alone.delete(client)) throw unreplicated();
      };
      return { client, transaction: (work) => transaction(client, work, () => lost.get(client), commitSafely) };
    },
    end: () => {
      closed = true;
      return pool.end();
    },
  };
}

async function transaction<T>(
  client: pg.PoolClient,
  work: () => Promise<T>,
  lost: () => Error | undefined,
  commitSafely: () => Promise<void>,
): Promise<T> {
  let broken: Error | undefined;
  try {
    const result = await work();
    const gone = lost();
    if (gone) throw new DatabaseUnavailable(gone, false); // before the commit: certainly not saved
    await commitSafely();
    return result;
  } catch (error) {
    broken = lost() ?? (error instanceof DatabaseUnavailable && isLost(error) ? error : undefined);
    // on a dead connection a rollback would only wait again; closing it rolls back
    if (!broken) await client.query("rollback").catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    client.release(broken ?? lost());
  }
}

/**
 * PostgreSQL answers COMMIT with ROLLBACK if a statement of the transaction failed: nothing was saved, however the work handled the
 * failure.
 */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query("commit").catch((error: unknown) => {
    throw failureOf(error, true);
  });
  if (command !== "COMMIT") throw new Error("the transaction was rolled back: one of its statements had failed");
}
