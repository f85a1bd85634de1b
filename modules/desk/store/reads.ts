import { bytesArray, type Queryable, sql } from "@troad/kernel";

/** Writes down which people an officer saw. */
export const insertReads = (q: Queryable, officer: string, people: readonly Buffer[], at: string): Promise<number> =>
  q.run(sql`
    insert into officer_read (officer, person, at) select ${officer}, person, ${at} from unnest(${bytesArray([...people])}::bytea[]) as seen (person)`);

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
