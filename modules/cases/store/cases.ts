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
};

/** False when the person already has an open draft of this service. */
export async function insertCase(q: Queryable, row: IndexRow): Promise<boolean> {
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

export async function updateIndex(q: Queryable, id: string, state: Pick<Case, "state" | "updatedAt">): Promise<void> {
  await q.run(sql`update case_index set state = ${state.state}, updated_at = ${state.updatedAt} where id = ${id}`);
}

export const summaryOf = (row: IndexRow): CaseSummary => ({
  id: row.id,
  service: row.service,
  state: row.state as CaseSummary["state"],
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
    select * from case_index where subject = ${subject} and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${limit}`);
  return rows.map(summaryOf);
}

export type CertificateRow = { code: string; case_id: string; token: string; issued_at: string };

export async function insertCertificate(q: Queryable, row: CertificateRow): Promise<void> {
  await q.run(
    sql`insert into certificate (code, case_id, token, issued_at)
      values (${row.code}, ${row.case_id}, ${row.token}, ${row.issued_at}) on conflict (case_id) do nothing`,
  );
}

export const findCertificate = (q: Queryable, code: string): Promise<CertificateRow | undefined> =>
  q.one<CertificateRow>(sql`select * from certificate where code = ${code}`);
