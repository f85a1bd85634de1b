import { isDeepStrictEqual } from "node:util";
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

/** What a gateway's log says of exchanges, and what the public record says of them. */
const inLog = `select exchange_id as id, jsonb_build_object('exchangeId', exchange_id, 'side', side, 'consumer', consumer, 'provider', provider,
    'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'agreement', agreement, 'consent', consent, 'purpose', purpose,
    'fields', to_jsonb(fields), 'outcome', outcome, 'code', code, 'requestHash', request_hash, 'responseHash', response_hash) as record
  from message_request r join message_outcome o using (exchange_id, side) where exchange_id = any ($1) and side = $2 and o.signature is not null`;
const inRecord = `select exchange_id as id, record from transfer
  where exchange_id = any ($1) and side = $2 and record ->> 'responseHash' is not null`;

async function query<T extends object>(data: string, schema: string, text: string, values: [string[], Side]): Promise<T[]> {
  const client = new pg.Client({ host: socketOf(data), user: "postgres", database: "troad" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(`set search_path = ${schema}`);
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Those of `ids` for which nothing in the schema fits `rule`. */
async function without(data: string, schema: string, side: Side, ids: string[], rule: string): Promise<string[]> {
  const text = `select k.id from unnest($1::text[]) as k (id) where not exists (${rule})`;
  return (await query<{ id: string }>(data, schema, text, [ids, side])).map(({ id }) => `${side} ${id}`);
}

/** Those of `ids` of which the public record does not say what the log says. */
async function unrecorded({ side, data, schema, platform }: Logs[number], ids: string[]): Promise<string[]> {
  type Said = { id: string; record: object };
  const log = await query<Said>(data, schema, inLog, [ids, side]);
  const told = new Map((await query<Said>(platform, "road", inRecord, [ids, side])).map(({ id, record }) => [id, record]));
  const said = new Map(log.map(({ id, record }) => [id, record]));
  return ids.filter((id) => !told.has(id) || !isDeepStrictEqual(said.get(id), told.get(id))).map((id) => `${side} ${id}`);
}

/** Exchanges without request and signed outcome in the log of a side: acknowledged ones must never be among them, at no moment. */
export async function unlogged(logs: Logs, ids: Iterable<string>): Promise<string[]> {
  const found = logs.map(({ side, data, schema }) => without(data, schema, side, [...ids], logged));
  return (await Promise.all(found)).flat();
}

/** Exchanges that lack anything of their evidence on a side: request, signed outcome, time stamp, a public record that says the same. */
export async function incomplete(logs: Logs, ids: Iterable<string>): Promise<string[]> {
  const found = logs.flatMap((log) => [without(log.data, log.schema, log.side, [...ids], stamped), unrecorded(log, [...ids])]);
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
export function reportTally(t: { diagnostic(text: string): void }, seen: Tally): void {
  const refusals = Object.entries(seen.refused).map(([code, count]) => `${count} ${code}`);
  t.diagnostic(
    `${seen.acknowledged} acknowledged, ${seen.lost} lost, ${seen.unlogged} unlogged; meanwhile ${refusals.join(", ") || "no refusal"}`,
  );
}
