import { type Queryable, sql } from "@troad/kernel";

/** A prize of a donated invoice. `net` is null until it is paid. */
export type DonatedPrize = { number: string; npo: string; prize: string; amount: number; net: number | null };

/**
 * Prizes of a period's donated invoices, by number after `after`. `last` is the last winner examined, donated or not: the next page starts
 * there, so that every page costs the same.
 */
export async function donatedPrizes(
  q: Queryable,
  { term, after, limit }: { term: string; after: string; limit: number },
): Promise<{ prizes: DonatedPrize[]; last: string | undefined }> {
  const rows = await q.rows<Omit<DonatedPrize, "npo"> & { npo: string | null }>(sql`
    with page as materialized (
      select distinct on (number) number, prize, amount from winning
      where term = ${term} and number > ${after} order by number, amount desc limit ${limit})
    select w.number, w.prize, w.amount, c.net, coalesce(d.npo, (
      select readable(i.content) ->> 'donatedTo' from invoice i
      where i.term = ${term} and i.number = w.number order by i.version desc limit 1)) as npo
    from page w left join donation d on d.term = ${term} and d.number = w.number
    left join claim c on c.term = ${term} and c.number = w.number
    order by w.number`);
  const prizes = rows.flatMap(({ npo, ...row }) => (npo === null ? [] : [{ ...row, npo }]));
  return { prizes, last: rows.length < limit ? undefined : rows.at(-1)?.number };
}
