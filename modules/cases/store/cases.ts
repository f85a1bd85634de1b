import { defineLedger, type Queryable, sql, textArray } from "@troad/kernel";
import type { CaseSummary } from "../api.ts";
import type { Case } from "../domain/actions.ts";
import type { QueuePlace } from "../domain/standing.ts";
import type { Party } from "../domain/values.ts";

/** The actions of all cases, a stream for each. */
export const caseLedger = defineLedger({ name: "case", table: "case_action", stream: { column: "case_id", type: "uuid" } });

export type IndexRow = {
  id: string;
  service: string;
  agency: string;
  subject: string;
  applicant: string;
  state: string;
  created_at: string;
  updated_at: string;
  /** What was decided; null before. */
  granted: boolean | null;
  definition: string | null;
  submitted_at: string | null;
  step: string | null;
  kind: string | null;
  due: string | null;
  role: string | null;
  office: string | null;
  area: string | null;
  assigned: string | null;
  /** The party, other than the applicant, that it waits for. */
  party: string | null;
  /** Who filed it for the applicant, and the mandate by which they did; without one at the counter. */
  filer: string | null;
  mandate: string | null;
  /** False while the case is a draft without a chain. */
  chained: boolean;
  /** Digest of the answers by which an officer would suspect a double. */
  likeness: string | null;
  /** The day on which it is erased; null while it is under way. */
  erase_on: string | null;
  erased_at: string | null;
  /** How many officers know of it at most; null where it is no secret. */
  secret: number | null;
};

/** False when the person already has an open draft of this service. */
export async function insertCase(
  q: Queryable,
  row: Pick<
    IndexRow,
    "id" | "service" | "agency" | "subject" | "applicant" | "state" | "created_at" | "updated_at" | "filer" | "mandate"
  >,
): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into case_index (id, service, agency, subject, applicant, state, created_at, updated_at, filer, mandate)
    values (${row.id}, ${row.service}, ${row.agency}, ${row.subject}, ${row.applicant}, ${row.state}, ${row.created_at}, ${row.updated_at},
      ${row.filer}, ${row.mandate})
    on conflict do nothing`);
  return inserted > 0;
}

export const findDraft = (
  q: Queryable,
  of: Pick<IndexRow, "service" | "subject" | "filer">,
): Promise<Pick<IndexRow, "id" | "mandate"> | undefined> =>
  q.one<Pick<IndexRow, "id" | "mandate">>(sql`
    select id, mandate from case_index
    where service = ${of.service} and subject = ${of.subject} and coalesce(filer, '') = ${of.filer ?? ""} and state = 'draft'`);

/** The index row, locked so that the case's writers take turns. */
export const lockCase = (q: Queryable, id: string): Promise<IndexRow | undefined> =>
  q.one<IndexRow>(sql`select * from case_index where id = ${id} for update`);

export const findCase = (q: Queryable, id: string): Promise<IndexRow | undefined> =>
  q.one<IndexRow>(sql`select * from case_index where id = ${id}`);

/** What was decided; null before. */
export const grantedIn = ({ ended, decision }: Case): boolean | null =>
  ended?.end === "granted" ? true : ended?.end === "refused" ? false : (decision?.granted ?? null);

/** What lists and queues show of a case, after each of its actions. */
export async function updateIndex(
  q: Queryable,
  id: string,
  state: Case,
  { eraseOn, ...place }: QueuePlace & { eraseOn: string | null },
): Promise<void> {
  const granted = grantedIn(state);
  await q.run(sql`
    update case_index set state = ${state.state}, updated_at = ${state.updatedAt}, granted = ${granted}, definition = ${state.definition},
      submitted_at = ${state.submittedAt}, step = ${place.step}, kind = ${place.kind}, due = ${place.due}, role = ${place.role},
      office = ${place.office}, area = ${place.area}, assigned = ${place.assigned}, party = ${place.party}, erase_on = ${eraseOn}, chained = true
    where id = ${id}`);
}

/** Who takes part in a case, after answers that may name others than before. */
export async function replaceParties(q: Queryable, id: string, parties: readonly Party[]): Promise<void> {
  const keys = textArray(parties.map(({ key }) => key));
  await q.run(sql`delete from case_party where case_id = ${id} and key <> all (${keys}::text[])`);
  for (const { key, nationalId, name } of parties)
    await q.run(sql`
      insert into case_party (case_id, key, national_id, name) values (${id}, ${key}, ${nationalId}, ${name})
      on conflict (case_id, key) do update set national_id = excluded.national_id, name = excluded.name`);
}

export async function storeLikeness(q: Queryable, id: string, likeness: string): Promise<void> {
  await q.run(sql`update case_index set likeness = ${likeness} where id = ${id}`);
}

/** Other submitted cases of a service that look like this one, newest first. */
export const alikeCases = (q: Queryable, id: string): Promise<IndexRow[]> =>
  q.rows<IndexRow>(sql`
    select other.* from case_index one join case_index other using (service, likeness)
    where one.id = ${id} and other.id <> one.id and other.state not in ('draft', 'discarded', 'withdrawn')
    order by other.id desc limit 20`);

export const summaryOf = (row: IndexRow): CaseSummary => ({
  id: row.id,
  service: row.service,
  named: row.definition ?? row.service,
  state: row.state as CaseSummary["state"],
  granted: row.granted,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  applicant: row.applicant,
  subject: row.subject,
  due: row.due,
});

/** A person's cases: their own, and those that they filed by mandates in force. What others prepare for them is not theirs yet. */
export const casesOfSubject = (
  q: Queryable,
  { subject, mandates }: { subject: string; mandates: readonly string[] },
  before: string | null,
  limit: number,
): Promise<IndexRow[]> =>
  q.rows<IndexRow>(sql`
    select * from (
      (select * from case_index where subject = ${subject} and (filer is null or state <> 'draft') and state <> 'discarded' and erased_at is null
        and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit})
      union all
      (select * from case_index where filer = ${subject} and mandate = any(${textArray(mandates)}::text[]::uuid[]) and state <> 'discarded'
        and erased_at is null and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit})) one
    order by id desc limit ${limit}`);

/** What an officer has begun at the counter and not filed yet. */
export const draftsAtCounter = (q: Queryable, filer: string, before: string | null, limit: number): Promise<IndexRow[]> =>
  q.rows<IndexRow>(sql`
    select * from case_index where filer = ${filer} and mandate is null and state = 'draft' and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit}`);

/** Other cases of a person for a service that are under way or granted: what is granted once is compared with them. */
export const standingCases = (
  q: Queryable,
  of: { subject: string; service: string; besides: string },
): Promise<{ id: string }[]> =>
  q.rows<{ id: string }>(sql`
    select id from case_index where subject = ${of.subject} and service = ${of.service} and id <> ${of.besides}
      and erased_at is null and state not in ('draft', 'withdrawn', 'discarded', 'closed')
      and granted is distinct from false order by id desc limit 200`);

/** A submission waits here for others of the same person and service: of two at once, the second sees the first. */
export async function waitForOthers(q: Queryable, subject: string, service: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`case once ${service} ${subject}`}, 0))`);
}

/** How many cases of a person stand where. */
export const countsOf = (q: Queryable, subject: string): Promise<{ state: string; n: number }[]> =>
  q.rows<{ state: string; n: number }>(
    sql`select state, count(*)::int as n from case_index
      where subject = ${subject} and (filer is null or state <> 'draft') and state <> 'discarded' and erased_at is null group by state`,
  );

export type CertificateRow = { code: string; case_id: string; token: string; issued_at: string };

export async function insertCertificate(q: Queryable, row: CertificateRow): Promise<void> {
  await q.run(
    sql`insert into certificate (code, case_id, token, issued_at)
      values (${row.code}, ${row.case_id}, ${row.token}, ${row.issued_at})`,
  );
}

export const findCertificate = (q: Queryable, code: string): Promise<CertificateRow | undefined> =>
  q.one<CertificateRow>(sql`select * from certificate where code = ${code}`);

/** The certificates of a case, in the order in which they were issued. */
export const certificatesOfCase = (q: Queryable, caseId: string): Promise<CertificateRow[]> =>
  q.rows<CertificateRow>(sql`select * from certificate where case_id = ${caseId} order by issued_at, code limit 100`);

export async function insertRevocation(q: Queryable, code: string, at: string): Promise<void> {
  await q.run(sql`insert into certificate_revocation (code, at) values (${code}, ${at}) on conflict do nothing`);
}

export const revokedAt = async (q: Queryable, code: string): Promise<string | null> =>
  (await q.one<{ at: string }>(sql`select at from certificate_revocation where code = ${code}`))?.at ?? null;

/** A person's certificates, newest first; `before` is the case of the last one seen. */
export const certificatesOf = (
  q: Queryable,
  subject: string,
  before: string | null,
  limit: number,
): Promise<(CertificateRow & Pick<IndexRow, "service" | "definition">)[]> =>
  q.rows<CertificateRow & Pick<IndexRow, "service" | "definition">>(sql`
    select c.*, i.service, i.definition from certificate c join case_index i on i.id = c.case_id
    where i.subject = ${subject} and (${before}::uuid is null or c.case_id < ${before}::uuid) order by c.case_id desc limit ${limit}`);

export const countCertificates = async (q: Queryable, subject: string): Promise<number> =>
  (await q.one<{ n: number }>(
    sql`select count(*)::int as n from certificate c join case_index i on i.id = c.case_id where i.subject = ${subject}`,
  ))!.n;

/** The cases of a service that stand on a step, locked in the order of their ids so that two who do this do not wait for each other. */
export const lockCasesAt = (q: Queryable, at: { service: string; step: string }): Promise<IndexRow[]> =>
  q.rows<IndexRow>(sql`
    select * from case_index where service = ${at.service} and step = ${at.step} order by id limit 2000 for update`);

/** Cases of others that wait for a person: for a signature, or for answers of the party that the person is; newest first. */
export const casesToSign = (q: Queryable, nationalId: string, before: string | null, limit: number): Promise<IndexRow[]> =>
  q.rows<IndexRow>(sql`
    select c.* from case_index c where (c.kind = 'sign' or c.party is not null) and (${before}::uuid is null or c.id < ${before}::uuid)
      and exists (select from case_party p where p.case_id = c.id and p.national_id = ${nationalId}
        and (c.party is null or p.key = c.party or starts_with(p.key, c.party || '.')))
    order by c.id desc limit ${limit}`);

/** Cases in which a party had to act until a day that is over. */
export const overdueCases = (q: Queryable, today: string): Promise<{ id: string }[]> =>
  q.rows<{ id: string }>(sql`
    select id from case_index where due < ${today}::date and kind in ('fill', 'sign', 'ask', 'pay', 'await') order by due, id limit 200`);
