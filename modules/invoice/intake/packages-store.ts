import { json, type Queryable, sql } from "@troad/kernel";

export type PackageRow = {
  id: string;
  sender: string;
  key: string;
  digest: string;
  kind: string;
  receivedAt: string;
  answer: object;
};

/** Waits for a concurrent request with the same key; fails with 23505 if that one was accepted. */
export async function insertPackage(q: Queryable, row: PackageRow): Promise<void> {
  await q.run(sql`
    insert into package (id, sender, key, digest, kind, received_at, answer)
    values (${row.id}, ${row.sender}, ${row.key}, ${row.digest}, ${row.kind}, ${row.receivedAt}, ${json(row.answer)})`);
}

export const findPackage = <A extends object>(q: Queryable, sender: string, key: string) =>
  q.one<{ digest: string; answer: A }>(sql`select digest, answer from package where sender = ${sender} and key = ${key}`);

/** Creates the partitions of a period, once. */
export async function openPeriod(q: Queryable, term: string): Promise<void> {
  await q.run(sql`select open_period(${term})`);
}
