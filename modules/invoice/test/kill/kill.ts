import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Invoice } from "@troad/invoice-formats";
import { taipeiDate } from "@troad/kernel";
import pg from "pg";
import { embeddedCluster } from "../../../../kernel/db/cluster.ts";
import type { DemoShop } from "../../demo/shop.ts";
import { numbered, postJson, type Shop } from "../installation.ts";
import { end, startServer } from "./server.ts";

/** What came of killing the program again and again while shops send. */
export type Toll = {
  readonly kills: number;
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly stored: number;
};

const perRequest = 40;
const shops = 3;
const restMs = 200;
/** Programs that start while others are killed: to start takes far longer than anything else here. */
const standbys = 2;

/**
 * Kills the program (kill -9) at a random moment, `kills` times, while three shops send without pause; what got no answer is sent again to the next
 * one. Then counts: each acknowledged invoice is there exactly once, and of each request everything is there or nothing. `until` (ms since 1970)
 * ends it earlier.
 */
export async function killWhileTaking(
  kills: number,
  { say = () => undefined, until = Number.POSITIVE_INFINITY }: { say?: (text: string) => void; until?: number } = {},
): Promise<Toll> {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-invoice-kill-"));
  fs.chmodSync(folder, 0o711);
  const cluster = await embeddedCluster(path.join(folder, "postgres"));
  const start = (demo: boolean) => startServer(cluster, path.join(folder, "data"), demo);
  // the first makes the shop that sends; what else a demonstration has need not be made again each time
  let current = await start(true);
  const waiting = Array.from({ length: standbys }, () => start(false));
  let over = false;
  let dead = 0;
  const shop = JSON.parse(fs.readFileSync(path.join(folder, "data", "demo", "invoice-shop.json"), "utf8")) as DemoShop;
  const requests = new Requests(taipeiDate(new Date()));
  const send = async (): Promise<void> => {
    while (!over) {
      await requests.run(requests.next(), (request, invoices) =>
        deliver(
          request,
          invoices,
          () => ({ process: current, shop }),
          () => over,
        ),
      );
      // most of the time goes into starting the next program: no more is sent meanwhile than the kills need
      await wait(Math.random() * restMs);
    }
  };
  const sending = Array.from({ length: shops }, send);
  try {
    for (; dead < kills && Date.now() < until; dead++) {
      const next = await waiting.shift()!;
      waiting.push(start(false));
      const killed = current;
      // at any moment of a request: while it is read, copied, committed, answered
      await requests.oneUnderWay();
      await wait(Math.random() * 15);
      killed.child.kill("SIGKILL");
      current = next;
      await killed.ended;
      if (dead % 100 === 99) say(`${dead + 1} kills, ${requests.acknowledged() * perRequest} acknowledged`);
    }
    over = true;
    await Promise.all(sending);
    await end(current);
    return await judge(cluster.app("invoice", "troad_invoice", "invoice"), requests, dead);
  } finally {
    over = true;
    await Promise.all([end(current), ...waiting.map(async (one) => end(await one))]);
    await cluster.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Forty numbers in a row, made into invoices when they are sent: a long run sends millions. */
type Request = { readonly first: number; acknowledged: boolean };

class Requests {
  readonly all: Request[] = [];
  readonly #date: string;
  constructor(date: string) {
    this.#date = date;
  }
  next(): Request {
    const request = { first: this.all.length * perRequest, acknowledged: false };
    this.all.push(request);
    return request;
  }
  invoicesOf = ({ first }: Request): Invoice[] =>
    Array.from({ length: perRequest }, (_, at) => numbered(first + at, { date: this.#date }));
  #began: (() => void)[] = [];
  async run(request: Request, work: (request: Request, invoices: Invoice[]) => Promise<void>): Promise<void> {
    for (const tell of this.#began.splice(0)) tell();
    await work(request, this.invoicesOf(request));
  }
  /** Resolves when the next request is sent. */
  oneUnderWay = (): Promise<void> => new Promise((resolve) => this.#began.push(resolve));
  acknowledged = (): number => this.all.filter(({ acknowledged }) => acknowledged).length;
}

/** Sends a request until it is answered or all is over. A shop whose first try got no answer gives up on it half of the time. */
async function deliver(request: Request, invoices: Invoice[], to: () => Shop, over: () => boolean): Promise<void> {
  for (let tries = 0; !over() && tries < 100; tries++) {
    try {
      const response = await postJson(to(), { invoices });
      if (response.status !== 200) continue;
      const { taken, refused } = (await response.json()) as { taken: number; refused: unknown[] };
      assert.deepEqual([taken, refused], [perRequest, []]);
      request.acknowledged = true;
      return;
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      if (Math.random() < 0.5) return;
    }
  }
}

async function judge(config: pg.ClientConfig, requests: Requests, kills: number): Promise<Toll> {
  const client = new pg.Client(config);
  await client.connect();
  // a request's numbers follow each other, so a number says which request it was of; the demonstration's begin with other letters
  const { rows } = await client.query<{ request: number; there: number; numbers: number }>(
    `select (substr(number, 3)::int / $1)::int as request, count(*)::int as there, count(distinct number)::int as numbers
     from invoice where number like 'AB%' group by 1`,
    [perRequest],
  );
  await client.end();
  const stored = new Map(rows.map((row) => [row.request, row]));
  let [unanswered, all] = [0, 0];
  for (const [at, { first, acknowledged }] of requests.all.entries()) {
    const { there, numbers } = stored.get(at) ?? { there: 0, numbers: 0 };
    stored.delete(at);
    all += there;
    assert.equal(there, numbers, `${first}: an invoice is there twice`);
    if (acknowledged) assert.equal(there, perRequest, `${first}: acknowledged and not there`);
    else {
      unanswered++;
      assert.ok(there === 0 || there === perRequest, `${first}: ${there} of ${perRequest} are there`);
    }
  }
  assert.equal(stored.size, 0, "nothing is there that nobody sent");
  return { kills, acknowledged: requests.acknowledged() * perRequest, unanswered, stored: all };
}
