import { bytesArray, type Queryable, sql } from "@troad/kernel";

export type Look = { officer: string; agency: string; forCase: boolean };
/** Writes down which people an officer saw. */
export const insertReads = (q: Queryable, look: Look, people: readonly Buffer[], at: string): Promise<number> =>
  q.run(sql`
    insert into officer_read (officer, person, at, agency, for_case)
    select ${look.officer}, person, ${at}, ${look.agency}, ${look.forCase} from unnest(${bytesArray([...people])}::bytea[]) as seen (person)`);

export type Reader = { officer: string; agency: string | null; people: number; days: number; latest: string };
/** Officers who saw many people for no matter that they named, since a moment or since they were last looked into; most people first. */
export const readersOf = (
  q: Queryable,
  { since, least, limit }: { since: string; least: number; limit: number },
): Promise<Reader[]> =>
  q.rows<Reader>(sql`
    select r.officer, max(r.agency) as agency, count(distinct r.person)::int as people,
      count(distinct (r.at at time zone 'Asia/Taipei')::date)::int as days, max(r.at) as latest
    from officer_read r where not r.for_case and r.at > ${since}
      and r.at > coalesce((select max(v.at) from reader_review v where v.officer = r.officer), '-infinity')
    group by r.officer having count(distinct r.person) >= ${least} order by people desc, r.officer limit ${limit}`);
export const insertReview = (
  q: Queryable,
  row: { officer: string; people: number; auditor: string; finding: string; at: string },
): Promise<number> =>
  q.run(sql`insert into reader_review (officer, people, auditor, finding, at)
    values (${row.officer}, ${row.people}, ${row.auditor}, ${row.finding}, ${row.at})`);

/** How many people an officer saw since a moment, or since they last explained themselves if that is later. */
export const peopleSeen = async (q: Queryable, officer: string, since: string): Promise<number> => {
  const row = await q.one<{ n: number }>(sql`
    select count(distinct person) as n from officer_read where officer = ${officer} and at > ${since}
      and at > coalesce((select max(at) from officer_explanation where officer = ${officer}), '-infinity')`);
  return row?.n ?? 0;
};

export const insertExplanation = (
  q: Queryable,
  row: { officer: string; people: number; reason: string; at: string },
): Promise<number> =>
  q.run(
    sql`insert into officer_explanation (officer, people, reason, at) values (${row.officer}, ${row.people}, ${row.reason}, ${row.at})`,
  );
