import { type Queryable, sql } from "@troad/kernel";

/** Where the invoices with these numbers were issued and who holds them: a carrier, or the paper itself. */
export const placesOfWinners = (q: Queryable, term: string, numbers: readonly string[]) =>
  q.rows<{ number: string; county: string; seller: string; holder: string }>(sql`
    select w.number, left(s.township, 5) as county, i.seller, coalesce(i.carrier_type || ' ' || i.carrier_id, w.number) as holder
    from unnest(${numbers}::text[]) as w (number)
    join lateral (select v.seller, v.carrier_type, v.carrier_id, v.date from invoice v
      where v.term = ${term} and v.number = w.number order by v.version desc limit 1) i on true
    join lateral (select p.township from seller_place p where p.ban = i.seller and p.since <= i.date
      order by p.since desc, p.no desc limit 1) s on true
    order by w.number`);
