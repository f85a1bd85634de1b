import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { systemClock } from "@troad/kernel";
import { auditLog, leafHash, openCheckpoint, openLog, parseVerifierKey, verifyInclusion } from "@troad/tlog";
import type { Cluster } from "../kernel/db/cluster.ts";
import type { Database } from "../kernel/db/database.ts";
import { logSigner, openTransparencyLog } from "../modules/road/registry/transparency.ts";
import { root, scratch } from "./kit/government.ts";
import { below } from "./kit/processes.ts";
import { emptyRoad, openRoadDatabase } from "./kit/road-database.ts";

/** The public log in the database: taken over from a folder, and written by processes that know nothing of each other. */
const origin = "test.example/log";
const opened: { close(): Promise<void> }[] = [];
const clusters: Cluster[] = [];
before(async () => {
  clusters.push(await emptyRoad(), await emptyRoad());
});
after(async () => {
  for (const one of opened) await one.close();
  for (const cluster of clusters) await cluster.stop();
});

function open(cluster: Cluster): Database {
  const db = openRoadDatabase(cluster);
  opened.push(db);
  return db;
}

test("a log that was kept in a folder is taken over whole: key, checkpoint, tiles and proofs are what they were", async () => {
  const folder = scratch("log-of-before");
  const signer = logSigner(folder, origin);
  const dir = path.join(folder, "tiles");
  const old = await openLog({ dir, origin, signer, clock: systemClock });
  const entries = Array.from({ length: 66_000 }, (_, i) => Buffer.from(`entry ${i}`));
  for (const to of [300, 16_000, 66_000]) await old.append(entries.slice(old.size(), to));
  const [checkpoint, key, proof] = [old.checkpoint(), old.verifierKey, await old.inclusionProof(299, 300)];
  const paths = [
    "tile/0/000",
    "tile/0/257.p/208",
    "tile/1/000",
    "tile/1/001.p/1",
    "tile/2/000.p/1",
    "tile/entries/001.p/44",
    "tile/entries/257.p/208",
  ];
  const tiles = await Promise.all(paths.map((name) => old.tile(name)));
  await old.close();

  const db = open(clusters[0]!);
  const log = await openTransparencyLog({ db, folder, origin, clock: systemClock });
  assert.deepEqual([log.checkpoint(), log.verifierKey], [checkpoint, key]);
  for (const [place, name] of paths.entries())
    assert.deepEqual(Buffer.from((await log.tile(name))!), Buffer.from(tiles[place]!), name);
  assert.deepEqual(await log.inclusionProof(299, 300), proof);
  const trust = { origin, logKeys: [parseVerifierKey(key)] };
  assert.equal((await auditLog(log.source, openCheckpoint(checkpoint, trust))).entries, 66_000);
  await log.append([Buffer.from("the next one")]);
  const now = openCheckpoint(log.checkpoint(), trust);
  assert.equal(verifyInclusion(5, now.size, leafHash(entries[5]!), await log.inclusionProof(5), now.root), undefined);
  await log.close();

  const refused = openLog({ dir, origin, signer, clock: systemClock });
  await assert.rejects(refused, { code: "log.corrupt" }, "a former program starts no second history");
  // killed after the transaction, before the folder's checkpoint was put aside
  fs.copyFileSync(path.join(dir, "checkpoint.in-database"), path.join(dir, "checkpoint"));
  const again = await openTransparencyLog({ db, folder, origin, clock: systemClock });
  assert.equal(again.size(), 66_001);
  await again.close();
  // a former program went on with the folder after all
  fs.copyFileSync(path.join(dir, "checkpoint.in-database"), path.join(dir, "checkpoint"));
  const former = await openLog({ dir, origin, signer, clock: systemClock });
  await former.append(entries.slice(0, 10));
  await former.close();
  await assert.rejects(openTransparencyLog({ db, folder, origin, clock: systemClock }), /two programs have written it/);
});

type Writer = {
  child: ChildProcess;
  pid(): number;
  appended: { index: number; count: number; text: string }[];
  refused: string[];
  stands: Promise<void>;
  namespacePid: string;
};

/** In a process namespace of its own, where it is process 1 as on a machine of its own. */
function startWriter(cluster: Cluster, folder: string, stands: string): Writer {
  const { host, database } = cluster.app("road", "troad_road", "road") as { host: string; database: string };
  const script = path.join(root, "tests/kit/log-writer.ts");
  const child = spawn("unshare", ["-pf", "--mount-proc", process.execPath, script, host, database, folder, stands], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const standing = Promise.withResolvers<void>();
  const writer: Writer = {
    child,
    pid: () => below(child.pid!).at(0)!,
    appended: [],
    refused: [],
    stands: standing.promise,
    namespacePid: "",
  };
  createInterface({ input: child.stdout! }).on("line", (line) => {
    const [what, ...words] = line.split(" ");
    if (what === "stands") {
      process.kill(writer.pid(), "SIGSTOP");
      standing.resolve();
    }
    if (what === "process") writer.namespacePid = words[0]!;
    if (what === "refused") writer.refused.push(words[0]!);
    if (what === "appended")
      writer.appended.push({ index: Number(words[0]), count: Number(words[1]), text: words.slice(2).join(" ") });
  });
  return writer;
}

const namespaces = spawnSync("unshare", ["-pf", "--mount-proc", "true"]).status === 0;
if (!namespaces && process.env.CI === "true") throw new Error("process namespaces cannot be made here");

test("two writers are impossible: processes that are each process 1 of their own namespace take turns, and one that stood still adds nothing", {
  skip: !namespaces,
}, async () => {
  const cluster = clusters[1]!;
  const folder = scratch("log-key");
  const signer = logSigner(folder, origin);
  const writers = ["before", "within", "never"].map((stands) => startWriter(cluster, folder, stands));
  try {
    await Promise.all(writers.slice(0, 2).map(({ stands }) => stands));
    const [before, within, other] = writers as [Writer, Writer, Writer];
    const counted = other.appended.length;
    await until(() => other.appended.length > counted + 20, "the others go on after the lease of those that stand still");
    for (const writer of [before, within]) process.kill(writer.pid(), "SIGCONT");
    await until(() => before.refused.length > 0 && within.refused.length > 0, "what they had begun is refused");
    const [of1, of2] = [before.appended.length, within.appended.length];
    await until(() => before.appended.length > of1 + 5 && within.appended.length > of2 + 5, "they write again");
    assert.equal(before.refused[0], "lease.lost");
    assert.deepEqual(
      writers.map(({ namespacePid }) => namespacePid),
      ["1", "1", "1"],
    );
  } finally {
    for (const { child, pid } of writers) {
      process.kill(pid(), "SIGKILL");
      child.kill("SIGKILL");
    }
  }
  const log = await openTransparencyLog({ db: open(cluster), folder, origin, clock: systemClock });
  const trust = { origin, logKeys: [parseVerifierKey(log.verifierKey)] };
  assert.equal(parseVerifierKey(log.verifierKey).name, signer.name);
  const entries: string[] = [];
  await auditLog(log.source, openCheckpoint(log.checkpoint(), trust), {
    onEntry: (entry) => entries.push(Buffer.from(entry).toString()),
  });
  const all = writers.flatMap(({ appended }) => appended);
  assert.ok(all.length > 100, `${all.length}`);
  for (const { index, count, text } of all)
    for (let i = 0; i < count; i++)
      assert.equal(entries[index + i], `${text} entry ${i}`, "what was acknowledged is there, in its place");
  const texts = new Set(entries);
  assert.equal(texts.size, entries.length, "nothing is there twice");
  await log.close();
});

async function until(is: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!is()) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
