import { json, type Queryable, sql } from "@troad/kernel";

export type LetterRow = {
  id: string;
  case_id: string;
  key: string;
  party: string;
  letter: string;
  /** By language, encrypted; of letters from before as they were. */
  content: object;
  /** The seal of a letter from before PDF files carried theirs. */
  token: string | null;
  /** The sealed file, encrypted; null where it is made again from `content`. */
  pdf: object | null;
  at: string;
};

/** Stores a letter; the same key is the same letter. */
export async function insertLetter(q: Queryable, row: Omit<LetterRow, "token" | "pdf"> & { pdf: object }): Promise<void> {
  await q.run(sql`
    insert into case_letter (id, case_id, key, party, letter, content, pdf, at)
    values (${row.id}, ${row.case_id}, ${row.key}, ${row.party}, ${row.letter}, ${json(row.content)}, ${json(row.pdf)}, ${row.at})
    on conflict (key) do nothing`);
}

export const findLetter = (q: Queryable, id: string): Promise<LetterRow | undefined> =>
  q.one<LetterRow>(sql`select * from case_letter where id = ${id}`);
