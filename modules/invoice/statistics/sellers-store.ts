import { type Queryable, sql } from "@troad/kernel";

/** Where a business sells, and in which trade, from a day on. */
export type SellerPlace = { ban: string; township: string; trade: string; since: string };

export const insertSellerPlaces = (
  q: Queryable,
  rows: readonly SellerPlace[],
  { sender, at }: { sender: string; at: string },
): Promise<number> =>
  q.run(sql`
    insert into seller_place (ban, township, trade, since, sender, at)
    select g.ban, g.township, g.trade, g.since::date, ${sender}, ${at}
    from unnest(${rows.map(({ ban }) => ban)}::text[], ${rows.map(({ township }) => township)}::text[],
      ${rows.map(({ trade }) => trade)}::text[], ${rows.map(({ since }) => since)}::text[]) as g (ban, township, trade, since)
    where not exists (select 1 from (select p.township, p.trade from seller_place p where p.ban = g.ban and p.since <= g.since::date
        order by p.since desc, p.no desc limit 1) l where l.township = g.township and l.trade = g.trade)`);
