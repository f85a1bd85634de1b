import { json, type Queryable, sql } from "@troad/kernel";

/** What a person answered; nothing of it is left once all parts are on their way. */
export type Answered = {
  situation: Record<string, unknown>;
  leftOut: string[];
  facts: Record<string, unknown>;
  own: Record<string, Record<string, unknown>>;
  /** Pages that were looked at: those of questions about the situation, `choice`, and `service/page`. */
  seen: string[];
};
export const nothing: Answered = { situation: {}, leftOut: [], facts: {}, own: {}, seen: [] };

export type JourneyRow = {
  id: string;
  event: string;
  subject: string;
  name: string;
  national_id: string | null;
  state: "draft" | "submitted";
  answers: Answered | null;
  proof: number | null;
  created_at: string;
  updated_at: string;
  submitted_at: string | null;
};

/** False where the person has a draft of this event already. */
export const insertJourney = async (
  q: Queryable,
  row: Pick<JourneyRow, "id" | "event" | "subject" | "name" | "national_id" | "created_at">,
): Promise<boolean> =>
  (await q.run(sql`
    insert into journey (id, event, subject, name, national_id, state, answers, created_at, updated_at)
    values (${row.id}, ${row.event}, ${row.subject}, ${row.name}, ${row.national_id}, 'draft', ${json(nothing)}, ${row.created_at}, ${row.created_at})
    on conflict do nothing`)) > 0;

export const draftOf = (q: Queryable, subject: string, event: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`select id from journey where subject = ${subject} and event = ${event} and state = 'draft'`);

export const findJourney = (q: Queryable, id: string): Promise<JourneyRow | undefined> =>
  q.one<JourneyRow>(sql`select * from journey where id = ${id}`);
export const lockJourney = (q: Queryable, id: string): Promise<JourneyRow | undefined> =>
  q.one<JourneyRow>(sql`select * from journey where id = ${id} for update`);

export const journeysOf = (q: Queryable, subject: string, before: string | null, limit: number): Promise<JourneyRow[]> =>
  q.rows<JourneyRow>(sql`
    select * from journey where subject = ${subject} and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit}`);

export async function updateAnswers(q: Queryable, id: string, answers: Answered, at: string): Promise<void> {
  await q.run(sql`update journey set answers = ${json(answers)}, updated_at = ${at} where id = ${id}`);
}

export async function markSubmitted(
  q: Queryable,
  id: string,
  { proof, at }: { proof: number | null; at: string },
): Promise<void> {
  await q.run(
    sql`update journey set state = 'submitted', proof = ${proof}, submitted_at = ${at}, updated_at = ${at} where id = ${id}`,
  );
}

export async function deleteJourney(q: Queryable, id: string): Promise<void> {
  await q.run(sql`delete from journey where id = ${id} and state = 'draft'`);
}

/** Answers go where no part needs them any more. */
export async function emptyWhereDone(q: Queryable, id: string): Promise<void> {
  await q.run(sql`
    update journey set answers = null, national_id = null where id = ${id} and state = 'submitted' and not exists (
      select from journey_part where journey = ${id} and state in ('draft', 'waiting', 'filing', 'blocked'))`);
}

/** What nobody has touched since a day: drafts, and parts that still wait for another. */
export const untouchedSince = (q: Queryable, day: string, limit: number): Promise<JourneyRow[]> =>
  q.rows<JourneyRow>(
    sql`select * from journey where answers is not null and updated_at < ${day} order by updated_at limit ${limit}`,
  );
