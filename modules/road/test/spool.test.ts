import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { readStream, readUpTo, writeStream } from "../gateway/link/body-stream.ts";
import type { SpooledFile } from "../gateway/log/body.ts";
import { openSpool, type Spool, SpoolRefusal } from "../gateway/log/spool.ts";

let folder: string;
let spool: Spool;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "troad-spool-"));
  spool = await openSpool(folder);
});
after(() => rm(folder, { recursive: true, force: true }));

async function* pieces(...parts: Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}
async function contentOf(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}
const files = (): string[] => ["incoming", "kept"].flatMap((one) => fs.readdirSync(path.join(folder, one)));
const fileOf = (file: SpooledFile): string => path.join(folder, "kept", file.name);

test("a body of any size comes back as it was, with its hash, and is nowhere readable", async () => {
  for (const size of [0, 1, 262_143, 262_144, 262_145, 524_288, 1_700_001]) {
    const body = size > 20 ? Buffer.concat([Buffer.from("readable on the disk"), randomBytes(size - 20)]) : randomBytes(size);
    const cut = Math.floor(size / 3);
    const file = await spool.take(pieces(body.subarray(0, cut), body.subarray(cut)), 2_000_000);
    assert.deepEqual([file.size, file.digest], [size, createHash("sha512").update(body).digest()]);
    assert.ok((await contentOf(spool.read(file))).equals(body), `${size} bytes`);
    await spool.keep(file);
    assert.ok((await contentOf(spool.read(file))).equals(body), "and after it was kept");
    assert.equal(fs.readFileSync(fileOf(file)).includes("readable"), false);
    await spool.drop(file);
  }
  assert.deepEqual(files(), []);
});

test("a chunk that was altered, left out, swapped or cut off is noticed", async () => {
  const body = randomBytes(800_000);
  const file = await spool.take(pieces(body), 1_000_000);
  await spool.keep(file);
  const sound = fs.readFileSync(fileOf(file));
  const step = 262_144 + 16;
  const [first, second] = [sound.subarray(0, step), sound.subarray(step, 2 * step)];
  for (const [title, bytes] of [
    ["altered", Buffer.concat([sound.subarray(0, 5), Buffer.from([sound[5]! ^ 1]), sound.subarray(6)])],
    ["swapped", Buffer.concat([second, first, sound.subarray(2 * step)])],
    ["left out", Buffer.concat([first, sound.subarray(2 * step)])],
    ["cut off", sound.subarray(0, 2 * step)],
  ] as const) {
    fs.writeFileSync(fileOf(file), bytes);
    await assert.rejects(contentOf(spool.read(file)), title);
  }
  fs.writeFileSync(fileOf(file), sound);
  await assert.rejects(contentOf(spool.read({ ...file, size: 262_144 })), "a shorter size makes another chunk the last one");
  await assert.rejects(contentOf(spool.read({ ...file, key: randomBytes(32) })), "another key");
  await spool.drop(file);
});

test("a body over the limit, and one whose sender goes away, leave nothing", async () => {
  await assert.rejects(spool.take(pieces(randomBytes(100_000), randomBytes(100_000)), 150_000), SpoolRefusal);
  async function* broken(): AsyncGenerator<Buffer> {
    yield randomBytes(100_000);
    throw new Error("gone");
  }
  await assert.rejects(spool.take(broken(), 1_000_000), /gone/);
  assert.deepEqual(files(), []);
});

test("what was being taken in when the program was killed is gone at the next start, what was kept is not", async () => {
  const kept = await spool.take(pieces(Buffer.from("kept")), 100);
  await spool.keep(kept);
  await spool.take(pieces(Buffer.from("half")), 100);
  const again = await openSpool(folder);
  assert.deepEqual(files(), [kept.name]);
  assert.equal((await contentOf(again.read(kept))).toString(), "kept");
  await again.drop(kept);
});

test("frames and the body behind them are told apart wherever the pieces are cut", async () => {
  const [frames, body] = [randomBytes(300), randomBytes(1_000)];
  const wire = await contentOf(writeStream(frames, pieces(body)));
  for (const cut of [1, 3, 4, 5, 304, 305, 700]) {
    const split = await readStream(pieces(wire.subarray(0, cut), wire.subarray(cut)));
    assert.ok(split.frames.equals(frames));
    assert.ok((await contentOf(split.body)).equals(body), `cut at ${cut}`);
  }
  await assert.rejects(readStream(pieces(wire.subarray(0, 200))), /cut off/);
  await assert.rejects(readStream(pieces(Buffer.from([0xff, 0xff, 0xff, 0xff, 0]))), /too long/);
});

test("what fits into memory is read there, and of what does not nothing is lost", async () => {
  const body = randomBytes(1_000);
  const small = await readUpTo(pieces(body), 1_000);
  assert.ok("bytes" in small && small.bytes.equals(body));
  const large = await readUpTo(pieces(body, body), 1_500);
  assert.ok("stream" in large && (await contentOf(large.stream)).equals(Buffer.concat([body, body])));
});
