/**
 * Claim: the transparency log takes in far more than 50,000 entries a second with every batch on the disk before it is answered.
 * Peer of `append`: the SHA-256 hashing that a log cannot do without, leaf and inner nodes, with nothing written. The hashes of the
 * peer are as many as the append needs and go through the same call (`crypto.hash`), so that the ratio is what the files cost.
 */
import { generateKeyPairSync, hash, randomBytes, sign } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Log, leafHash, openLog, rowStore, type Signer, verifyInclusion } from "@troad/tlog";
import { embeddedCluster } from "../kernel/db/cluster.ts";
import { openDatabase } from "../kernel/db/database.ts";
import { migrateSchema } from "../kernel/db/migrate.ts";
import { logRows } from "../modules/road/registry/transparency.ts";
import { median, type Row, rate, seconds } from "./kit.ts";

const ENTRIES = 262_144;
const CALLS = 256;
const RUNS = 3;
const PROOFS = 20_000;
const MIGRATIONS = join(import.meta.dirname, "../modules/road/store/migrations");

function newSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return { name: "bench.example/log", publicKey: raw, sign: (bytes) => sign(null, bytes, privateKey) };
}

/** Entries of 32 to 64 bytes, as many calls as a busy gateway has open at once. */
function newCalls(): Buffer[][] {
  const pool = randomBytes(ENTRIES + 64);
  const entries = Array.from({ length: ENTRIES }, (_, i) => pool.subarray(i, i + 32 + (i % 33)));
  const each = ENTRIES / CALLS;
  return Array.from({ length: CALLS }, (_, i) => entries.slice(i * each, (i + 1) * each));
}

/** One hash for each leaf and one for each inner node above it. */
function hashAlone(calls: readonly Buffer[][]): void {
  const node = Buffer.alloc(65, 1);
  for (const call of calls) {
    for (const entry of call) {
      hash("sha256", entry, "binary");
      hash("sha256", node, "binary");
    }
  }
}

const clock = { now: () => new Date() };

/** In a folder of its own. */
async function withLog<T>(work: (log: Log) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "tlog-bench-"));
  try {
    const log = await openLog({ dir, origin: "bench.example/log", signer: newSigner(), clock });
    const result = await work(log);
    await log.close();
    return result;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** In the rows of a database with everything flushed, written under a lease. */
async function withStoredLog<T>(work: (log: Log) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), "tlog-bench-"));
  await chmod(dir, 0o711); // the database's own user walks through
  const cluster = await embeddedCluster(join(dir, "postgres"));
  try {
    const schema = { schema: "road", role: "troad_road", scope: "road", folders: [MIGRATIONS] };
    await migrateSchema(cluster, schema, new Date().toISOString());
    const config = cluster.app("road", "troad_road", "road");
    const db = openDatabase({ config, schema: "road", subscribers: () => [] }, clock, console);
    const log = await openLog({ store: rowStore(logRows(db)), origin: "bench.example/log", signer: newSigner(), clock });
    const result = await work(log);
    await log.close();
    await db.close();
    return result;
  } finally {
    await cluster.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function oneByOne(log: Log, calls: readonly Buffer[][]): Promise<number> {
  const few = calls[0]!.slice(0, 200);
  return seconds(async () => {
    for (const entry of few) await log.append([entry]);
  });
}

/** The queue holds 131,072 entries; a caller with more waits for half of them before it goes on. */
async function appendAll(log: Log, calls: readonly Buffer[][]): Promise<void> {
  const half = calls.length / 4;
  for (let at = 0; at < calls.length; at += half) {
    await Promise.all(calls.slice(at, at + half).map((call) => log.append(call)));
  }
}

async function proveMany(log: Log): Promise<number> {
  const size = log.size();
  const hot = Math.min(size, 131_072);
  return seconds(async () => {
    for (let i = 0; i < PROOFS; i++) await log.inclusionProof((i * 7919) % hot, size);
  });
}

async function verifyMany(log: Log, first: Buffer): Promise<number> {
  const { size, root } = { size: log.size(), root: Buffer.from(log.checkpoint().split("\n")[2]!, "base64") };
  const proof = await log.inclusionProof(0, size);
  const leaf = leafHash(first);
  return seconds(() => {
    for (let i = 0; i < PROOFS; i++) if (verifyInclusion(0, size, leaf, proof, root)) throw new Error("a proof does not hold");
  });
}

export default async function bench(): Promise<Row[]> {
  const calls = newCalls();
  const append: number[] = [];
  const alone: number[] = [];
  const prove: number[] = [];
  const verify: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    alone.push(await seconds(() => hashAlone(calls)));
    await withLog(async (log) => {
      append.push(await seconds(() => appendAll(log, calls)));
      await proveMany(log); // tiles into memory
      prove.push(await proveMany(log));
      verify.push(await verifyMany(log, calls[0]![0]!));
    });
  }
  const stored: number[] = [];
  for (let run = 0; run < RUNS; run++) stored.push(await withStoredLog((log) => seconds(() => appendAll(log, calls))));
  const single = await withLog((log) => oneByOne(log, calls));
  const storedSingle = await withStoredLog((log) => oneByOne(log, calls));
  const peer = { what: "SHA-256 hashing alone, as many hashes", perSecond: ENTRIES / median(alone) };
  return [
    rate("append", "entries/s", ENTRIES / median(append), peer),
    rate("append one entry a checkpoint", "entries/s", 200 / single),
    rate("append, in the database", "entries/s", ENTRIES / median(stored), {
      what: "in a folder",
      perSecond: ENTRIES / median(append),
    }),
    rate("append one entry a checkpoint, in the database", "entries/s", 200 / storedSingle, {
      what: "in a folder",
      perSecond: 200 / single,
    }),
    rate("prove inclusion, tiles in memory", "proofs/s", PROOFS / median(prove)),
    rate("verify inclusion", "proofs/s", PROOFS / median(verify)),
  ];
}
