import { hash } from "node:crypto";
import { addToPeaks, leafHash, rootOfPeaks } from "@troad/tlog";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { canonicalJson, sha256Hex } from "./canonical.ts";
import { genesis } from "./digest.ts";

const hex = Type.String({ pattern: "^[0-9a-f]{64}$" });

const recordSchema = Type.Object(
  {
    schema: Type.String({ pattern: "^[a-z][a-z0-9_]{0,62}$" }),
    /** 1 for the first publication of a schema, then consecutive. */
    no: Type.Integer({ minimum: 1 }),
    at: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$" }),
    /** Merkle Tree Hash (RFC 6962 section 2.1) over all heads published so far. */
    root: hex,
    /** The number of those heads. */
    count: Type.Integer({ minimum: 1 }),
    /** SHA-256 of the previous record, zeros for the first. */
    previous: hex,
  },
  { additionalProperties: false },
);

/** What a schema publishes of its ledgers; it reveals nothing about any entry. */
export type HeadRecord = Static<typeof recordSchema>;

const recordCheck = Compile(recordSchema);
export const isHeadRecord = (value: unknown): value is HeadRecord => recordCheck.Check(value);

/** What a schema's next record names as the previous one. */
export const recordHash = (record: HeadRecord | undefined): string => (record ? sha256Hex(canonicalJson(record)) : genesis.hash);

/** The leaf of the public log: SHA-256 over the record in canonical JSON (RFC 8785). */
export const headLeaf = (record: HeadRecord): Buffer => hash("sha256", canonicalJson(record), "buffer");

/** The head of a stream at a publication. */
export type PublishedHead = { ledger: string; stream: string; seq: number; hash: string };

/** An append-only tree of heads; `peaks` are the roots of its perfect subtrees in hexadecimal. */
export type HeadTree = { count: number; peaks: string[] };
export const emptyTree: HeadTree = { count: 0, peaks: [] };

export function growTree(tree: HeadTree, heads: readonly PublishedHead[]): HeadTree {
  let peaks = tree.peaks.map((peak) => Buffer.from(peak, "hex") as Uint8Array);
  let count = tree.count;
  for (const { ledger, stream, seq, hash: link } of heads) {
    peaks = addToPeaks(peaks, count, leafHash(Buffer.from(canonicalJson([ledger, stream, seq, link]))));
    count += 1;
  }
  return { count, peaks: peaks.map((peak) => Buffer.from(peak).toString("hex")) };
}

export const treeRoot = (tree: HeadTree): string =>
  Buffer.from(rootOfPeaks(tree.peaks.map((peak) => Buffer.from(peak, "hex")))).toString("hex");
