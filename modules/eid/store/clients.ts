import { json, type Queryable, sql } from "@troad/kernel";
import type { ClientRegistration } from "../clients/registration.ts";

export type ClientRow = {
  client: string;
  version: number;
  sector: string;
  registration: ClientRegistration;
  applied_by: string;
  at: string;
  decision: "approved" | "refused" | "closed" | null;
  reason: string | null;
};

/** False if the version exists already: of two changes at the same moment one wins. */
export const insertVersion = async (q: Queryable, row: Omit<ClientRow, "decision" | "reason">): Promise<boolean> =>
  (await q.run(sql`
    insert into client_version (client, version, sector, registration, applied_by, at)
    values (${row.client}, ${row.version}, ${row.sector}, ${json(row.registration)}, ${row.applied_by}, ${row.at})
    on conflict do nothing`)) === 1;

export async function insertDecision(
  q: Queryable,
  row: { client: string; version: number; decision: string; officer: string; reason: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into client_decision (client, version, decision, officer, reason, at)
    values (${row.client}, ${row.version}, ${row.decision}, ${row.officer}, ${row.reason}, ${row.at})`);
}

/** The version in force: the newest that was approved, unless the client was closed after it. */
export const findClientInForce = (q: Queryable, client: string): Promise<ClientRow | undefined> =>
  q.one<ClientRow>(sql`
    select v.*, d.decision, d.reason from client_version v
    join lateral (select * from client_decision d where d.client = v.client and d.version = v.version order by seq desc limit 1) d on true
    where v.client = ${client} and d.decision = 'approved'
      and not exists (select 1 from client_decision c where c.client = v.client and c.decision = 'closed' and c.seq > d.seq)
    order by v.version desc limit 1`);

/** Versions of clients, newest first: of one client, of an applicant, or of all that wait for a decision. */
export const findVersions = (
  q: Queryable,
  which: { client?: string; appliedBy?: string; waiting?: boolean; before?: string | undefined; limit: number },
): Promise<ClientRow[]> =>
  q.rows<ClientRow>(sql`
    select v.*, d.decision, d.reason from client_version v
    left join lateral (select * from client_decision d where d.client = v.client and d.version = v.version order by seq desc limit 1) d on true
    where (${which.client ?? null}::text is null or v.client = ${which.client ?? null})
      and (${which.appliedBy ?? null}::text is null or v.applied_by = ${which.appliedBy ?? null})
      and (not ${which.waiting ?? false} or d.decision is null)
      and (${which.before ?? null}::timestamptz is null or v.at < ${which.before ?? null}::timestamptz)
    order by v.at desc, v.client limit ${which.limit}`);

export async function lockClient(q: Queryable, client: string): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(${`client:${client}`}))`);
}
