import { type Queryable, sql, textArray } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";

export type FoundLeaf = { record: TransferRecord; salt: Buffer; leaf_index: number };

/** Records of the exchange with this request, oldest first; the hash is over what was signed, so that nobody guesses it. */
export const findByRequest = (q: Queryable, requestHash: string): Promise<FoundLeaf[]> =>
  q.rows<FoundLeaf>(sql`
    select record, salt, leaf_index from transfer where record ->> 'requestHash' = ${requestHash} order by leaf_index limit 10`);

/** How many leaves there were with the last exchange before each of some instants; one row of an index each, however long the log is. */
export const leavesBefore = async (q: Queryable, instants: readonly string[]): Promise<number[]> =>
  (
    await q.rows<{ leaves: number }>(sql`
      select coalesce(t.leaf_index + 1, 0)::float8 as leaves
      from unnest(${textArray([...instants])}::text[]) with ordinality i (instant, place)
        left join lateral (
          select leaf_index from transfer where at < i.instant::timestamptz order by at desc, seq desc limit 1) t on true
      order by i.place`)
  ).map(({ leaves }) => leaves);
