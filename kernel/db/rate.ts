import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import { kernelFailure } from "../errors.ts";
import { clientNetwork } from "../http/client-network.ts";
import type { Queryable } from "./queryable.ts";
import { sql } from "./sql.ts";

/** Takes one token from the bucket of a client; throws `request.rate-limited` when it is empty. */
export type RateLimit = (client: string) => Promise<void>;

/** A client that came back after this long would find a full bucket anyway. */
const forgetMs = 120_000;
/** One call of so many forgets those that are full again. */
const sweepEvery = 64;

/**
 * A token bucket for each client (an address, or the /64 of an IPv6 address) of `perMinute` tokens, refilled evenly over a minute. It is in the database:
 * a client that is sent from one process to the next has it once.
 */
export function rateLimit(db: Queryable, clock: Clock, name: string, perMinute: number): RateLimit {
  let calls = 0;
  return async (client) => {
    const key = createHash("sha256")
      .update(`${name} ${clientNetwork(client)}`)
      .digest()
      .subarray(0, 16);
    const now = clock.now();
    const taken = await db.run(sql`
      insert into kernel_rate as r (name, client, tokens, at)
      values (${name}, ${key}, ${perMinute - 1}::float8, ${now.toISOString()})
      on conflict (name, client) do update set
        tokens = least(${perMinute}::float8, r.tokens + greatest(0, extract(epoch from excluded.at - r.at)) * ${perMinute}::float8 / 60) - 1,
        at = greatest(r.at, excluded.at)
      where least(${perMinute}::float8, r.tokens + greatest(0, extract(epoch from excluded.at - r.at)) * ${perMinute}::float8 / 60) >= 1`);
    if (taken === 0) throw kernelFailure("request.rate-limited");
    calls += 1;
    if (calls % sweepEvery === 0)
      await db.run(
        sql`delete from kernel_rate where name = ${name} and at < ${new Date(now.getTime() - forgetMs).toISOString()}`,
      );
  };
}
