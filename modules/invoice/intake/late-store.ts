import { type Queryable, sql } from "@troad/kernel";
import type { LateMessage } from "./deadline.ts";

export async function insertLate(q: Queryable, rows: readonly LateMessage[], packageId: string): Promise<void> {
  if (rows.length === 0) return;
  const column = (name: keyof LateMessage): string[] => rows.map((row) => row[name]);
  await q.run(sql`
    insert into late_message (about, kind, term, number, seller, due, package)
    select * , ${packageId}::uuid from unnest(${column("table")}::text[], ${column("kind")}::text[], ${column("term")}::text[],
      ${column("number")}::text[], ${column("seller")}::text[], ${column("due")}::date[])`);
}

export type LateRow = LateMessage & { no: number; sender: string; receivedAt: string };

/** Messages of a period that came late, of one seller or of all, after the row `after`. */
export const lateMessages = (q: Queryable, query: { term: string; seller: string | null; after: number; limit: number }) =>
  q.rows<LateRow>(sql`
    select l.no::int as no, l.about as "table", l.kind, l.term, l.number, l.seller, l.due, p.sender, p.received_at as "receivedAt"
    from late_message l join package p on p.id = l.package
    where l.term = ${query.term} and l.no > ${query.after} and (${query.seller}::text is null or l.seller = ${query.seller})
    order by l.no limit ${query.limit}`);
