import { json, type Queryable, sql } from "@troad/kernel";
import type { ApplicationRow } from "./recipients.ts";
import type { StandingRow } from "./requests.ts";

/** What a recipient says of how it handles data, under a name and at an address. */
export type PolicyBody = {
  name: string;
  version: string;
  url: string;
  jurisdiction?: string;
  industrySector?: string;
  dataRetentionPeriodDays?: number;
  geographicRestriction?: string;
  storageLocation?: string;
};
export type PolicyRow = { id: string; revision: number; client: string; body: PolicyBody | null; at: string };
export type Slice = { offset: number; limit: number };
/** Whose consents are listed; without a client or a person, all. */
type Whose = { client?: string; subject?: string };

export const insertPolicy = async (q: Queryable, row: PolicyRow): Promise<boolean> =>
  (await q.run(sql`insert into data_policy (id, revision, client, body, at)
    values (${row.id}, ${row.revision}, ${row.client}, ${row.body === null ? null : json(row.body)}, ${row.at}) on conflict do nothing`)) ===
  1;
export const policyRevisions = (q: Queryable, id: string, { offset, limit }: Slice): Promise<PolicyRow[]> =>
  q.rows<PolicyRow>(sql`select * from data_policy where id = ${id} order by revision desc offset ${offset} limit ${limit}`);
export const policyRevision = (q: Queryable, id: string, revision: number): Promise<PolicyRow | undefined> =>
  q.one<PolicyRow>(sql`select * from data_policy where id = ${id} and revision = ${revision}`);
/** The newest revision of each policy of a client that was not deleted. */
export const policiesOf = (q: Queryable, client: string, { offset, limit }: Slice): Promise<PolicyRow[]> =>
  q.rows<PolicyRow>(sql`
    select * from (select distinct on (id) * from data_policy where client = ${client} order by id, revision desc) p
    where body is not null order by id offset ${offset} limit ${limit}`);
export const countPolicies = async (q: Queryable, client: string): Promise<number> =>
  (await q.one<{ n: number }>(sql`select count(distinct id)::int as n from data_policy where client = ${client}`))!.n;

export const applicationVersion = (q: Queryable, client: string, version: number): Promise<ApplicationRow | undefined> =>
  q.one<ApplicationRow>(sql`select * from application_now where client = ${client} and version = ${version}`);
/** The version of each client that counts, or where there is none the newest. */
export const agreementsOfAll = (
  q: Queryable,
  { offset, limit, approved }: Slice & { approved: boolean },
): Promise<ApplicationRow[]> =>
  q.rows<ApplicationRow>(sql`
    select * from (select distinct on (client) * from application_now where was_approved or not ${approved}
      order by client, was_approved desc, version desc) a order by client offset ${offset} limit ${limit}`);

/** Answers of people, consents and refusals alike, newest first. */
export const recordsOf = (q: Queryable, { client, subject }: Whose, { offset, limit }: Slice): Promise<StandingRow[]> =>
  q.rows<StandingRow>(sql`
    select * from consent_now where (${client ?? null}::text is null or client = ${client ?? null})
      and (${subject ?? null}::text is null or subject = ${subject ?? null}) order by id desc offset ${offset} limit ${limit}`);
/** The newest answer of a person to each client. */
export const currentRecordsOf = (q: Queryable, subject: string, { offset, limit }: Slice): Promise<StandingRow[]> =>
  q.rows<StandingRow>(sql`
    select * from (select distinct on (client) * from consent_now where subject = ${subject} order by client, id desc) c
    order by client offset ${offset} limit ${limit}`);
/** A person's consent to this version that was given directly and is in force. */
export const directConsent = (
  q: Queryable,
  { client, version, subject, now }: { client: string; version: number; subject: string; now: string },
): Promise<StandingRow | undefined> =>
  q.one<StandingRow>(sql`
    select * from consent_now where client = ${client} and subject = ${subject} and version = ${version} and way = 'direct'
      and sets is not null and end_reason is null and until > ${now} and (kind = 'standing' or delivered = 0) order by id desc limit 1`);
/** How often a person agreed to this version directly. */
export const countDirect = async (
  q: Queryable,
  { client, version, subject }: { client: string; version: number; subject: string },
): Promise<number> =>
  (await q.one<{ n: number }>(sql`
    select count(*)::int as n from data_consent c join data_request r on r.id = c.id
    where c.client = ${client} and c.subject = ${subject} and r.version = ${version} and r.way = 'direct'`))!.n;
export const openConsentsOf = (q: Queryable, subject: string, now: string, limit: number): Promise<{ id: string }[]> =>
  q.rows(sql`
    select id from consent_now where subject = ${subject} and sets is not null and end_reason is null and (until > ${now} or delivered > 0)
    order by id limit ${limit}`);

/** The people who have answered a client, in an order that stays. */
export const peopleOf = (q: Queryable, client: string, { offset, limit }: Slice): Promise<{ subject: string }[]> =>
  q.rows(
    sql`select distinct subject from data_consent where client = ${client} order by subject offset ${offset} limit ${limit}`,
  );

export const insertSignature = async (q: Queryable, consent: string, signature: object, at: string): Promise<boolean> =>
  (await q.run(sql`insert into data_signature (consent, signature, at) values (${consent}, ${json(signature)}, ${at})
    on conflict do nothing`)) === 1;
