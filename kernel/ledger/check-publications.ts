import { canonicalJson } from "./canonical.ts";
import { hashesOf } from "./entry-store.ts";
import { headsOfPublications, leavesAfter, type Publication, publicationsAfter } from "./publication-store.ts";
import { growTree, type PublishedHead, recordHash, treeRoot } from "./record.ts";
import { type CheckParts, type CheckProgress, note } from "./report.ts";

/** Publications per step: each has at most a thousand heads. */
const atOnce = 50;

/**
 * Recomputes the tree of heads publication by publication, and looks for each published head among the entries. What the schema records as
 * published is compared with what the anchor holds; the order of the three reads keeps a concurrent publication from looking like a fault.
 */
export async function checkPublications(parts: CheckParts, progress: CheckProgress): Promise<CheckProgress> {
  const { q } = parts;
  const leaves = await leavesAfter(q, progress.seq, atOnce);
  const anchored = await ask(parts, progress);
  const publications = await publicationsAfter(q, progress.seq, atOnce);
  const [first, last] = [publications[0], publications.at(-1)];
  const heads = first && last ? await headsOfPublications(q, first.no, last.no) : [];
  await findHeads(parts, progress, heads);
  for (const publication of publications) {
    const own = heads.filter((head) => head.publication === publication.no);
    checkRecord(parts, progress, publication, own);
    progress.publications += 1;
  }
  if (anchored) compare(progress, { publications, leaves, anchored });
  return publications.length < atOnce ? { ...progress, part: "done" } : progress;
}

type Anchored = Map<number, { record: unknown; leafIndex: number }>;

async function ask(parts: CheckParts, progress: CheckProgress): Promise<Anchored | undefined> {
  if (!parts.anchored || progress.anchored === false) return undefined;
  try {
    // one more than the schema has, to reveal a record after the schema's last one
    const records = await parts.anchored(progress.seq, atOnce + 1);
    progress.anchored = true;
    return new Map(records.map((one) => [(one.record as { no: number }).no, one]));
  } catch {
    progress.anchored = false;
    return undefined;
  }
}

/** Every head that was published is an entry of its stream, with the same hash. */
async function findHeads({ q, ledgers }: CheckParts, progress: CheckProgress, heads: PublishedHead[]): Promise<void> {
  for (const ledger of ledgers) {
    const own = heads.filter((head) => head.ledger === ledger.name);
    if (own.length === 0) continue;
    const stored = await hashesOf(q, ledger, own);
    for (const { stream, seq, hash } of own)
      if (stored.get(`${stream} ${seq}`) !== hash) note(progress, { ledger: ledger.name, stream, seq, reason: "published" });
  }
  progress.heads += heads.length;
}

function checkRecord(
  { schema }: CheckParts,
  progress: CheckProgress,
  { no, record }: Publication,
  heads: (PublishedHead & { place: number })[],
): void {
  const fault = (reason: string): void => note(progress, { ledger: "publication", stream: "", seq: no, reason });
  if (no !== progress.seq + 1 || record.no !== no || record.schema !== schema) fault("sequence");
  if (record.previous !== progress.previous) fault("previous");
  if (heads.some(({ place }, index) => place !== progress.tree.count + index)) fault("place");
  progress.tree = growTree(progress.tree, heads);
  if (record.count !== progress.tree.count || record.root !== treeRoot(progress.tree)) fault("root");
  progress.previous = recordHash(record);
  progress.seq = no;
}

type Compared = { publications: Publication[]; leaves: { no: number; leaf_index: number }[]; anchored: Anchored };

function compare(progress: CheckProgress, { publications, leaves, anchored }: Compared): void {
  const fault = (seq: number, reason: string): void => note(progress, { ledger: "publication", stream: "", seq, reason });
  const leafOf = new Map(leaves.map(({ no, leaf_index }) => [no, leaf_index]));
  const newest = publications.length < atOnce ? publications.at(-1)?.no : undefined;
  for (const { no, record } of publications) {
    const kept = anchored.get(no);
    // only the newest may still be on its way to the anchor
    if (!kept && (leafOf.has(no) || no !== newest)) fault(no, "not-anchored");
    if (kept && canonicalJson(kept.record) !== canonicalJson(record)) fault(no, "anchor");
    if (kept && leafOf.has(no) && leafOf.get(no) !== kept.leafIndex) fault(no, "leaf");
  }
  if (publications.length === atOnce) return;
  const own = new Set(publications.map(({ no }) => no));
  for (const no of anchored.keys()) if (!own.has(no)) fault(no, "missing");
}
