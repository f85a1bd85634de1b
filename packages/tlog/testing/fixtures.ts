/** What the tests share: keys made on the spot, folders that vanish, entries that are easy to tell apart. */
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type Log, openLog } from "../log/log.ts";
import type { QueueLimits } from "../log/queue.ts";
import { type Signer, verifierKey } from "../note/ed25519.ts";
import type { LogTrust } from "../note/open.ts";

export const ORIGIN = "road.example/log";
export const clock = { now: () => new Date("2026-01-01T00:00:00Z") };

export function newSigner(name: string = ORIGIN): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return { name, publicKey: new Uint8Array(raw), sign: (bytes) => sign(null, bytes, privateKey) };
}

export const trustIn = (signer: Signer): LogTrust => ({ origin: ORIGIN, logKeys: [verifierKey(signer.name, signer.publicKey)] });

export async function newFolder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "tlog-test-"));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export async function newLog(
  t: TestContext,
  options: { dir?: string; signer?: Signer; limits?: Partial<QueueLimits> } = {},
): Promise<{ log: Log; dir: string; signer: Signer }> {
  const { dir = await newFolder(t), signer = newSigner(), limits = {} } = options;
  const log = await openLog({ dir, origin: ORIGIN, signer, clock, limits });
  t.after(() => log.close());
  return { log, dir, signer };
}

/** Entries from..to-1, each with its number in it. */
export const numbered = (from: number, to: number, word = "entry"): Buffer[] =>
  Array.from({ length: to - from }, (_, i) => Buffer.from(`${word} ${from + i}`));

/** A copy with one bit of one byte turned. */
export function flip(bytes: Uint8Array, at = bytes.length - 1): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
}

export const hasCode = (code: string) => (error: unknown) => error instanceof Error && "code" in error && error.code === code;
