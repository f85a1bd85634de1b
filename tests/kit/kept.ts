import pg from "pg";
import { until } from "./exchange.ts";
import type { Load } from "./load.ts";
import { socketOf } from "./servers.ts";

type Side = "consumer" | "provider";
/** Where a side's log is: the folder of the gateway's installation and the schema in its database; and the folder of the platform's. */
export type Logs = { side: Side; data: string; schema: string; platform: string }[];

export const logsIn = (data: string): Logs => [
  { side: "consumer", data, schema: "road_asker", platform: data },
  { side: "provider", data, schema: "road_teller", platform: data },
];

const logged = `select from message_request r join message_outcome o using (exchange_id, side)
  where r.exchange_id = k.id and r.side = $2 and o.signature is not null`;
const stamped = `${logged} and (exists (select from message_seal s where s.exchange_id = k.id and s.side = $2)
  or exists (select from message_batch b where o.seq between b.first and b.last and o.seq = any (b.members)))`;
const recorded = "select from transfer t where t.exchange_id = k.id and t.side = $2";

/** Those of `ids` for which nothing in the schema fits `rule`. */
async function without(data: string, schema: string, side: Side, ids: string[], rule: string): Promise<string[]> {
  const client = new pg.Client({ host: socketOf(data), user: "postgres", database: "troad" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(`set search_path = ${schema}`);
    const { rows } = await client.query<{ id: string }>(
      `select k.id from unnest($1::text[]) as k (id) where not exists (${rule})`,
      [ids, side],
    );
    return rows.map(({ id }) => `${side} ${id}`);
  } finally {
    await client.end();
  }
}

/** Exchanges without request and signed outcome in the log of a side: acknowledged ones must never be among them, at no moment. */
export async function unlogged(logs: Logs, ids: Iterable<string>): Promise<string[]> {
  const found = logs.map(({ side, data, schema }) => without(data, schema, side, [...ids], logged));
  return (await Promise.all(found)).flat();
}

/** Exchanges that lack anything of their evidence on a side: request, signed outcome, time stamp, public record. */
export async function incomplete(logs: Logs, ids: Iterable<string>): Promise<string[]> {
  const found = logs.flatMap(({ side, data, schema, platform }) => [
    without(data, schema, side, [...ids], stamped),
    without(platform, "road", side, [...ids], recorded),
  ]);
  return (await Promise.all(found)).flat();
}

export type Tally = { acknowledged: number; refused: Record<string, number>; lost: number; unlogged: number };

/** Ends the load and counts: what is acknowledged and not logged now, and what never gets its complete evidence. */
export async function tally(load: Load, logs: Logs, patienceMs = 60_000): Promise<Tally> {
  await load.stop();
  const ids = [...load.acknowledged];
  const missing = await unlogged(logs, ids);
  let lost = missing;
  await until(
    async () => {
      lost = await incomplete(logs, ids).catch(() => ["the database does not answer"]);
      return lost.length === 0;
    },
    "complete evidence of every acknowledged exchange",
    patienceMs,
  ).catch(() => undefined);
  return {
    acknowledged: ids.length,
    refused: Object.fromEntries(load.refused),
    lost: lost.length,
    unlogged: missing.length,
  };
}

/** What a run has to show: nothing lost, nothing unlogged; the counts go into the output. */
export function told(t: { diagnostic(text: string): void }, seen: Tally): void {
  const refusals = Object.entries(seen.refused).map(([code, count]) => `${count} ${code}`);
  t.diagnostic(
    `${seen.acknowledged} acknowledged, ${seen.lost} lost, ${seen.unlogged} unlogged; meanwhile ${refusals.join(", ") || "no refusal"}`,
  );
}
