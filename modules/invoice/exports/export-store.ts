import { plannedEachTime, type Queryable, sql } from "@troad/kernel";

export type Page = { lines: string | null; last: string[] | null };
export type PageQuery = {
  ban: string;
  term: string;
  after: readonly [date: string, number: string];
  limit: number;
  asOf: string;
};

/**
 * A page of the invoices that a business sold in a period, as lines of CSV made by the database. What was issued again after `asOf` is left
 * out, and its version before shown: a reader of pages gets each number once, while shops go on sending.
 */
export const csvPage = (q: Queryable, { ban, term, after: [date, number], limit, asOf }: PageQuery): Promise<Page | undefined> =>
  q.one<Page>(
    plannedEachTime(sql`
    select string_agg(concat_ws(',', p.number, p.date, c.time, c.buyer ->> 'ban',
        '"' || case when left(c.buyer ->> 'name', 1) in ('=', '+', '-', '@', E'\t', E'\r') then '''' else '' end
          || replace(c.buyer ->> 'name', '"', '""') || '"',
        coalesce(p.carrier_type, ''), c.sales, coalesce(c."zeroSales", '0'), coalesce(c."exemptSales", '0'), c.tax, c.total, p.standing) || E'\r\n', ''
        order by p.date, p.number) as lines,
      max(array[p.date::text, p.number]) as last
    from (
      select i.number, i.date, i.carrier_type, readable(i.content) as content, coalesce((select a.kind from invoice_action a where a.term = ${term}
          and a.number = i.number and a.version = i.version and a.kind in ('cancel', 'void', 'reject') limit 1), 'valid') as standing
      from invoice i
      where i.term = ${term} and i.seller = ${ban} and (i.date, i.number) > (${date}::date, ${number})
        and (i.version = 1 or exists (select 1 from package p where p.id = i.package and p.received_at <= ${asOf}))
        and not exists (select 1 from invoice n join package p on p.id = n.package
          where n.term = ${term} and n.number = i.number and n.version > i.version and p.received_at <= ${asOf})
      order by i.date, i.number limit ${limit}) p
    cross join lateral json_to_record(p.content) as c(time text, buyer json, sales text, "zeroSales" text, "exemptSales" text, tax text, total text)`),
  );

/** An invoice as the media file of a return has it. */
export type MediaInvoice = {
  number: string;
  date: string;
  buyer: string;
  seller: string;
  sales: number;
  zero: number;
  exempt: number;
  tax: number;
  customs: string | null;
  ended: boolean;
  mark: number;
  /** Of a special business (VAT Act article 11 and others), whose lines have another kind. */
  special: boolean;
};
/** The same for a media file: what a business sold, or bought with the mark of its deduction. */
export const soldForMedia = (
  q: Queryable,
  { ban, term, after: [date, number], limit, asOf }: PageQuery,
): Promise<MediaInvoice[]> =>
  q.rows<MediaInvoice>(
    plannedEachTime(sql`
    select p.number, p.date::text as date, p.buyer, p.seller, c.sales::float8 as sales, coalesce(c."zeroSales", '0')::float8 as zero,
      coalesce(c."exemptSales", '0')::float8 as exempt, c.tax::float8 as tax, c."customsMark" as customs, p.ended, 0 as mark, c."taxType" = '4' as special
    from (
      select i.number, i.date, i.buyer, i.seller, readable(i.content) as content, exists (select 1 from invoice_action a where a.term = ${term}
          and a.number = i.number and a.version = i.version and a.kind in ('cancel', 'void', 'reject')) as ended
      from invoice i
      where i.term = ${term} and i.seller = ${ban} and (i.date, i.number) > (${date}::date, ${number})
        and (i.version = 1 or exists (select 1 from package p where p.id = i.package and p.received_at <= ${asOf}))
        and not exists (select 1 from invoice n join package p on p.id = n.package
          where n.term = ${term} and n.number = i.number and n.version > i.version and p.received_at <= ${asOf})
      order by i.date, i.number limit ${limit}) p
    cross join lateral json_to_record(p.content) as c(sales text, "zeroSales" text, "exemptSales" text, tax text, "customsMark" text, "taxType" text)
    order by p.date, p.number`),
  );

export const boughtForMedia = (
  q: Queryable,
  { ban, term, after: [date, number], limit, asOf }: PageQuery,
): Promise<MediaInvoice[]> =>
  q.rows<MediaInvoice>(
    plannedEachTime(sql`
    select p.number, p.date::text as date, p.buyer, p.seller, c.sales::float8 as sales, coalesce(c."zeroSales", '0')::float8 as zero,
      coalesce(c."exemptSales", '0')::float8 as exempt, c.tax::float8 as tax, c."customsMark" as customs, p.ended, p.mark, c."taxType" = '4' as special
    from (
      select i.number, i.date, i.buyer, i.seller, readable(i.content) as content, exists (select 1 from invoice_action a where a.term = ${term}
          and a.number = i.number and a.version = i.version and a.kind in ('cancel', 'void', 'reject')) as ended,
        coalesce((select m.mark from deduction_mark m where m.buyer = ${ban} and m.term = ${term} and m.number = i.number
          order by m.no desc limit 1), 1)::int as mark
      from invoice i
      where i.term = ${term} and i.buyer = ${ban} and i.buyer <> '0000000000' and (i.date, i.number) > (${date}::date, ${number})
        and (i.version = 1 or exists (select 1 from package p where p.id = i.package and p.received_at <= ${asOf}))
        and not exists (select 1 from invoice n join package p on p.id = n.package
          where n.term = ${term} and n.number = i.number and n.version > i.version and p.received_at <= ${asOf})
      order by i.date, i.number limit ${limit}) p
    cross join lateral json_to_record(p.content) as c(sales text, "zeroSales" text, "exemptSales" text, tax text, "customsMark" text, "taxType" text)
    order by p.date, p.number`),
  );
