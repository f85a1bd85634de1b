import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { currentTrace } from "../trace.ts";
import { DatabaseUnavailable, isLost } from "./unavailable.ts";

/** Between two looks whether the database is back. */
const pauseMs = 200;

/**
 * Tries again while no connection can be had, as over a change of the database's leader: until `ms` after the request came in, however many statements have
 * waited by then, and whatever other processes have waited for its sake. Only for what did nothing if it failed: connecting, `begin`, a statement that reads.
 */
export async function awaitLeader<T>(ms: number, attempt: () => Promise<T>): Promise<T> {
  const end = (currentTrace()?.began ?? performance.now()) + ms;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isAway(error) || performance.now() + pauseMs > end) throw error;
    }
    await wait(pauseMs);
  }
}

/** All connections of the pool being in use is no such thing: there it has been waited already. */
const isAway = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable && isLost(error) && !/when trying to connect/.test(error.message);

/**
 * A client that knows whether its server leads. One that is to lead and does not yet, or does no more, takes connections and refuses to write; it says so
 * itself (`in_hot_standby`, from PostgreSQL 14 on).
 */
export class LeaderClient extends pg.Client {
  #isStandby = false;
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { connection: NodeJS.EventEmitter };
    connection.on("parameterStatus", ({ parameterName, parameterValue }: { parameterName: string; parameterValue: string }) => {
      if (parameterName === "in_hot_standby") this.#isStandby = parameterValue === "on";
    });
  }
  requireLeader(): void {
    if (this.#isStandby)
      throw new DatabaseUnavailable(Object.assign(new Error("its server does not lead"), { code: "25006" }), false);
  }
}
