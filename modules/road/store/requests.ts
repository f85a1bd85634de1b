import { json, type Queryable, sql } from "@troad/kernel";
import type { ManagementRequest, RequestState } from "../domain/requests.ts";

export type RequestRow = {
  id: string;
  at: string;
  type: ManagementRequest["type"];
  member: string;
  server: string | null;
  content: ManagementRequest;
  sealed: string;
};
export type StateRow = { seq: number; at: string; state: RequestState; actor: string; reason: string | null };
export type CheckRow = { name: string; measured: string; expected: string; ok: boolean; at: string };

/** False when a request of that id is there. */
export async function insertRequest(q: Queryable, at: string, content: ManagementRequest, sealed: string, proof: string | null) {
  const inserted = await q.run(sql`
    insert into management_request (id, at, type, member, server, content, sealed, proof)
    values (${content.id}, ${at}, ${content.type}, ${content.member}, ${content.server}, ${json(content)}, ${sealed}, ${proof})
    on conflict do nothing`);
  return inserted > 0;
}

export const findRequest = (q: Queryable, id: string): Promise<RequestRow | undefined> =>
  q.one<RequestRow>(sql`select id, at, type, member, server, content, sealed from management_request where id = ${id}`);

export type RequestFilter = { state: RequestState | null; type: string | null; member: string | null };

/** Newest first; `state` narrows to requests that stand there now. */
export const listRequests = (
  q: Queryable,
  query: RequestFilter & { before: string | null; limit: number },
): Promise<(RequestRow & { state: RequestState })[]> =>
  q.rows<RequestRow & { state: RequestState }>(sql`
    select r.id, r.at, r.type, r.member, r.server, r.content, r.sealed, s.state from management_request r
    join lateral (select state from management_state where request = r.id order by seq desc limit 1) s on true
    where (${query.state}::text is null or s.state = ${query.state})
      and (${query.type}::text is null or r.type = ${query.type}) and (${query.member}::text is null or r.member = ${query.member})
      and (${query.before}::uuid is null or (r.at, r.id) < (select at, id from management_request where id = ${query.before}::uuid))
    order by r.at desc, r.id desc limit ${query.limit}`);

/** Requests that wait for a decision, and the first of them. */
export const countWaiting = async (q: Queryable): Promise<{ count: number; oldest: string | null }> =>
  (await q.one<{ count: number; oldest: string | null }>(sql`
    select count(*)::int as count, min(r.at) as oldest from management_request r
    join lateral (select state from management_state where request = r.id order by seq desc limit 1) s on s.state = 'submitted'`))!;

export const statesOf = (q: Queryable, id: string): Promise<StateRow[]> =>
  q.rows<StateRow>(sql`select seq, at, state, actor, reason from management_state where request = ${id} order by seq`);

export async function insertState(q: Queryable, id: string, row: StateRow): Promise<void> {
  await q.run(sql`
    insert into management_state (request, seq, at, state, actor, reason)
    values (${id}, ${row.seq}, ${row.at}, ${row.state}, ${row.actor}, ${row.reason})`);
}

export const checksOf = (q: Queryable, id: string): Promise<CheckRow[]> =>
  q.rows<CheckRow>(sql`select name, measured, expected, ok, at from onboarding_check where request = ${id} order by seq`);

export async function insertCheck(q: Queryable, id: string, row: CheckRow): Promise<void> {
  await q.run(sql`
    insert into onboarding_check (request, at, name, measured, expected, ok)
    values (${id}, ${row.at}, ${row.name}, ${row.measured}, ${row.expected}, ${row.ok})`);
}
