import { json, type Queryable, sql } from "@troad/kernel";
import type { ReadByLaw } from "@troad/registers/events";

export type LawReadRow = {
  provider: string;
  exchange_id: string;
  consumer: string;
  agreement: string | null;
  legal_basis: string | null;
  purpose: string | null;
  fields: string[];
  found: boolean;
  at: string;
  issue: string | null;
};

export async function insertLawRead(q: Queryable, person: Buffer, read: ReadByLaw, visibleFrom: string): Promise<void> {
  await q.run(sql`
    insert into law_read (provider, exchange_id, person, consumer, agreement, legal_basis, purpose, fields, found, at, visible_from, issue)
    values (${read.provider}, ${read.exchangeId}, ${person}, ${read.consumer}, ${read.agreement}, ${read.legalBasis}, ${read.purpose},
      ${json(read.fields)}, ${read.found}, ${read.at}, ${visibleFrom}, ${read.issue ?? null}) on conflict do nothing`);
}

/** Newest first, without those that the person may not know of yet. `before` is the last entry shown. */
export function lawReadsOf(
  q: Queryable,
  person: Buffer,
  { now, before, limit }: { now: string; before: { at: string; id: string } | null; limit: number },
): Promise<LawReadRow[]> {
  return q.rows<LawReadRow>(sql`
    select provider, exchange_id, consumer, agreement, legal_basis, purpose, fields, found, at, issue from (
      select *,
        exchange_id || '~' || left(translate(encode(sha256(convert_to(consumer || ' ' || provider, 'UTF8')), 'base64'), '+/', '-_'), 22) as id
      from law_read where person = ${person} and visible_from <= ${now}) l
    where ${before?.at ?? null}::timestamptz is null or (at, id collate "C") < (${before?.at ?? null}::timestamptz, ${before?.id ?? null})
    order by at desc, id collate "C" desc limit ${limit}`);
}

export const lawReadsOfId = (
  q: Queryable,
  person: Buffer,
  { exchangeId, now, limit }: { exchangeId: string; now: string; limit: number },
): Promise<LawReadRow[]> =>
  q.rows<LawReadRow>(sql`
    select provider, exchange_id, consumer, agreement, legal_basis, purpose, fields, found, at, issue from law_read
    where person = ${person} and exchange_id = ${exchangeId} and visible_from <= ${now} order by at desc limit ${limit}`);
