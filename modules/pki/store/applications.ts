import { type Queryable, sql, textArray } from "@troad/kernel";

export type ApplicationRow = {
  id: string;
  at: string;
  profile: "seal" | "tls" | "encryption";
  member: string;
  organization: string;
  hosts: string[];
  key_place: "chip" | "file";
  csr: string;
  contact: string;
  secret_hash: string;
};
export type DecisionRow = { application: string; at: string; actor: string; serial: string | null; reason: string };
export type DecidedRow = ApplicationRow & {
  decided_at: string | null;
  serial: string | null;
  reason: string | null;
  pem: string | null;
};

export async function insertApplication(q: Queryable, row: ApplicationRow): Promise<void> {
  await q.run(sql`
    insert into application (id, at, profile, member, organization, hosts, key_place, csr, contact, secret_hash)
    values (${row.id}, ${row.at}, ${row.profile}, ${row.member}, ${row.organization}, ${textArray(row.hosts)}::text[], ${row.key_place}, ${row.csr},
      ${row.contact}, ${row.secret_hash})`);
}

export const findApplication = (q: Queryable, id: string): Promise<DecidedRow | undefined> =>
  q.one<DecidedRow>(sql`
    select a.*, d.at as decided_at, d.serial, d.reason, c.pem from application a
    left join application_decision d on d.application = a.id left join certificate c on c.serial = d.serial where a.id = ${id}`);

/** Those that wait for a decision, oldest first; after one of them. */
export const pendingApplications = (q: Queryable, limit: number, after: string | null = null): Promise<ApplicationRow[]> =>
  q.rows<ApplicationRow>(sql`
    select a.* from application a where not exists (select from application_decision d where d.application = a.id)
      and (${after}::uuid is null or (a.at, a.id) > (select b.at, b.id from application b where b.id = ${after}::uuid))
    order by a.at, a.id limit ${limit}`);

/** Decisions on one application take turns until their transactions end. */
export async function lockApplication(q: Queryable, id: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(${`application:${id}`}))`);
}

export async function insertDecision(q: Queryable, row: DecisionRow): Promise<void> {
  await q.run(sql`
    insert into application_decision (application, at, actor, serial, reason)
    values (${row.application}, ${row.at}, ${row.actor}, ${row.serial}, ${row.reason})`);
}

export const findIssued = (
  q: Queryable,
  serial: string,
): Promise<{ pem: string; profile: string; not_after: string } | undefined> =>
  q.one(sql`select pem, profile, not_after from certificate where serial = ${serial}`);
