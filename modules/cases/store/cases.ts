import { defineLedger, type Queryable, sql } from "@troad/kernel";
import type { CaseSummary } from "../api.ts";
import type { Case } from "../domain/actions.ts";

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
};

/** False when the person already has an open draft of this service. */
export async function insertCase(q: Queryable, row: Omit<IndexRow, "granted">): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into case_index (id, service, agency, subject, applicant, state, created_at, updated_at)
    values (${row.id}, ${row.service}, ${row.agency}, ${row.subject}, ${row.applicant}, ${row.state}, ${row.created_at}, ${row.updated_at})
    on conflict do nothing`);
  return inserted > 0;
}

export const findDraft = (q: Queryable, service: string, subject: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`select id from case_index where service = ${service} and subject = ${subject} and state = 'draft'`);

/** The index row, locked so that the case's writers take turns. */
export const lockCase = (q: Queryable, id: string): Promise<IndexRow | undefined> =>
  q.one<IndexRow>(sql`select * from case_index where id = ${id} for update`);

export const findCase = (q: Queryable, id: string): Promise<IndexRow | undefined> =>
  q.one<IndexRow>(sql`select * from case_index where id = ${id}`);

export async function updateIndex(
  q: Queryable,
  id: string,
  state: Pick<Case, "state" | "updatedAt" | "decision">,
): Promise<void> {
  const granted = state.decision?.granted ?? null;
  await q.run(
    sql`update case_index set state = ${state.state}, updated_at = ${state.updatedAt}, granted = ${granted} where id = ${id}`,
  );
}

export const summaryOf = (row: IndexRow): CaseSummary => ({
  id: row.id,
  service: row.service,
  state: row.state as CaseSummary["state"],
  granted: row.granted,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  applicant: row.applicant,
});

export async function casesOfSubject(
  q: Queryable,
  subject: string,
  before: string | null,
  limit: number,
): Promise<CaseSummary[]> {
  const rows = await q.rows<IndexRow>(sql`
    select * from case_index where subject = ${subject} and state <> 'discarded' and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit}`);
  return rows.map(summaryOf);
}

/** Other cases of a person for a service that are under way or granted: what is granted once is compared with them. */
export const standingCases = (
  q: Queryable,
  of: { subject: string; service: string; besides: string },
): Promise<{ id: string }[]> =>
  q.rows<{ id: string }>(sql`
    select id from case_index where subject = ${of.subject} and service = ${of.service} and id <> ${of.besides}
      and state not in ('draft', 'withdrawn', 'discarded') and granted is distinct from false order by id desc limit 200`);

/** Anyone who submits waits here for other submissions of the same person and service: of two at once, the second sees the first. */
export async function serializeSubmissions(q: Queryable, subject: string, service: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`case once ${service} ${subject}`}, 0))`);
}

/** How many cases of a person stand where. */
export const countsOf = (q: Queryable, subject: string): Promise<{ state: string; n: number }[]> =>
  q.rows<{ state: string; n: number }>(
    sql`select state, count(*)::int as n from case_index where subject = ${subject} and state <> 'discarded' group by state`,
  );

export type CertificateRow = { code: string; case_id: string; token: string; issued_at: string };

export async function insertCertificate(q: Queryable, row: CertificateRow): Promise<void> {
  await q.run(
    sql`insert into certificate (code, case_id, token, issued_at)
      values (${row.code}, ${row.case_id}, ${row.token}, ${row.issued_at}) on conflict (case_id) do nothing`,
  );
}

export const findCertificate = (q: Queryable, code: string): Promise<CertificateRow | undefined> =>
  q.one<CertificateRow>(sql`select * from certificate where code = ${code}`);

export const certificateOfCase = (q: Queryable, caseId: string): Promise<CertificateRow | undefined> =>
  q.one<CertificateRow>(sql`select * from certificate where case_id = ${caseId}`);

/** A person's certificates, newest first; `before` is the case of the last one seen. */
export const certificatesOf = (q: Queryable, subject: string, before: string | null, limit: number): Promise<CertificateRow[]> =>
  q.rows<CertificateRow>(sql`
    select c.* from certificate c join case_index i on i.id = c.case_id
    where i.subject = ${subject} and (${before}::uuid is null or c.case_id < ${before}::uuid) order by c.case_id desc limit ${limit}`);

export const countCertificates = async (q: Queryable, subject: string): Promise<number> =>
  (await q.one<{ n: number }>(
    sql`select count(*)::int as n from certificate c join case_index i on i.id = c.case_id where i.subject = ${subject}`,
  ))!.n;
