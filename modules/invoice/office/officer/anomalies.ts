import { daysOf } from "@troad/invoice-formats";
import { type Queryable, sql } from "@troad/kernel";

/** What an officer looks at first: each kind is one question about one period, by seller, the most striking first. */
export const anomalyKinds = ["gaps", "late", "same-buyer", "round", "ended-after-draw"] as const;
export type AnomalyKind = (typeof anomalyKinds)[number];
/** `count` of something, and `of` how many where that says how much it is. */
export type Anomaly = { seller: string; detail: string; count: number; of: number | null };

const most = 200;
/** Fewer say nothing. */
const fewestRound = 20;
const fewestSame = 5;

/**
 * Numbers of a seller below the highest that it issued in a track, which were neither issued nor reported blank. Numbers of a branch count where
 * they were assigned.
 */
const gaps = (q: Queryable, term: string) =>
  q.rows<Anomaly>(sql`
    with book as (
      select n.holder, n.track, n.first, n.last,
        (select max(i.number) from invoice i where i.term = ${term} and i.number between n.track || n.first and n.track || n.last) as highest
      from number_range n where n.term = ${term} and n.kind = 'assigned'),
    used as (
      select b.holder, b.track, right(b.highest, 8)::bigint - b.first::bigint + 1 as reach,
        (select count(distinct i.number) from invoice i where i.term = ${term} and i.number between b.track || b.first and b.highest) as issued,
        (select coalesce(sum(least(right(b.highest, 8)::bigint, r.last::bigint) - greatest(b.first::bigint, r.first::bigint) + 1), 0)
          from number_range r where r.term = ${term} and r.kind = 'blank' and r.track = b.track
            and r.first <= right(b.highest, 8) and r.last >= b.first) as blank
      from book b where b.highest is not null)
    select holder as seller, track as detail, sum(reach - issued - blank)::int as count, sum(reach)::int as "of"
    from used group by holder, track having sum(reach - issued - blank) > 0 order by 3 desc, 1, 2 limit ${most}`);

const late = (q: Queryable, term: string) =>
  q.rows<Anomaly>(sql`
    select seller, kind as detail, count(*)::int as count, null::int as "of" from late_message where term = ${term}
    group by seller, kind order by 3 desc, 1, 2 limit ${most}`);

/** The same sum to the same business or carrier by the same seller on one day. */
const sameBuyer = (q: Queryable, term: string) =>
  q.rows<Anomaly>(sql`
    select seller, date::text || ' NT$' || total as detail, count(*)::int as count, null::int as "of" from invoice
    where term = ${term} and (buyer <> '0000000000' or carrier_id is not null)
    group by seller, buyer, carrier_type, carrier_id, date, total having count(*) >= ${fewestSame}
    order by 3 desc, 1, 2 limit ${most}`);

/** Sellers whose sums are whole thousands more often than not. */
const round = (q: Queryable, term: string) =>
  q.rows<Anomaly>(sql`
    select seller, '' as detail, (count(*) filter (where total % 1000 = 0))::int as count, count(*)::int as "of" from invoice
    where term = ${term} group by seller
    having count(*) >= ${fewestRound} and count(*) filter (where total % 1000 = 0) * 2 > count(*)
    order by (count(*) filter (where total % 1000 = 0))::numeric / count(*) desc, 3 desc, 1 limit ${most}`);

/** Invoices that were cancelled, voided or rejected when the numbers were known. */
const endedAfterDraw = (q: Queryable, term: string, drawnAt: string) =>
  q.rows<Anomaly>(sql`
    select a.seller, a.kind as detail, count(*)::int as count, null::int as "of" from invoice_action a join package p on p.id = a.package
    where a.term = ${term} and a.kind in ('cancel', 'void', 'reject') and p.received_at >= ${drawnAt}
    group by a.seller, a.kind order by 3 desc, 1, 2 limit ${most}`);

export function anomaliesOf(q: Queryable, kind: AnomalyKind, term: string, drawnAt: string): Promise<Anomaly[]> {
  // a day of the period, so that a period that is none fails before any question
  daysOf(term);
  switch (kind) {
    case "gaps":
      return gaps(q, term);
    case "late":
      return late(q, term);
    case "same-buyer":
      return sameBuyer(q, term);
    case "round":
      return round(q, term);
    case "ended-after-draw":
      return endedAfterDraw(q, term, drawnAt);
  }
}
