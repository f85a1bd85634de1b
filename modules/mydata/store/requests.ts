import { json, type Queryable, sql } from "@troad/kernel";
import type { WantedSet } from "../recipients/terms.ts";

export type RequestRow = {
  id: string;
  client: string;
  version: number;
  key: string;
  digest: Buffer;
  kind: "once" | "standing";
  sets: WantedSet[];
  answers: number | null;
  days: number | null;
  months: number | null;
  retention_days: number;
  redirect_uri: string;
  state: string;
  challenge: string;
  at: string;
  expires_at: string;
  /** On the page to which a recipient sent the person, or by the person's own program, without a code; or as Taiwan's protocol has it, with a ticket. */
  way: "page" | "direct" | "dp-sp";
  /** Whose data it is. */
  of: "person" | "business";
};
/** A set as the person agreed to it. */
export type AgreedSet = { set: string; purpose: string; fields: string[] };
export type ConsentRow = {
  id: string;
  client: string;
  subject: string;
  actor: string;
  mandate: string | null;
  lang: string;
  sets: AgreedSet[] | null;
  at: string;
  code_until: string;
  until: string;
};
/** A consent with what became of it. */
export type StandingRow = ConsentRow &
  Pick<RequestRow, "kind" | "answers" | "days" | "challenge" | "retention_days" | "version" | "way"> & {
    end_reason: "withdrawn" | "recipient-ended" | null;
    ended_at: string | null;
    erase_by: string | null;
    erased_at: string | null;
    delivered: number;
    /** The person's own, with the key of a card. */
    signature: object | null;
  };

export const insertRequest = async (q: Queryable, row: RequestRow): Promise<boolean> =>
  (await q.run(sql`
    insert into data_request (id, client, version, key, digest, kind, sets, answers, days, months, retention_days, redirect_uri, state,
      challenge, at, expires_at, way, of)
    values (${row.id}, ${row.client}, ${row.version}, ${row.key}, ${row.digest}, ${row.kind}, ${json(row.sets)}, ${row.answers},
      ${row.days}, ${row.months}, ${row.retention_days}, ${row.redirect_uri}, ${row.state}, ${row.challenge}, ${row.at},
      ${row.expires_at}, ${row.way}, ${row.of}) on conflict (client, key) do nothing`)) === 1;
export const requestByKey = (q: Queryable, client: string, key: string): Promise<RequestRow | undefined> =>
  q.one<RequestRow>(sql`select * from data_request where client = ${client} and key = ${key}`);
export const requestById = (q: Queryable, id: string): Promise<RequestRow | undefined> =>
  q.one<RequestRow>(sql`select * from data_request where id = ${id}`);
export const countRequests = async (q: Queryable, client: string, since: string): Promise<number> =>
  (await q.one<{ n: number }>(sql`select count(*)::int as n from data_request where client = ${client} and at > ${since}`))!.n;

/** False if it was answered already. */
export const insertConsent = async (q: Queryable, row: ConsentRow): Promise<boolean> =>
  (await q.run(sql`
    insert into data_consent (id, client, subject, actor, mandate, lang, sets, at, code_until, until)
    values (${row.id}, ${row.client}, ${row.subject}, ${row.actor}, ${row.mandate}, ${row.lang},
      ${row.sets === null ? null : json(row.sets)}, ${row.at}, ${row.code_until}, ${row.until}) on conflict do nothing`)) === 1;

export const consentOfRequest = (q: Queryable, id: string): Promise<StandingRow | undefined> =>
  q.one<StandingRow>(sql`select * from consent_now where id = ${id}`);
/** What a person agreed to that recipients get, for themselves or for others. */
export const dataConsentsOf = (
  q: Queryable,
  { subject, mandates, before, limit }: { subject: string; mandates: readonly string[]; before: string | null; limit: number },
): Promise<StandingRow[]> =>
  q.rows<StandingRow>(sql`
    select * from consent_now where (subject = ${subject} or (actor = ${subject} and mandate::text = any(${mandates}::text[]))) and sets is not null
    and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit}`);
/** What a business lets others have. */
export const dataConsentsOfBusiness = (
  q: Queryable,
  { subject, before, limit }: { subject: string; before: string | null; limit: number },
): Promise<StandingRow[]> =>
  q.rows<StandingRow>(sql`
    select * from consent_now where subject = ${subject} and sets is not null
    and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit}`);
/** Consents of a recipient's people that are in force. */
export const consentsFor = (
  q: Queryable,
  client: string,
  { now, givenBy, after, limit }: { now: string; givenBy: string; after: string | null; limit: number },
): Promise<StandingRow[]> =>
  q.rows<StandingRow>(sql`
    select * from consent_now where client = ${client} and sets is not null and end_reason is null and until > ${now} and at <= ${givenBy}
    and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`);
/** Standing consents that end before a day, and whose people were not told. */
export const endingConsents = (q: Queryable, from: string, to: string, limit: number): Promise<StandingRow[]> =>
  q.rows<StandingRow>(sql`
    select * from consent_now where sets is not null and kind = 'standing' and end_reason is null and until > ${from}
    and until <= ${to} and not exists (select 1 from data_reminder m where m.id = consent_now.id) order by until limit ${limit}`);
export const insertReminder = async (q: Queryable, id: string, at: string): Promise<boolean> =>
  (await q.run(sql`insert into data_reminder (id, at) values (${id}, ${at}) on conflict do nothing`)) === 1;
export const insertEnd = async (
  q: Queryable,
  row: { id: string; reason: "withdrawn" | "recipient-ended"; actor: string; at: string; erase_by: string },
): Promise<boolean> =>
  (await q.run(sql`insert into data_consent_end (id, reason, actor, at, erase_by)
    values (${row.id}, ${row.reason}, ${row.actor}, ${row.at}, ${row.erase_by}) on conflict do nothing`)) === 1;
export const insertErased = async (q: Queryable, id: string, at: string): Promise<boolean> =>
  (await q.run(sql`insert into data_erased (id, at) values (${id}, ${at}) on conflict do nothing`)) === 1;

export async function lockConsent(q: Queryable, id: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(${`data-consent:${id}`}))`);
}
