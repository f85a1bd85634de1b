import type { HeadRecord } from "@troad/kernel";
import { recordHash } from "@troad/kernel";
import type pg from "pg";
import { genesis, type StoredEntry } from "../../kernel/ledger/digest.ts";
import { nextEntry } from "../../kernel/ledger/ledger.ts";
import { emptyTree, growTree, type PublishedHead, treeRoot } from "../../kernel/ledger/record.ts";

/** Lets the schema name the newest action that is left as the newest one. */
export async function setHeadBack(client: pg.Client, stream: string): Promise<void> {
  await client.query(
    `update cases.kernel_ledger_head h set seq = a.seq, hash = a.hash
     from (select seq, hash from cases.case_action where case_id = $1::uuid order by seq desc limit 1) a where h.stream = $1::text`,
    [stream],
  );
}

/** Grants nothing any more, and hashes the case anew from there on. */
export async function recomputeCase(client: pg.Client, stream: string): Promise<void> {
  const { rows } = await client.query<StoredEntry>("select * from cases.case_action where case_id = $1 order by seq", [stream]);
  let previous = genesis;
  for (const row of rows) {
    if (row.type === "decided") row.data = { ...row.data, granted: false };
    const next = nextEntry({ ledger: "case", stream }, previous, row);
    await client.query(
      "update cases.case_action set data = $3, prev_hash = $4, hash = $5, digest = 2 where case_id = $1 and seq = $2",
      [stream, next.seq, JSON.stringify(next.data), next.prev_hash, next.hash],
    );
    previous = next;
  }
  await setHeadBack(client, stream);
}

/** Puts the new hashes into the heads that were published. */
export async function recomputeHeads(client: pg.Client): Promise<void> {
  await client.query(
    `update cases.kernel_published_head p set hash = a.hash from cases.case_action a
     where p.ledger = 'case' and a.case_id = p.stream::uuid and a.seq = p.seq`,
  );
}

/** Makes every published record anew from the heads. */
export async function recomputePublications(client: pg.Client): Promise<void> {
  const publications = await client.query<{ no: number; record: HeadRecord }>(
    "select no, record from cases.kernel_publication order by no",
  );
  let tree = emptyTree;
  let before: HeadRecord | undefined;
  for (const { no, record } of publications.rows) {
    const heads = await client.query<PublishedHead>(
      "select * from cases.kernel_published_head where publication = $1 order by place",
      [no],
    );
    tree = growTree(tree, heads.rows);
    before = { ...record, root: treeRoot(tree), count: tree.count, previous: recordHash(before) };
    await client.query("update cases.kernel_publication set record = $2, edge = $3 where no = $1", [
      no,
      JSON.stringify(before),
      tree.peaks,
    ]);
  }
}

/** Removes every publication that knows more of a case than is left of it. */
export async function forgetPublications(client: pg.Client): Promise<void> {
  await client.query(
    `create temp table kept on commit drop as
     select coalesce(min(publication), 1) - 1 as no from cases.kernel_published_head p
     where p.ledger = 'case' and not exists (select 1 from cases.case_action a where a.case_id = p.stream::uuid and a.seq = p.seq)`,
  );
  for (const table of ["kernel_publication_leaf", "kernel_publication"])
    await client.query(`delete from cases.${table} where no > (select no from kept)`);
  await client.query("delete from cases.kernel_published_head where publication > (select no from kept)");
  await client.query(
    `update cases.kernel_ledger_head h set published_seq = coalesce((
       select max(seq) from cases.kernel_published_head p where p.ledger = h.ledger and p.stream = h.stream), 0)`,
  );
}
