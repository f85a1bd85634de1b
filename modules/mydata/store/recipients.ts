import { json, type Queryable, sql } from "@troad/kernel";
import type { Terms } from "../recipients/terms.ts";

export type TwoTexts = { en: string; "zh-Hant": string };
export const decisions = ["approved", "refused", "warned", "suspended", "resumed", "ended"] as const;
export type Decision = (typeof decisions)[number];
export type ApplicationRow = {
  client: string;
  version: number;
  name: TwoTexts;
  organisation: TwoTexts;
  terms: Terms;
  applied_by: string;
  at: string;
  /** What was last decided about this version. */
  decision: Decision | null;
  reason: string | null;
  /** Whether it was approved, whatever came after. */
  was_approved: boolean;
  /** Of the client as a whole, whatever its version. */
  standing: "active" | "suspended" | "ended";
};

export const insertApplication = async (
  q: Queryable,
  row: Omit<ApplicationRow, "decision" | "reason" | "standing" | "was_approved">,
): Promise<boolean> =>
  (await q.run(sql`
    insert into data_application (client, version, name, organisation, terms, applied_by, at)
    values (${row.client}, ${row.version}, ${json(row.name)}, ${json(row.organisation)}, ${json(row.terms)}, ${row.applied_by}, ${row.at})
    on conflict do nothing`)) === 1;

export async function insertDecision(
  q: Queryable,
  row: { client: string; version: number; decision: Decision; officer: string; reason: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into data_decision (client, version, decision, officer, reason, at)
    values (${row.client}, ${row.version}, ${row.decision}, ${row.officer}, ${row.reason}, ${row.at})`);
}

export const newestApplication = (q: Queryable, client: string): Promise<ApplicationRow | undefined> =>
  q.one<ApplicationRow>(sql`select * from application_now where client = ${client} order by version desc limit 1`);

/** The version that counts: the newest that was approved. */
export const approvedApplication = (q: Queryable, client: string): Promise<ApplicationRow | undefined> =>
  q.one<ApplicationRow>(sql`
    select * from application_now where client = ${client} and was_approved order by version desc limit 1`);

export const applicationsBy = (q: Queryable, subject: string, limit: number): Promise<ApplicationRow[]> =>
  q.rows<ApplicationRow>(
    sql`select * from application_now where applied_by = ${subject} order by at desc, client limit ${limit}`,
  );

/** The newest version of each client, or only those that wait for a decision. */
export const newestApplications = (q: Queryable, which: { waiting: boolean; limit: number }): Promise<ApplicationRow[]> =>
  q.rows<ApplicationRow>(sql`
    select a.* from application_now a
    where not exists (select 1 from data_application n where n.client = a.client and n.version > a.version)
      and (not ${which.waiting} or a.decision is null) order by a.at desc, a.client limit ${which.limit}`);

export type PublicRow = ApplicationRow & { consents: number };
/** Who may be given data now, with the number of consents in force; a place in the list is a client's id. */
export const approvedApplications = (
  q: Queryable,
  page: { before: string | null; now: string; limit: number },
): Promise<PublicRow[]> =>
  q.rows<PublicRow>(sql`
    select p.*, (select count(*)::int from data_consent c where c.client = p.client and c.sets is not null and c.until > ${page.now}
        and not exists (select 1 from data_consent_end e where e.id = c.id)) as consents
    from (select distinct on (client) * from application_now where was_approved order by client, version desc) p
    where standing <> 'ended' and (${page.before}::text is null or client < ${page.before}) order by client desc limit ${page.limit}`);

export const recipientNames = (q: Queryable): Promise<{ client: string; name: TwoTexts; organisation: TwoTexts }[]> =>
  q.rows(
    sql`select distinct on (client) client, name, organisation from data_application order by client, version desc limit 10000`,
  );

export async function lockRecipient(q: Queryable, client: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(${`data-recipient:${client}`}))`);
}

export const countWaiting = async (q: Queryable): Promise<{ count: number; oldest: string | null }> =>
  (await q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::int as count, min(at) as oldest from application_now a where decision is null
      and not exists (select 1 from data_application n where n.client = a.client and n.version > a.version)`))!;
