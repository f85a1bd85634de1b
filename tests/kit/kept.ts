import pg from "pg";
import { until } from "./exchange.ts";
import type { Load } from "./load.ts";
import { socketOf } from "./servers.ts";

/** Where the two logs of a road are: the folder of each gateway's installation and the schema in its database. */
export type Logs = { side: "consumer" | "provider"; data: string; schema: string }[];

export const logsIn = (data: string): Logs => [
  { side: "consumer", data, schema: "road_asker" },
  { side: "provider", data, schema: "road_teller" },
];

const logged = "r.exchange_id = k.id and r.side = $2 and o.signature is not null";
const proved = `exists (select 1 from message_record m where m.exchange_id = k.id and m.side = $2)
  and (exists (select 1 from message_seal s where s.exchange_id = k.id and s.side = $2)
    or exists (select 1 from message_batched b where b.exchange_id = k.id and b.side = $2))`;

async function lacking(logs: Logs, ids: string[], rule: string): Promise<string[]> {
  const found: string[] = [];
  for (const { side, data, schema } of logs) {
    const client = new pg.Client({ host: socketOf(data), user: "postgres", database: "troad" });
    client.on("error", () => undefined);
    await client.connect();
    try {
      await client.query(`set search_path = ${schema}`);
      const { rows } = await client.query<{ id: string }>(
        `select k.id from unnest($1::text[]) as k (id) where not exists (
           select 1 from message_request r join message_outcome o using (exchange_id, side) where ${rule})`,
        [ids, side],
      );
      found.push(...rows.map(({ id }) => `${side} ${id}`));
    } finally {
      await client.end();
    }
  }
  return found;
}

/** Exchanges without request and signed outcome in the log of a side: acknowledged ones must never be among them, at no moment. */
export const unlogged = (logs: Logs, ids: Iterable<string>): Promise<string[]> => lacking(logs, [...ids], logged);

/** Exchanges that lack anything of their evidence on a side: request, signed outcome, time stamp, public record. */
export const incomplete = (logs: Logs, ids: Iterable<string>): Promise<string[]> =>
  lacking(logs, [...ids], `${logged} and ${proved}`);

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
