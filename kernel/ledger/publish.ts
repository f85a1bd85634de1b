import type { Clock } from "../clock.ts";
import type { Database } from "../db/database.ts";
import { sql } from "../db/sql.ts";
import type { AnchorApi } from "./anchor.ts";
import { insertLeaf, insertPublication, lastPublication, type Publication, pendingHeads } from "./publication-store.ts";
import { emptyTree, growTree, type HeadRecord, recordHash, treeRoot } from "./record.ts";

/** Heads per publication. */
const maxHeads = 1_000;
/** Publications per call: after an upgrade there are years of heads. */
const maxPublications = 20;

type Parts = { db: Database; anchor: Pick<AnchorApi, "recordHeads">; clock: Clock };

/**
 * Publishes the heads that moved since the last time; gives how many publications reached the anchor. The record is stored before it is
 * sent to the anchor: after a kill the same record is sent again, and none follows while one is on its way.
 */
export async function publishHeads({ db, anchor, clock }: Parts): Promise<number> {
  let published = 0;
  for (; published < maxPublications; published++) {
    const last = await lastPublication(db);
    const waiting = last && last.leaf_index === null ? last : await nextPublication(db, clock);
    if (!waiting) break;
    const { leafIndex } = await anchor.recordHeads(waiting.record);
    await insertLeaf(db, waiting.no, leafIndex, clock.now().toISOString());
  }
  return published;
}

function nextPublication(db: Database, clock: Clock): Promise<Publication | undefined> {
  return db.tx(async (tx) => {
    // several processes may serve one schema; one of them publishes
    const lock = await tx.one<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(7308, hashtext(${db.schema})) as mine`);
    if (!lock?.mine) return undefined;
    const last = await lastPublication(tx);
    if (last && last.leaf_index === null) return undefined;
    const heads = await pendingHeads(tx, maxHeads);
    if (heads.length === 0) return undefined;
    const before = last ? { count: last.record.count, peaks: last.edge } : emptyTree;
    const tree = growTree(before, heads);
    const record: HeadRecord = {
      schema: db.schema,
      no: (last?.no ?? 0) + 1,
      at: clock.now().toISOString(),
      root: treeRoot(tree),
      count: tree.count,
      previous: recordHash(last?.record),
    };
    const publication = { no: record.no, record, edge: tree.peaks };
    await insertPublication(tx, publication, heads, before.count);
    return publication;
  });
}
