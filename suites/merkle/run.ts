/** The proof vectors of transparency-dev/merkle: good proofs that must hold and bent ones that must be refused. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Hash,
  type InvalidProof,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from "@troad/tlog";
import type { Suite } from "../kit.ts";

/** The union of the four kinds' fields; hashes are Base 64, "proof" is null where Go had no slice. */
type Vector = {
  leafIdx: number;
  treeSize: number;
  start: number;
  end: number;
  size: number;
  size1: number;
  size2: number;
  leafHash: string;
  root: string;
  root1: string;
  root2: string;
  proof: string[] | null;
  wantErr: boolean;
};
type Check = (vector: Vector, proof: Hash[]) => InvalidProof | undefined;

/** Vectors hold hashes of wrong lengths on purpose; Buffer decodes whatever is there. */
const bytes = (base64: string): Hash => Buffer.from(base64, "base64");

const CHECKS: Record<string, Check> = {
  inclusion: (v, proof) => verifyInclusion(v.leafIdx, v.treeSize, bytes(v.leafHash), proof, bytes(v.root)),
  consistency: (v, proof) => verifyConsistency(v.size1, v.size2, bytes(v.root1), bytes(v.root2), proof),
  subtreeinclusion: (v, proof) => verifySubtreeInclusion(v.leafIdx, v.start, v.end, bytes(v.leafHash), proof, bytes(v.root)),
  subtreeconsistency: (v, proof) => verifySubtreeConsistency(v.start, v.end, v.size, bytes(v.root1), bytes(v.root2), proof),
};

/** A copy whose last byte differs: the suite's own alteration, of every vector that holds and has a proof. */
function bend(proof: readonly Hash[]): Hash[] {
  return proof.map((hash, i) => (i === proof.length - 1 ? hash.map((byte, at) => (at === 31 ? byte ^ 1 : byte)) : hash));
}

/** An id is "<kind> <outcome>: <file>", so that the reasons of the refusals are pinned too and not only that there was one. */
const suite: Suite = async ({ reference }) => {
  const folder = join(reference, "merkle", "testdata");
  const passed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  for (const file of files.toSorted()) {
    const kind = file.split(/[\\/]/)[0] ?? "";
    const check = CHECKS[kind];
    if (!check) {
      failed.push({ id: `${kind}: ${file}`, why: "a kind of vector that this suite does not know" });
      continue;
    }
    const vector: Vector = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const proof = (vector.proof ?? []).map(bytes);
    const fault = check(vector, proof);
    const id = `${kind} ${fault ?? "holds"}: ${file}`;
    if ((fault !== undefined) === vector.wantErr) passed.push(id);
    else failed.push({ id, why: vector.wantErr ? "accepted, should be refused" : "refused, should hold" });
    if (fault === undefined && proof.length > 0) {
      const alteredId = `${kind} altered: ${file}`;
      if (check(vector, bend(proof)) === "proof.mismatch") passed.push(alteredId);
      else failed.push({ id: alteredId, why: "a bent proof was accepted" });
    }
  }
  return { passed, failed };
};

export default suite;
