import { type Queryable, sql } from "@troad/kernel";

/** What a sender sent between two instants. A message that waited for its invoice counts when it was settled. */
export type Sent = { sender: string; from: string; until: string };

/** The number of accepted messages, by kind and period. */
export const goodOf = (q: Queryable, { sender, from, until }: Sent) =>
  q.rows<{ kind: string; term: string; count: number }>(sql`
    select p.kind, t.term, sum(t.count::int)::int as count
    from package p cross join lateral json_each_text(p.answer -> 'terms') as t(term, count)
    where p.sender = ${sender} and p.received_at >= ${from} and p.received_at < ${until} group by 1, 2
    union all
    select w.kind, w.message ->> 'term', count(*)::int from waiting_message w
    where w.sender = ${sender} and w.settled_at >= ${from} and w.settled_at < ${until} and w.outcome = 'taken' group by 1, 2`);

/** The number of refused messages, by kind and day of the invoice; the day is null if it could not be read. */
export const failedOf = (q: Queryable, { sender, from, until }: Sent) =>
  q.rows<{ kind: string; date: string | null; count: number }>(sql`
    select p.kind, r ->> 'date' as date, count(*)::int as count
    from package p cross join lateral json_array_elements(p.answer -> 'refused') as r
    where p.sender = ${sender} and p.received_at >= ${from} and p.received_at < ${until} group by 1, 2
    union all
    select w.kind, w.date::text, count(*)::int from waiting_message w
    where w.sender = ${sender} and w.settled_at >= ${from} and w.settled_at < ${until} and w.outcome in ('refused', 'expired') group by 1, 2`);

/** The refused messages, up to `limit`. */
export const refusedOf = (q: Queryable, { sender, from, until }: Sent, limit: number) =>
  q.rows<{ kind: string; date: string | null; number: string }>(sql`
    (select p.kind, r ->> 'date' as date, r ->> 'number' as number
    from package p cross join lateral json_array_elements(p.answer -> 'refused') as r
    where p.sender = ${sender} and p.received_at >= ${from} and p.received_at < ${until}
    order by p.received_at, p.id limit ${limit})
    union all
    (select w.kind, w.date::text, w.message ->> 'number' from waiting_message w
    where w.sender = ${sender} and w.settled_at >= ${from} and w.settled_at < ${until} and w.outcome in ('refused', 'expired')
    order by w.settled_at, w.no limit ${limit})`);
