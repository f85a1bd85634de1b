import { type Queryable, sql, textArray } from "@troad/kernel";

export type QuestionKind = "ask" | "complain";
export type Question = {
  id: string;
  address: string;
  exchange_id: string;
  consumer: string;
  provider: string;
  used_at: string;
  kind: QuestionKind;
  body: string;
  at: string;
  due_on: string;
  answer: string | null;
  answered_at: string | null;
};
type NewQuestion = Omit<Question, "answer" | "answered_at"> & { subject: string; key: string };

export async function insertQuestion(q: Queryable, row: NewQuestion): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into use_question (id, subject, key, address, exchange_id, consumer, provider, used_at, kind, body, at, due_on)
    values (${row.id}, ${row.subject}, ${row.key}, ${row.address}, ${row.exchange_id}, ${row.consumer}, ${row.provider}, ${row.used_at},
      ${row.kind}, ${row.body}, ${row.at}, ${row.due_on}) on conflict do nothing`);
  return inserted > 0;
}

export const questionsOf = (q: Queryable, subject: string, before: string | null, limit: number): Promise<Question[]> =>
  q.rows<Question>(sql`
    select u.id, address, exchange_id, consumer, provider, used_at, kind, u.body, u.at, due_on::text, a.body as answer, a.at as answered_at
    from use_question u left join use_answer a on a.question_id = u.id
    where subject = ${subject} and (${before}::uuid is null or u.id < ${before}::uuid) order by u.id desc limit ${limit}`);

export const openOf = async (q: Queryable, subject: string): Promise<number> => {
  const row = await q.one<{ n: number }>(sql`
    select count(*) as n from use_question u where subject = ${subject}
      and not exists (select 1 from use_answer a where a.question_id = u.id)`);
  return row?.n ?? 0;
};

/** Those about uses by consumers of these members (`INSTANCE/CLASS/CODE/`), or of all where none are named; unanswered ones first, by the day. */
export const questionsTo = (q: Queryable, members: readonly string[] | null, limit: number): Promise<Question[]> =>
  q.rows<Question>(sql`
    select u.id, address, exchange_id, consumer, provider, used_at, kind, u.body, u.at, due_on::text, a.body as answer, a.at as answered_at
    from use_question u left join use_answer a on a.question_id = u.id
    where ${members === null} or exists (
      select 1 from unnest(${textArray([...(members ?? [])])}::text[]) as own (member) where starts_with(u.consumer, own.member))
    order by a.at is not null, due_on, u.id limit ${limit}`);

export const questionById = (q: Queryable, id: string): Promise<Question | undefined> =>
  q.one<Question>(sql`
    select u.id, address, exchange_id, consumer, provider, used_at, kind, u.body, u.at, due_on::text, a.body as answer, a.at as answered_at
    from use_question u left join use_answer a on a.question_id = u.id where u.id = ${id}`);

/** The first answer counts. */
export const insertAnswer = (q: Queryable, row: { id: string; officer: string; body: string; at: string }): Promise<number> =>
  q.run(sql`
    insert into use_answer (question_id, officer, body, at) values (${row.id}, ${row.officer}, ${row.body}, ${row.at}) on conflict do nothing`);
