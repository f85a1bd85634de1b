import { setTimeout as pause } from "node:timers/promises";
import { headLeaf, type Queryable } from "@troad/kernel";
import { type LogReader, type OpenCheckpoint, TlogError } from "@troad/tlog";
import { leafOf } from "../../domain/record.ts";
import { digestsByLeaf, newestDigest } from "../../store/digests.ts";
import { headsByLeaf, newestRows, transfersAfter } from "../../store/heads.ts";

/** `leaf`: the log has a different leaf there; `beyond`: the log ends before it; `unaccounted`: the leaf has no row. */
export type InvalidLeaf = {
  leafIndex: number;
  of: "transfer" | "heads" | "digest" | "log";
  id: string;
  reason: "leaf" | "beyond" | "unaccounted";
};
export type Accounting = {
  leaves: number;
  transfers: number;
  heads: number;
  digests: number;
  repeated: number;
  faults: InvalidLeaf[];
};

type Kept = { leafIndex: number; leaf: Buffer; of: "transfer" | "heads" | "digest"; id: string };

const batch = 1_000;
const maxFaults = 100;
const maxUnaccounted = 10_000;
const bundle = 256;
/** A leaf is written before its row, so a check looks again for rows that were on their way. */
const waitBeforeLooks = [500, 2_000, 5_000];

/**
 * Compares the public log with the rows that say what its leaves are: every row has its leaf, and every leaf its row. A leaf may lack a row
 * only if the same leaf was appended twice, because a call was interrupted and repeated. The check waits `pauseMs` between two batches, and
 * `waitsMs` before it looks again for missing rows.
 */
export async function accountForLeaves(
  q: Queryable,
  reader: LogReader,
  { pauseMs = 0, waitsMs = waitBeforeLooks }: { pauseMs?: number; waitsMs?: number[] } = {},
): Promise<Accounting> {
  // what is stored before the checkpoint is read must be covered by it
  const before = { ...(await newestRows(q)), digest: await newestDigest(q) };
  const checkpoint = await reader.checkpoint();
  const accounted = new Uint8Array(Math.ceil(checkpoint.size / 8));
  const result: Accounting = { leaves: checkpoint.size, transfers: 0, heads: 0, digests: 0, repeated: 0, faults: [] };
  const fault = (one: InvalidLeaf): void => void (result.faults.length < maxFaults && result.faults.push(one));
  const entryAt = entriesOf(reader, checkpoint);
  const look = async (row: Kept, isOld: boolean): Promise<void> => {
    result[counted[row.of]] += 1;
    const { leafIndex, of, id } = row;
    if (leafIndex >= checkpoint.size) {
      if (isOld) fault({ leafIndex, of, id, reason: "beyond" });
      return;
    }
    accounted[leafIndex >> 3]! |= 1 << (leafIndex & 7);
    if (!row.leaf.equals(await entryAt(leafIndex))) fault({ leafIndex, of, id, reason: "leaf" });
  };
  let after: Places = { transfer: 0, leaf: -1, digest: -1 };
  let orphans: number[] = [];
  for (const waitMs of [0, ...waitsMs]) {
    if (waitMs > 0) await pause(waitMs);
    after = await eachRow(q, after, pauseMs, (row, place) => look(row, place <= before[row.of === "heads" ? "leaf" : row.of]));
    const unaccounted = missing(accounted, checkpoint.size);
    orphans = await withoutTwin(q, unaccounted, entryAt, pauseMs);
    result.repeated = unaccounted.length - orphans.length;
    if (orphans.length === 0) break;
  }
  for (const leafIndex of orphans) fault({ leafIndex, of: "log", id: "", reason: "unaccounted" });
  return result;
}

/** The leaves that have no row, even under another number. */
async function withoutTwin(
  q: Queryable,
  unaccounted: number[],
  entryAt: (index: number) => Promise<Uint8Array>,
  pauseMs: number,
): Promise<number[]> {
  if (unaccounted.length === 0) return [];
  const orphans = new Map<string, number[]>();
  for (const leafIndex of unaccounted) {
    const leaf = Buffer.from(await entryAt(leafIndex)).toString("hex");
    orphans.set(leaf, [...(orphans.get(leaf) ?? []), leafIndex]);
  }
  await eachRow(q, { transfer: 0, leaf: -1, digest: -1 }, pauseMs, async ({ leaf }) => void orphans.delete(leaf.toString("hex")));
  return [...orphans.values()].flat().sort((a, b) => a - b);
}

type Places = { transfer: number; leaf: number; digest: number };
const counted = { transfer: "transfers", heads: "heads", digest: "digests" } as const;

/** Goes through all rows after the given positions, and gives the new positions. */
async function eachRow(
  q: Queryable,
  from: Places,
  pauseMs: number,
  look: (row: Kept, place: number) => Promise<void>,
): Promise<Places> {
  const at = { ...from };
  for (;;) {
    const rows = await transfersAfter(q, at.transfer, batch);
    for (const { place, leaf_index: leafIndex, record, salt } of rows) {
      await look({ leafIndex, leaf: leafOf(record, salt), of: "transfer", id: `${record.side} ${record.exchangeId}` }, place);
      at.transfer = place;
    }
    if (rows.length < batch) break;
    await pause(pauseMs);
  }
  for (;;) {
    const rows = await headsByLeaf(q, at.leaf, batch);
    for (const { record, leaf_index: leafIndex } of rows) {
      await look({ leafIndex, leaf: headLeaf(record), of: "heads", id: `${record.schema} ${record.no}` }, leafIndex);
      at.leaf = leafIndex;
    }
    if (rows.length < batch) break;
    await pause(pauseMs);
  }
  for (;;) {
    const rows = await digestsByLeaf(q, at.digest, batch);
    for (const { digest, leaf_index: leafIndex } of rows) {
      await look({ leafIndex, leaf: Buffer.from(digest, "hex"), of: "digest", id: digest }, leafIndex);
      at.digest = leafIndex;
    }
    if (rows.length < batch) return at;
    await pause(pauseMs);
  }
}

/** The first leaves without a row. */
function missing(accounted: Uint8Array, size: number): number[] {
  const indexes: number[] = [];
  for (let index = 0; index < size && indexes.length < maxUnaccounted; index++)
    if (((accounted[index >> 3]! >> (index & 7)) & 1) === 0) indexes.push(index);
  return indexes;
}

/** Entries of the log, verified against its checkpoint bundle by bundle; the last bundles are cached. */
function entriesOf(reader: LogReader, checkpoint: OpenCheckpoint): (index: number) => Promise<Uint8Array> {
  const bundles = new Map<number, Uint8Array[]>();
  return async (index) => {
    const no = Math.floor(index / bundle);
    let entries = bundles.get(no);
    if (!entries) {
      entries = await reader.entries(no * bundle, Math.min((no + 1) * bundle, checkpoint.size), checkpoint);
      if (bundles.size >= 32) bundles.delete(bundles.keys().next().value!);
      bundles.set(no, entries);
    }
    const entry = entries[index - no * bundle];
    if (!entry) throw new TlogError("log.range", `no entry ${index}`);
    return entry;
  };
}
