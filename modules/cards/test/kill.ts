import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import eid from "@troad/eid/module";
import { type ModuleContext, type ModuleManifest, sql, startProcess } from "@troad/kernel";
import notify from "@troad/notify/module";
import { pkiApi } from "@troad/pki/api";
import pki from "@troad/pki/module";
import { embeddedCluster } from "../../../kernel/db/cluster.ts";
import { testCluster } from "../../../kernel/test/cluster.ts";
import { type Cards, openCards } from "../cards.ts";
import manifest from "../module.ts";
import { equipment, readyOrder, stock } from "./centre.ts";
import { keysIn } from "./tokens.ts";

/** What came of killing two workers of the centre again and again. */
export type Toll = {
  readonly cards: number;
  readonly kills: number;
  readonly blanks: { used: number; inStock: number; spoiled: Record<string, number> };
  /** Keys that `pkcs11-tool` calls always sensitive, never extractable and local. */
  readonly keys: number;
};
type Options = { say?: (text: string) => void; until?: number };

const leaseSeconds = 2;

/**
 * Two processes make `count` cards in SoftHSM2 and one of them is killed (kill -9) at a random moment, `kills` times in all. Throws where a blank is
 * in two cards or in none without a reason, or a key is not as it should be. `until` (ms since 1970) ends the killing earlier.
 */
export async function killWhileMaking(
  count: number,
  kills: number,
  { say = () => undefined, until = Number.POSITIVE_INFINITY }: Options = {},
): Promise<Toll> {
  const centre = await openCentre();
  try {
    const { cards, ctx, tools } = centre;
    // a kill meets one blank at most, and a worker that is new takes one that is in work for void only after its lease
    await stock(cards, "KK00000001", count + 2 * kills + 20);
    for (let n = 0; n < count; n++) await readyOrder(cards, `A1${String(n).padStart(8, "0")}`, { key: `kill ${n}` });
    const batches: string[] = [];
    while ((await ctx.db.one<{ n: number }>(sql`select count(*)::int as n from card_order where state = 'ready'`))!.n > 0)
      batches.push(await cards.batches.plan("operator"));
    const done = await worked(centre, batches, { count, kills, say, until });
    const letters = (await Promise.all(batches.map((one) => cards.batches.letters(one)))).flat();
    const blanks = await accounted(centre, count, done);
    const read = await Promise.all(letters.map(({ sealed }) => tools.read(sealed)));
    assert.equal(new Set(read.map(({ blank }) => blank)).size, count, "each card has its letter");
    const keys = await keysIn(
      tools,
      read.flatMap(({ blank, pin1, pin2 }) => [
        { label: `${blank}-auth`, pin: pin1! },
        { label: `${blank}-sign`, pin: pin2! },
      ]),
    );
    return { cards: count, kills: done, blanks, keys };
  } finally {
    await centre.stop();
  }
}

type Centre = Awaited<ReturnType<typeof openCentre>>;
async function openCentre() {
  const root = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "troad-kills-"));
  fs.chmodSync(root, 0o711); // the database's own user walks through
  for (const kind of ["agencies", "roles", "messages", "cards"])
    fs.cpSync(path.resolve(import.meta.dirname, "../../../content", kind), path.join(root, "content", kind), { recursive: true });
  const tools = await equipment();
  const cluster = (await testCluster()) ?? (await embeddedCluster(path.join(root, "database")));
  let [cards, ctx]: [Cards?, ModuleContext?] = [];
  const captured: ModuleManifest = {
    ...manifest,
    create: async (context) => {
      ctx = context;
      cards = await openCards(context, { tokenModule: tools.modulePath, printerKey: tools.printerKey, leaseSeconds });
      // the workers are the other processes
      const { jobs: _jobs, ...parts } = await manifest.create(context);
      return parts;
    },
  };
  const env = { TROAD_DEMO: "off", LOG_LEVEL: "silent", CARDS_LEASE_SECONDS: String(leaseSeconds), ...tools.env, PORT: "0" };
  const running = await startProcess({
    ...{ modules: [pki, notify, eid, captured], agencies: () => [], root, env },
    cluster: { ...cluster, stop: async () => undefined },
  });
  const { host, database } = cluster.migrator("cards") as { host: string; database: string };
  return {
    ...{ tools, running, cards: cards!, ctx: ctx! },
    worker: (batches: readonly string[]): Worker => {
      const given = { root, host, database, batches, env: { ...env, PUBLIC_ORIGIN: running.origin } };
      const child = fork(path.join(import.meta.dirname, "second.ts"), [JSON.stringify(given)], {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      return { child, ended: new Promise((resolve) => child.once("exit", resolve)) };
    },
    stop: async () => {
      await running.stop();
      await cluster.stop();
      fs.rmSync(root, { recursive: true, force: true });
      fs.rmSync(tools.folder, { recursive: true, force: true });
    },
  };
}
type Worker = { child: ChildProcess; ended: Promise<unknown> };

/** The multiplier of Numerical Recipes: the same delays in every run. */
let seed = 20261130;
const random = (below: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed % below;
};

type Killing = Required<Options> & { count: number; kills: number };
/** Two workers make all batches; of so many equal parts of the cards each has a moment at which one is killed and replaced. Gives the number of kills. */
async function worked(
  { cards, ctx, worker }: Centre,
  batches: readonly string[],
  { count, kills, say, until }: Killing,
): Promise<number> {
  const printed = async (): Promise<number> =>
    (await ctx.db.one<{ n: number }>(sql`select count(*)::int as n from card where state = 'printed'`))!.n;
  const workers = [worker(batches), worker(batches)];
  let [killed, next] = [0, random(Math.ceil(count / kills))];
  for (let made = 0; made < count; made = await printed()) {
    if (made < next || killed >= kills || Date.now() > until) {
      await sleep(50);
      continue;
    }
    await sleep(random(300));
    const place = killed++ % 2;
    workers[place]!.child.kill("SIGKILL");
    await workers[place]!.ended;
    workers[place] = worker(batches);
    next = Math.floor(((killed + random(1_000) / 1_000) * count) / kills);
    say(`${killed} kills, ${made} cards`);
  }
  const isOpen = async (): Promise<boolean> =>
    (await Promise.all(batches.map((one) => cards.batches.find(one)))).some((one) => one?.state !== "done");
  for (let tries = 0; tries < 100 && (await isOpen()); tries++) await sleep(100);
  for (const { child, ended } of workers) {
    child.kill("SIGKILL");
    await ended;
  }
  assert.equal(await isOpen(), false, "every batch is done");
  return killed;
}

/** Each blank is in one card, or void with a reason, or where it was. */
async function accounted({ cards, ctx, running }: Centre, count: number, kills: number): Promise<Toll["blanks"]> {
  const made = await ctx.db.rows<{ blank: string; auth_serial: string; state: string }>(
    sql`select blank, auth_serial, state from card`,
  );
  assert.deepEqual(
    [made.length, new Set(made.map(({ blank }) => blank)).size],
    [count, count],
    "a blank of its own for each card",
  );
  assert.ok(made.every(({ state }) => state === "printed"));
  const stood = await cards.blanks.stock();
  assert.deepEqual([stood.used, stood.allotted], [count, 0]);
  const voided = await ctx.db.rows<{ reason: string | null; n: number }>(
    sql`select reason, count(*)::int as n from blank where state = 'spoiled' group by reason order by reason`,
  );
  const spoiled = Object.fromEntries(voided.map(({ reason, n }) => [String(reason), n]));
  assert.ok(
    Object.keys(spoiled).every((reason) => reason.startsWith("interrupted-")),
    JSON.stringify(spoiled),
  );
  const sum = Object.values(spoiled).reduce((all, n) => all + n, 0);
  assert.ok(sum > 0 && sum <= kills, `${sum} blanks are void after ${kills} kills`);
  assert.deepEqual(
    await ctx.db.rows(sql`select number from blank_action where action = 'used' group by number having count(*) > 1`),
    [],
  );
  for (const { auth_serial } of made.slice(0, 10))
    assert.equal((await running.use(pkiApi).statusOf(auth_serial)).reason, "certificateHold");
  return { used: stood.used, inStock: stood.stocked, spoiled };
}
