import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { request } from "undici";
import { type Child, startChild } from "../bench/road/children.ts";
import { type Road, startRoad } from "../bench/road/government.ts";
import { until } from "./kit/exchange.ts";
import { scratch } from "./kit/government.ts";
import { serversOf, socketOf } from "./kit/servers.ts";

const data = scratch("faults-load");
const folder = `${data}/road`;
let echo: Child;
let road: Road;
before(async () => {
  echo = await startChild(new URL("../bench/road/echo.ts", import.meta.url).pathname, []);
  road = await startRoad(data, String(echo.said.url));
});
after(async () => {
  await road?.stop();
  await echo?.stop();
});

type Load = { acknowledged: Map<string, string>; failures: number; stop(): Promise<void> };
const workers = 8;

/** Information systems that keep asking, each message under an id of its own; one that fails is sent again as it was, as PR-REST lets a client do. */
function startLoad(name: string): Load {
  const acknowledged = new Map<string, string>();
  const load = { acknowledged, failures: 0, stop: async (): Promise<void> => undefined };
  let stopping = false;
  let count = 0;
  const work = async (): Promise<void> => {
    while (!stopping) {
      const id = `${name}-${count++}`;
      const body = JSON.stringify({ id, text: "x".repeat(400) });
      for (let tries = 0; tries < 200 && !stopping; tries++) {
        const answer = await request(road.url, {
          method: "POST",
          headers: { ...road.headers, "content-type": "application/json", "x-road-id": id },
          body,
          headersTimeout: 10_000,
        })
          .then(async (one) => ({ status: one.statusCode, text: await one.body.text() }))
          .catch(() => undefined);
        if (answer?.status === 200) {
          assert.equal(answer.text, body, "an answer to another question");
          acknowledged.set(id, body);
          break;
        }
        load.failures += 1;
        await sleep(50);
      }
    }
  };
  const running = Array.from({ length: workers }, work);
  load.stop = async () => {
    stopping = true;
    await Promise.all(running);
  };
  return load;
}

const sides = [
  { schema: "road_asker", side: "consumer" },
  { schema: "road_teller", side: "provider" },
] as const;

/** Acknowledged exchanges that lack request, signed outcome, time stamp or public record in the log of either side. */
async function incomplete(ids: string[]): Promise<string[]> {
  const client = new pg.Client({ host: socketOf(folder), user: "postgres", database: "troad" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const found: string[] = [];
    for (const { schema, side } of sides) {
      const { rows } = await client.query<{ id: string }>(
        `select k.id from unnest($1::text[]) as k (id) where not exists (
           select 1 from ${schema}.message_request r
           join ${schema}.message_outcome o using (exchange_id, side)
           join ${schema}.message_record m using (exchange_id, side)
           where r.exchange_id = k.id and r.side = $2 and o.signature is not null
             and (exists (select 1 from ${schema}.message_seal s where s.exchange_id = k.id and s.side = $2)
               or exists (select 1 from ${schema}.message_batched b where b.exchange_id = k.id and b.side = $2)))`,
        [ids, side],
      );
      found.push(...rows.map(({ id }) => `${side} ${id}`));
    }
    return found;
  } finally {
    await client.end();
  }
}

/** Load runs before, during and after the fault; then every acknowledged exchange has its complete evidence on both sides. */
async function survive(name: string, fault: () => Promise<void>): Promise<{ acknowledged: number; failures: number }> {
  const load = startLoad(name);
  await until(() => load.acknowledged.size >= 50, "the first fifty exchanges");
  await fault();
  const afterwards = load.acknowledged.size;
  await until(() => load.acknowledged.size >= afterwards + 50, "fifty exchanges after the fault", 60_000);
  await load.stop();
  const ids = [...load.acknowledged.keys()];
  await until(async () => (await incomplete(ids)).length === 0, `${name}: evidence of all ${ids.length} exchanges`, 60_000);
  return { acknowledged: ids.length, failures: load.failures };
}

const told = (t: { diagnostic(text: string): void }, seen: { acknowledged: number; failures: number }): void =>
  t.diagnostic(`${seen.acknowledged} acknowledged, ${seen.failures} refused meanwhile, 0 lost, 0 unlogged`);

for (const which of ["consumer", "provider"] as const)
  test(`the ${which}'s gateway killed twice under load: nothing that was acknowledged is lost`, async (t) => {
    const seen = await survive(`kill-${which}`, async () => {
      for (let time = 0; time < 2; time++) {
        await road.restart(which);
        await sleep(300);
      }
    });
    told(t, seen);
  });

test("PostgreSQL killed under load comes back by itself, and nothing that was acknowledged is lost", async (t) => {
  const seen = await survive("kill-postgres", async () => {
    const [server] = serversOf(folder);
    assert.ok(server);
    process.kill(server.pid, "SIGKILL");
    await until(() => serversOf(folder).some(({ pid }) => pid !== server.pid), "another PostgreSQL", 30_000);
  });
  told(t, seen);
});
