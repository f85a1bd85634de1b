import { json, type Queryable, sql } from "@troad/kernel";

/** What a notice about a read needs of it. */
export type ReadRow = { agency: string; consumer: string; person: Buffer; at: string; issue: string | null };
type Key = { provider: string; exchangeId: string; consumer: string };

export const lawReadOf = (q: Queryable, { provider, exchangeId, consumer }: Key): Promise<ReadRow | undefined> =>
  q.one<ReadRow>(sql`
    select agency, consumer, person, at, issue from law_read
    where provider = ${provider} and exchange_id = ${exchangeId} and consumer = ${consumer}`);

/** Whether an agency had a person's data before an instant, by law or with consent; what the person may not know of yet counts as nothing. */
export const hadBefore = async (
  q: Queryable,
  { agency, person, subject, at, now }: Pick<ReadRow, "agency" | "person" | "at"> & { subject: string; now: string },
): Promise<boolean> =>
  (await q.one<{ had: boolean }>(sql`
    select exists (select 1 from law_read where person = ${person} and agency = ${agency} and at < ${at} and visible_from <= ${now})
      or exists (select 1 from data_use where subject = ${subject} and starts_with(consumer, ${`${agency}/`}) and at < ${at}) as had`))!
    .had;

/** How many people an agency read between two instants, counted up to a number. */
export const peopleRead = async (
  q: Queryable,
  { agency, from, to, most }: { agency: string; from: string; to: string; most: number },
): Promise<number> =>
  (await q.one<{ n: number }>(sql`
    select count(*)::int as n from (select distinct person from law_read where agency = ${agency} and at >= ${from} and at <= ${to}
      limit ${most}) p`))!.n;

/** Reads that their people are not shown yet, by agency. */
export const hiddenReads = (q: Queryable, now: string): Promise<{ agency: string; reads: number }[]> =>
  q.rows(sql`select agency, count(*)::int as reads from law_read where visible_from > ${now} group by agency order by agency`);

export const choiceOf = (q: Queryable, subject: string): Promise<{ reasons: string[] } | undefined> =>
  q.one<{ reasons: string[] }>(sql`select reasons from read_choice where subject = ${subject}`);
export async function storeChoice(q: Queryable, subject: string, reasons: readonly string[], at: string): Promise<void> {
  await q.run(sql`
    insert into read_choice (subject, reasons, at) values (${subject}, ${json(reasons)}, ${at})
    on conflict (subject) do update set reasons = excluded.reasons, at = excluded.at`);
}
