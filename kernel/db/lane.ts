import type { Writable } from "node:stream";
import type pg from "pg";
import { awaitLeader, LeaderClient } from "./await-leader.ts";
import type { Queryable } from "./queryable.ts";
import type { Sql } from "./sql.ts";
import { failureOf, isLost, isUnreplicated, unreplicated } from "./unavailable.ts";

export type Lane = { queryable: Queryable; end(): Promise<void> };
type LaneOptions = {
  config: pg.ClientConfig;
  schema: string;
  log: { error(data: object, text: string): void };
  /** How long a statement waits for a database that is away; by default not at all. */
  awayMs?: number;
  /** A standby will do. */
  ofStandby?: boolean;
  isClosed(): boolean;
};

/** One connection on which statements are sent without waiting for each other; replaced when it is lost. */
export function pipelined({ config, schema, log, awayMs = 0, ofStandby = false, isClosed }: LaneOptions): Lane {
  let held: Promise<LeaderClient> | undefined;
  const alone = new WeakSet<pg.Client>();
  const drops = new WeakMap<LeaderClient, () => void>();

  function open(): Promise<LeaderClient> {
    const client = new LeaderClient({ ...config, pipeline: true });
    // only if it is still this one: a late end of an old connection must not displace the new one
    const drop = (): void => {
      if (held === opening) held = undefined;
    };
    drops.set(client, drop);
    client.on("error", (error) => {
      drop();
      if (!isClosed()) log.error({ err: error, schema }, "a shared database connection failed");
    });
    client.on("end", drop);
    client.on("notice", (notice) => {
      if (!isUnreplicated(notice)) return;
      alone.add(client);
      drop();
    });
    const opening = client.connect().then(
      () => client,
      (error: unknown) => {
        drop();
        throw failureOf(error, false);
      },
    );
    return opening;
  }

  async function connected(): Promise<LeaderClient> {
    if (isClosed()) throw new Error(`database ${schema} is closed`);
    held ??= open();
    const client = await held;
    try {
      if (!ofStandby) client.requireLeader();
    } catch (error) {
      drops.get(client)?.();
      void client.end().catch(() => undefined);
      throw error;
    }
    return client;
  }

  async function query(statement: Sql): Promise<pg.QueryResult> {
    // what reads may be asked again as a whole
    if (isRead(statement.text)) return awaitLeader(awayMs, async () => send(await connected(), statement));
    return send(await awaitLeader(awayMs, connected), statement);
  }

  async function send(client: LeaderClient, { text, values, name }: Sql): Promise<pg.QueryResult> {
    gather(client);
    try {
      const result = await client.query({ text, values: [...values], name });
      // which of the statements that are under way it was, nobody knows
      if (alone.has(client) && !isRead(text)) throw unreplicated();
      return result;
    } catch (error) {
      // the connection reports its end later; the next statement must not be given to it
      if (isLost(error)) drops.get(client)?.();
      throw failureOf(error, !isRead(text));
    }
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

/** After an interrupted read nothing is uncertain. */
const isRead = (text: string): boolean => /^\s*select\b/i.test(text);

const gathering = new WeakSet<pg.Client>();

/**
 * Statements of one turn of the event loop leave in one write: a separate write costs as much as a small statement, and wakes the server
 * each time.
 */
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
