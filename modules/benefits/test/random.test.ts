import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { bankDay, booksOf } from "@troad/sandbox-bank";
import { embeddedCluster, ensureDatabase } from "../../../kernel/db/cluster.ts";

const repository = path.resolve(import.meta.dirname, "..", "..", "..");
const kills = 3;
const operations = 1_600;
const seed = Number(process.env.RANDOM_SEED ?? randomBytes(3).readUIntBE(0, 3));

/** Files that the bank has been given, by their name: the same one is the same bytes. */
const given = new Map<string, string>();
const orders: string[] = [];
const filesIn = (folder: string): string[] =>
  fs.readdirSync(folder).filter((one) => one.endsWith(".xml") && !one.startsWith("."));

/** The file transfer and the bank: what is new goes there, is worked on, and its answers come back. Neither is ever killed. */
async function bankWorks(ours: string, bank: string): Promise<void> {
  for (const name of filesIn(path.join(ours, "out"))) {
    const text = fs.readFileSync(path.join(ours, "out", name), "utf8");
    assert.ok(text.trimEnd().endsWith("</Document>"), `${name} is whole`);
    const digest = createHash("sha256").update(text).digest("hex");
    assert.equal(given.get(name) ?? digest, digest, `${name} is the same file again`);
    if (!given.has(name)) orders.push(...[...text.matchAll(/<EndToEndId>([^<]+)<\/EndToEndId>/g)].map(([, id]) => id!));
    given.set(name, digest);
    fs.renameSync(path.join(ours, "out", name), path.join(bank, "out", name));
  }
  await bankDay(bank, new Date());
  for (const name of filesIn(path.join(bank, "in"))) fs.renameSync(path.join(bank, "in", name), path.join(ours, "in", name));
}

test(`ten thousand random operations (RANDOM_SEED=${seed}) with a process that is killed: the books, the bank and the months agree`, async () => {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "troad-random-"));
  fs.chmodSync(scratch, 0o711);
  const [root, folder, bankFolder] = ["root", "ours", "bank"].map((name) => path.join(scratch, name)) as [string, string, string];
  for (const name of ["schemes", "agencies"])
    fs.cpSync(path.join(repository, "content", name), path.join(root, "content", name), { recursive: true });
  for (const one of [folder, bankFolder])
    for (const name of ["out", "in"]) fs.mkdirSync(path.join(one, name), { recursive: true });
  const shared = process.env.TROAD_TEST_SERVER;
  const quick = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const own = shared ? undefined : await embeddedCluster(path.join(scratch, "postgres"), quick);
  const socketDir = shared ?? own!.socketDir;
  const database = `test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await ensureDatabase(socketDir, database);
  const done = new Set<number>();
  let result: Record<string, unknown> | undefined;
  let killed = 0;
  const all = Array.from({ length: operations }, (_, n) => n);
  try {
    while (!result) {
      const todo = all.filter((n) => !done.has(n));
      const order = { socketDir, database, root, folder, shiftMs: killed * 15_000, seed, todo };
      const child = fork(path.join(import.meta.dirname, "random", "worker.ts"), [JSON.stringify(order)], {
        execArgv: ["--disable-warning=ExperimentalWarning"],
        serialization: "json",
      });
      let timer: NodeJS.Timeout | undefined;
      let working = Promise.resolve();
      const bank = setInterval(() => {
        working = working.then(() => bankWorks(folder, bankFolder));
      }, 100);
      child.on("message", (message: { started?: true; done?: number; checks?: Record<string, unknown> }) => {
        if (message.done !== undefined) done.add(message.done);
        if (message.checks) result = message.checks;
        if (message.started && killed < kills) timer = setTimeout(() => child.kill("SIGKILL"), 200 + ((seed >> killed) % 1_400));
      });
      const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
        child.on("exit", (...ended) => resolve(ended)),
      );
      clearTimeout(timer);
      clearInterval(bank);
      await working;
      if (signal === "SIGKILL") killed++;
      else assert.equal(code, 0, "it ended by itself");
    }
    assert.equal(killed, kills);
    const { sum, bank, transit, journals, payments, lines, refunds, returned, claims, changes, toReturn, ...lists } = result;
    const count = [payments, lines, refunds, returned, claims, changes].reduce<number>((total, n) => total + Number(n), 0);
    assert.ok(count >= 10_000, `${count} operations`);
    assert.deepEqual([sum, bank, transit, toReturn], [0, booksOf(bankFolder).balance, 0, 0]);
    for (const [name, list] of Object.entries(lists)) assert.deepEqual(list, [], name);
    assert.equal(new Set(orders).size, orders.length, "an EndToEndId is used once");
    assert.equal(orders.length, lines, "the bank was given each line once");
  } finally {
    await own?.stop();
    fs.rmSync(scratch, { recursive: true, force: true });
  }
});
