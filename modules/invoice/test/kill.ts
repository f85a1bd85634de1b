import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Invoice } from "@troad/invoice-formats";
import { taipeiDate } from "@troad/kernel";
import pg from "pg";
import { embeddedCluster } from "../../../kernel/db/cluster.ts";
import type { DemoShop } from "../demo/shop.ts";
import { numbered, postJson } from "./installation.ts";

/** What came of killing the program again and again while shops send. */
export type Toll = {
  readonly kills: number;
  readonly acknowledged: number;
  readonly unanswered: number;
  readonly stored: number;
};

type Server = { child: ChildProcess; origin: string; ended: Promise<unknown> };
const perRequest = 40;
const shops = 3;

/**
 * Kills the program (kill -9) at a random moment, `kills` times, while three shops send without pause; what got no answer is sent again to the next
 * one. Then counts: each acknowledged invoice is there exactly once, and of each request everything is there or nothing.
 */
export async function killWhileTaking(kills: number, say: (text: string) => void = () => undefined): Promise<Toll> {
  const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-invoice-kill-"));
  fs.chmodSync(folder, 0o711);
  const cluster = await embeddedCluster(path.join(folder, "postgres"));
  const start = () => startServer(cluster.socketDir, path.join(folder, "data"));
  let current = await start();
  let standby = start();
  let over = false;
  let dead = 0;
  const shop = JSON.parse(fs.readFileSync(path.join(folder, "data", "demo", "invoice-shop.json"), "utf8")) as DemoShop;
  const requests = new Requests(taipeiDate(new Date()));
  const send = async (): Promise<void> => {
    while (!over) {
      await requests.run(requests.next(), (request) =>
        deliver(
          request,
          () => current.origin,
          shop,
          () => over,
        ),
      );
      await wait(Math.random() * 40);
    }
  };
  const sending = Array.from({ length: shops }, send);
  try {
    for (; dead < kills; dead++) {
      const next = await standby;
      standby = start();
      const killed = current;
      // at any moment of a request: while it is read, copied, committed, answered
      await requests.oneUnderWay();
      await wait(Math.random() * 15);
      killed.child.kill("SIGKILL");
      current = next;
      await killed.ended;
      if (dead % 100 === 99) say(`${dead + 1} kills, ${requests.acknowledged().length} acknowledged`);
    }
    over = true;
    await Promise.all(sending);
    const last = await standby;
    last.child.kill("SIGKILL");
    current.child.kill("SIGKILL");
    await Promise.all([last.ended, current.ended]);
    return await judge(cluster.app("invoice", "troad_invoice", "invoice"), requests, dead);
  } finally {
    over = true;
    current.child.kill("SIGKILL");
    (await standby).child.kill("SIGKILL");
    await cluster.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function startServer(socketDir: string, dataDir: string): Promise<Server> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "killed-server.ts"), socketDir, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
    // what takes longest is to start: compiled code is kept from one to the next
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(path.dirname(dataDir), "compiled") },
  });
  const ended = once(child, "exit");
  const [line] = (await once(child.stdout!, "data")) as [Buffer];
  return { child, origin: line.toString().trim(), ended };
}

type Request = { readonly invoices: Invoice[]; acknowledged: boolean };

class Requests {
  readonly all: Request[] = [];
  readonly #date: string;
  constructor(date: string) {
    this.#date = date;
  }
  next(): Request {
    const first = this.all.length * perRequest;
    const invoices = Array.from({ length: perRequest }, (_, at) => numbered(first + at, { date: this.#date }));
    const request = { invoices, acknowledged: false };
    this.all.push(request);
    return request;
  }
  #began: (() => void)[] = [];
  async run(request: Request, work: (request: Request) => Promise<void>): Promise<void> {
    for (const tell of this.#began.splice(0)) tell();
    await work(request);
  }
  /** Resolves when the next request is sent. */
  oneUnderWay = (): Promise<void> => new Promise((resolve) => this.#began.push(resolve));
  acknowledged = (): string[] =>
    this.all.filter(({ acknowledged }) => acknowledged).flatMap(({ invoices }) => invoices.map(({ number }) => number));
}

/** Sends a request until it is answered or all is over. A shop whose first try got no answer gives up on it half of the time. */
async function deliver(request: Request, origin: () => string, shop: DemoShop, over: () => boolean): Promise<void> {
  for (let tries = 0; !over() && tries < 100; tries++) {
    try {
      const response = await postJson({ process: { origin: origin() }, shop }, { invoices: request.invoices });
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
  const { rows } = await client.query<{ number: string; times: string }>(
    "select number, count(*) as times from invoice group by number",
  );
  await client.end();
  const stored = new Map(rows.map(({ number, times }) => [number, Number(times)]));
  let unanswered = 0;
  for (const { invoices, acknowledged } of requests.all) {
    const there = invoices.filter(({ number }) => stored.get(number) === 1).length;
    if (acknowledged) assert.equal(there, perRequest, `${invoices[0]!.number}: acknowledged and not there`);
    else {
      unanswered++;
      assert.ok(there === 0 || there === perRequest, `${invoices[0]!.number}: ${there} of ${perRequest} are there`);
    }
  }
  assert.ok(
    [...stored.values()].every((times) => times === 1),
    "an invoice is there twice",
  );
  return { kills, acknowledged: requests.acknowledged().length, unanswered, stored: stored.size };
}
