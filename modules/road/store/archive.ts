import { type Queryable, sql } from "@troad/kernel";
import type { Side } from "./messages.ts";

/** Answered exchanges between two places of the message log, in its order; refused ones have no evidence to keep. */
export const archivable = (
  q: Queryable,
  after: number,
  sealed: number,
  limit: number,
): Promise<{ seq: number; exchange_id: string; side: Side; at: string }[]> =>
  q.rows(sql`
    select seq, exchange_id, side, at from message_outcome
    where seq > ${after} and seq <= ${sealed} and signature is not null order by seq limit ${limit}`);
