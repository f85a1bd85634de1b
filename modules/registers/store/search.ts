import { type Queryable, sql } from "@troad/kernel";

type Beginning = {
  register: string;
  field: string;
  text: string;
  after: { term: string; key: string } | undefined;
  limit: number;
};

/** Keys of records whose term begins with a text, in the order of terms; the end of the range is the text and the last character there is. */
export const keysBeginning = (
  q: Queryable,
  { register, field, text, after, limit }: Beginning,
): Promise<{ term: string; key: string }[]> =>
  q.rows<{ term: string; key: string }>(sql`
    select term, subject as key from record_term
    where register = ${register} and field = ${field} and term >= ${text} and term < ${`${text}\u{10ffff}`}
      and (term, subject) > (${after?.term ?? ""}, ${after?.key ?? ""})
    order by term, subject limit ${limit}`);
