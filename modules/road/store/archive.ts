import { type Queryable, sql } from "@troad/kernel";

export type ArchivableRow = { seq: number; at: string /** Of its messages. */; bytes: number };

/** Answered exchanges between two places of the message log, in its order; refused ones have no evidence to keep. */
export const archivable = (q: Queryable, after: number, sealed: number, limit: number): Promise<ArchivableRow[]> =>
  q.rows(sql`
    select o.seq, o.at, coalesce(octet_length(o.message), octet_length(o.body), 0)
      + coalesce(octet_length(r.message), octet_length(r.body), 0) as bytes
    from message_outcome o left join message_request r using (exchange_id, side, namespace)
    where o.seq > ${after} and o.seq <= ${sealed} and o.signature is not null order by o.seq limit ${limit}`);
