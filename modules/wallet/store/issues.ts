import { type Queryable, sql } from "@troad/kernel";

export type Kind = "eid" | "certificate";
export type SourceState = "valid" | "suspended" | "revoked";
export type OfferRow = {
  id: string;
  subject: string;
  kind: Kind;
  source: string;
  case_id: string | null;
  app: string;
  grant_id: string | null;
  expires_at: string;
};
export type IssueRow = {
  id: string;
  subject: string;
  kind: Kind;
  source: string;
  case_id: string | null;
  app: string;
  copies: number;
  expires_at: string;
  at: string;
  seq: number;
};

export async function insertOffer(q: Queryable, row: OfferRow & { at: string }): Promise<void> {
  await q.run(sql`
    insert into offer (id, subject, kind, source, case_id, app, grant_id, expires_at, at)
    values (${row.id}, ${row.subject}, ${row.kind}, ${row.source}, ${row.case_id}, ${row.app}, ${row.grant_id}, ${row.expires_at}, ${row.at})`);
}
export const findOffer = (q: Queryable, id: string, now: string): Promise<OfferRow | undefined> =>
  q.one<OfferRow>(sql`select * from offer where id = ${id} and expires_at > ${now}`);
export const offerOfGrant = (q: Queryable, grant: string): Promise<OfferRow | undefined> =>
  q.one<OfferRow>(sql`select * from offer where grant_id = ${grant}`);
/** False where it has its grant already: an offer is taken up once. */
export const takeOffer = async (q: Queryable, id: string, grant: string): Promise<boolean> =>
  (await q.run(sql`update offer set grant_id = ${grant} where id = ${id} and grant_id is null`)) === 1;

/** A wallet whose answer was lost asks again, a few times. */
export const countFetch = async (q: Queryable, id: string): Promise<boolean> =>
  (await q.run(sql`update offer set fetched = fetched + 1 where id = ${id} and fetched < 3`)) === 1;

export async function insertIssue(q: Queryable, row: Omit<IssueRow, "seq">): Promise<void> {
  await q.run(sql`
    insert into issue (id, subject, kind, source, case_id, app, copies, expires_at, at)
    values (${row.id}, ${row.subject}, ${row.kind}, ${row.source}, ${row.case_id}, ${row.app}, ${row.copies}, ${row.expires_at}, ${row.at})`);
}

export type OwnIssue = IssueRow & { state: SourceState; ended_at: string | null };
export const issuesOf = (q: Queryable, subject: string, before: number | null, limit: number): Promise<OwnIssue[]> =>
  q.rows<OwnIssue>(sql`
    select i.*, coalesce(s.state, 'valid') as state, e.at as ended_at from issue i
      left join source_state s on s.kind = i.kind and s.source = i.source left join issue_end e on e.issue = i.id
    where i.subject = ${subject} and (${before}::bigint is null or i.seq < ${before}) order by i.seq desc limit ${limit}`);
/** Ends what one fetch brought; false where it is another person's, or was ended before. */
export const endIssue = async (q: Queryable, id: string, subject: string, at: string): Promise<boolean> =>
  (await q.run(sql`
    insert into issue_end (issue, at) select id, ${at} from issue where id = ${id} and subject = ${subject} on conflict do nothing`)) ===
  1;

export async function setSource(q: Queryable, kind: Kind, source: string, state: SourceState, at: string): Promise<boolean> {
  const changed = await q.run(sql`
    insert into source_state (kind, source, state, at) values (${kind}, ${source}, ${state}, ${at})
    on conflict (kind, source) do update set state = excluded.state, at = excluded.at
      where source_state.state <> excluded.state and source_state.state <> 'revoked'`);
  return changed === 1;
}
/** Which of these have copies that have not ended. */
export const sourcesInUse = async (q: Queryable, kind: Kind, sources: readonly string[], now: string): Promise<string[]> =>
  (
    await q.rows<{ source: string }>(sql`
      select distinct source from issue where kind = ${kind} and source = any(${sources}) and expires_at > ${now}`)
  ).map(({ source }) => source);
/** Certificates with copies that have not ended, by the order of their numbers. */
export const certificatesInUse = async (q: Queryable, after: string, now: string, limit: number): Promise<string[]> =>
  (
    await q.rows<{ source: string }>(sql`
      select distinct source from issue where kind = 'certificate' and source > ${after} and expires_at > ${now} order by source limit ${limit}`)
  ).map(({ source }) => source);

export const placeFollowed = async (q: Queryable, kind: Kind): Promise<number> =>
  Number((await q.one<{ place: number }>(sql`select place from followed where kind = ${kind}`))?.place ?? 0);
export async function setFollowed(q: Queryable, kind: Kind, place: number): Promise<void> {
  await q.run(sql`
    insert into followed (kind, place) values (${kind}, ${place}) on conflict (kind) do update set place = greatest(followed.place, ${place})`);
}
