import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { leafHash } from "../merkle/hash.ts";
import { rootOf } from "../merkle/tree.ts";
import { verifyConsistency, verifyInclusion } from "../merkle/verify.ts";
import { verifierKey } from "../note/ed25519.ts";
import { openCheckpoint } from "../note/open.ts";
import { auditLog } from "../read/audit.ts";
import { clock, flip, hasCode, newFolder, newLog, newSigner, numbered, ORIGIN, trustIn } from "../testing/fixtures.ts";
import { type Log, openLog } from "./log.ts";

test("a new log publishes a signed checkpoint of size 0", async (t) => {
  const { log, signer } = await newLog(t);
  const checkpoint = openCheckpoint(log.checkpoint(), trustIn(signer));
  assert.equal(checkpoint.size, 0);
  assert.deepEqual(Buffer.from(checkpoint.root), Buffer.from(rootOf([])));
  assert.match(log.verifierKey, /^road\.example\/log\+[0-9a-f]{8}\+/);
});

test("calls made together share one checkpoint, and entries keep the order of the calls", async (t) => {
  let signed = 0;
  const signer = newSigner();
  const sign = (bytes: Uint8Array) => {
    signed += 1;
    return signer.sign(bytes);
  };
  const { log } = await newLog(t, { signer: { ...signer, sign } });
  const results = await Promise.all(numbered(0, 500).map((entry) => log.append([entry])));
  assert.equal(signed, 2); // the empty log's and one for all of these
  assert.deepEqual(
    results.flat(),
    numbered(0, 500).map((_, index) => ({ index, treeSize: 500 })),
  );
  assert.deepEqual((await log.entries(0, 500)).map(String), numbered(0, 500).map(String));
  assert.deepEqual(await log.append([]), []);
});

test("what was appended is proved in every later size, and each size continues the ones before", async (t) => {
  const { log, signer } = await newLog(t);
  const leaves = numbered(0, 1000).map(leafHash);
  const sizes: number[] = [];
  for (const [from, to] of [
    [0, 1],
    [1, 255],
    [255, 256],
    [256, 257],
    [257, 700],
    [700, 1000],
  ] as const) {
    await log.append(numbered(from, to));
    sizes.push(to);
    const checkpoint = openCheckpoint(log.checkpoint(), trustIn(signer));
    assert.deepEqual([checkpoint.size, Buffer.from(checkpoint.root)], [to, Buffer.from(rootOf(leaves.slice(0, to)))]);
    assert.ok((await auditLog(log.source, checkpoint)).tiles > 0);
  }
  for (const size of sizes) {
    const root = rootOf(leaves, 0, size);
    for (const index of [0, size - 1, Math.floor(size / 2)]) {
      assert.equal(verifyInclusion(index, size, leaves[index]!, await log.inclusionProof(index, size), root), undefined);
      assert.ok(verifyInclusion(index, size, flip(leaves[index]!), await log.inclusionProof(index, size), root));
    }
    const proof = await log.consistencyProof(size);
    assert.equal(verifyConsistency(size, 1000, root, rootOf(leaves), proof), undefined);
  }
});

test("partial tiles of every checkpoint are served until and after the full tile is there, and nothing beyond", async (t) => {
  const { log, dir } = await newLog(t);
  for (let size = 0; size < 300; size += 60) await log.append(numbered(size, size + 60));
  for (const width of [60, 120, 180, 240]) {
    assert.equal((await log.tile(`tile/0/000.p/${width}`))?.length, width * 32);
    assert.ok(await log.tile(`tile/entries/000.p/${width}`));
  }
  assert.equal((await log.tile("tile/0/000"))?.length, 8192);
  assert.equal((await log.tile("tile/0/001.p/44"))?.length, 44 * 32);
  for (const path of ["tile/0/001.p/45", "tile/0/001", "tile/0/002.p/1", "tile/1/000.p/2", "tile/2/000.p/1", "lock", "../x"]) {
    assert.equal(await log.tile(path), undefined, path);
  }
  assert.ok(!existsSync(join(dir, "tile/0/000.p")), "partial tiles of a full one are tidied away");
  assert.equal(String(await log.tile("checkpoint")), log.checkpoint());
});

test("a reopened log goes on where it was, with the same tiles", async (t) => {
  const dir = await newFolder(t);
  const signer = newSigner();
  let size = 0;
  for (const to of [3, 256, 300, 1024, 1025]) {
    const { log } = await newLog(t, { dir, signer });
    assert.equal(log.size(), size);
    await log.append(numbered(size, to));
    size = to;
    await log.close();
  }
  const { log } = await newLog(t, { dir, signer });
  const checkpoint = openCheckpoint(log.checkpoint(), trustIn(signer));
  assert.deepEqual(Buffer.from(checkpoint.root), Buffer.from(rootOf(numbered(0, 1025).map(leafHash))));
  assert.equal((await auditLog(log.source, checkpoint)).entries, 1025);
});

/** A log as a crash leaves it just before the rename: tiles of `written` entries on the disk, the checkpoint of the first `published`. */
async function crashed(t: TestContext, published: number, written: number) {
  const [dir, before] = [await newFolder(t), await newFolder(t)];
  const { log, signer } = await newLog(t, { dir });
  await log.append(numbered(0, published));
  await cp(dir, before, { recursive: true });
  await log.append(numbered(published, written, "lost"));
  await log.close();
  await cp(before, dir, { recursive: true });
  return { dir, signer };
}

test("tiles that a crash left beyond the checkpoint are not served and give way to others", async (t) => {
  for (const [published, written] of [
    [5, 9],
    [5, 600],
    [250, 256],
    [256, 513],
  ] as const) {
    const { dir, signer } = await crashed(t, published, written);
    const { log } = await newLog(t, { dir, signer });
    assert.equal(log.size(), published);
    assert.equal(await log.tile(`tile/0/000.p/${published + 1}`), undefined);
    await log.append(numbered(published, 700));
    const checkpoint = openCheckpoint(log.checkpoint(), trustIn(signer));
    assert.deepEqual(Buffer.from(checkpoint.root), Buffer.from(rootOf(numbered(0, 700).map(leafHash))));
    assert.equal((await auditLog(log.source, checkpoint)).entries, 700);
  }
});

test("half-written files beyond the checkpoint, and half a new checkpoint, do no harm", async (t) => {
  const { dir, signer } = await crashed(t, 5, 9);
  await writeFile(join(dir, "tile/0/000.p/9"), "torn");
  await writeFile(join(dir, "tile/entries/000.p/9"), "");
  await writeFile(join(dir, "checkpoint.new"), "road.exam");
  const { log } = await newLog(t, { dir, signer });
  await log.append(numbered(5, 9));
  assert.equal((await auditLog(log.source, openCheckpoint(log.checkpoint(), trustIn(signer)))).entries, 9);
});

test("a folder that lacks what its checkpoint requires, or has it altered, is not opened", async (t) => {
  const harms: ((dir: string) => Promise<void>)[] = [
    (dir) => unlink(join(dir, "tile/0/001.p/44")),
    (dir) => unlink(join(dir, "tile/1/000.p/1")),
    (dir) => unlink(join(dir, "tile/entries/001.p/44")),
    (dir) => unlink(join(dir, "checkpoint")),
    ...["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"].map((file) => async (dir: string) => {
      await writeFile(join(dir, file), flip(await readFile(join(dir, file))));
    }),
  ];
  for (const harm of harms) {
    const dir = await newFolder(t);
    const { log, signer } = await newLog(t, { dir });
    await log.append(numbered(0, 300));
    await log.close();
    await harm(dir);
    await assert.rejects(openLog({ dir, origin: ORIGIN, signer, clock }), hasCode("log.corrupt"));
    assert.ok(!existsSync(join(dir, "lock")), "a log that was not opened is not locked");
  }
});

test("a folder of another origin or another key is not opened, but a former key is accepted when named", async (t) => {
  const { log, dir, signer } = await newLog(t);
  await log.append(numbered(0, 3));
  await log.close();
  await assert.rejects(openLog({ dir, origin: "other.example", signer, clock }), hasCode("checkpoint.wrong-origin"));
  const next = newSigner();
  await assert.rejects(openLog({ dir, origin: ORIGIN, signer: next, clock }), hasCode("note.unsigned"));
  const formerKeys = [verifierKey(signer.name, signer.publicKey)];
  const renewed = await openLog({ dir, origin: ORIGIN, signer: next, formerKeys, clock });
  t.after(() => renewed.close());
  await renewed.append(numbered(3, 4));
  assert.equal(openCheckpoint(renewed.checkpoint(), trustIn(next)).size, 4);
});

test("a second writer is refused, in this process and in another, and a dead one's lock is taken over", async (t) => {
  const { log, dir, signer } = await newLog(t);
  await assert.rejects(openLog({ dir, origin: ORIGIN, signer, clock }), hasCode("log.locked"));
  await log.close();
  const other = spawn(process.execPath, ["-e", "process.stdin.resume(); console.log('up')"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(other.stdout, "data");
  await writeFile(join(dir, "lock"), `${other.pid}\n\n2026-01-01T00:00:00.000Z\n`);
  await assert.rejects(openLog({ dir, origin: ORIGIN, signer, clock }), hasCode("log.locked"));
  other.stdin.end();
  await once(other, "exit");
  const reopened = await openLog({ dir, origin: ORIGIN, signer, clock });
  await reopened.close();
  // The same process id with another start time is another process.
  await writeFile(join(dir, "lock"), `${process.ppid}\n1\n2026-01-01T00:00:00.000Z\n`);
  await (await openLog({ dir, origin: ORIGIN, signer, clock })).close();
  assert.deepEqual((await readdir(dir)).toSorted(), ["checkpoint"]);
});

test("entries and calls have limits, and what was refused leaves nothing behind", async (t) => {
  const { log } = await newLog(t, { limits: { entries: 100, bytes: 200_000, batch: 10 } });
  await assert.rejects(log.append([Buffer.alloc(65_536)]), hasCode("log.entry-too-large"));
  await assert.rejects(log.append(numbered(0, 101)), hasCode("log.range"));
  const first = log.append(numbered(0, 60));
  await assert.rejects(log.append(numbered(0, 60)), hasCode("log.busy"));
  const second = log.append(numbered(60, 70));
  assert.deepEqual(
    [(await first)[0], (await second)[0]],
    [
      { index: 0, treeSize: 60 },
      { index: 60, treeSize: 70 },
    ],
  );
  await log.append([Buffer.alloc(65_535)]);
  assert.equal(log.size(), 71);
  for (const [from, to] of [
    [0, 72],
    [3, 2],
    [-1, 1],
    [0.5, 1],
  ] as const) {
    await assert.rejects(log.entries(from, to), hasCode("log.range"));
  }
  for (const [index, size] of [
    [71, 71],
    [0, 72],
    [0, 0],
    [-1, 71],
    [0, Number.NaN],
  ] as const) {
    await assert.rejects(log.inclusionProof(index, size), hasCode("log.range"));
  }
  await assert.rejects(log.consistencyProof(0), hasCode("log.range"));
});

test("a signer that fails costs the batch and no more", async (t) => {
  const signer = newSigner();
  let broken = false;
  const sign = (bytes: Uint8Array) => (broken ? Promise.reject(new Error("no token")) : signer.sign(bytes));
  const { log } = await newLog(t, { signer: { ...signer, sign } });
  await log.append(numbered(0, 5));
  broken = true;
  await assert.rejects(log.append(numbered(5, 400, "lost")), hasCode("log.sign-failed"));
  assert.equal(log.size(), 5);
  broken = false;
  await log.append(numbered(5, 8));
  assert.deepEqual((await log.entries(0, 8)).map(String), numbered(0, 8).map(String));
});

test("a disk that cannot be written costs the batch and no more", async (t) => {
  const { log, dir, signer } = await newLog(t);
  await log.append(numbered(0, 2));
  await mkdir(join(dir, "tile/0/000.p/4")); // a folder where the file would go
  await assert.rejects(log.append(numbered(2, 4, "lost")));
  assert.equal(log.size(), 2);
  await rm(join(dir, "tile/0/000.p/4"), { recursive: true });
  await log.append(numbered(2, 4));
  assert.equal((await auditLog(log.source, openCheckpoint(log.checkpoint(), trustIn(signer)))).entries, 4);
});

test("a checkpoint that someone else has changed stops the log for good", async (t) => {
  const { log, dir } = await newLog(t);
  await log.append(numbered(0, 2));
  await writeFile(join(dir, "checkpoint"), "something else");
  await assert.rejects(log.append(numbered(2, 3)), hasCode("log.corrupt"));
  await assert.rejects(log.append(numbered(2, 3)), hasCode("log.closed"));
  assert.equal(log.size(), 2);
});

test("closing finishes what is queued and takes no more", async (t) => {
  const { log } = await newLog(t);
  const pending: ReturnType<Log["append"]> = log.append(numbered(0, 3));
  await log.close();
  assert.equal((await pending).length, 3);
  await assert.rejects(log.append(numbered(3, 4)), hasCode("log.closed"));
});
