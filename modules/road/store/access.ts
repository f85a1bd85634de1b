import type { StoredAgreement } from "@troad/directory";
import { defineLedger, json, type OpenLedger, type Queryable, sql } from "@troad/kernel";
import type { AccessAction, AccessState, Application } from "../domain/application.ts";

/** The actions of all applications for access, a stream for each. */
export const accessLedger = defineLedger({
  name: "access",
  table: "access_action",
  stream: { column: "application", type: "text" },
});

export type AccessRow = {
  id: string;
  consumer: string;
  provider: string;
  state: AccessState;
  valid_until: string | null;
  granted: StoredAgreement | null;
  reminded: number | null;
  created_at: string;
  updated_at: string;
};

/** False when an application of that id is there. */
export async function insertAccess(
  q: Queryable,
  id: string,
  { consumer, provider, state, createdAt }: Application,
): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into access_index (id, consumer, provider, state, created_at, updated_at)
    values (${id}, ${consumer}, ${provider}, ${state}, ${createdAt}, ${createdAt}) on conflict do nothing`);
  return inserted > 0;
}

export async function updateAccess(q: Queryable, id: string, now: Application, granted: StoredAgreement | null): Promise<void> {
  await q.run(sql`
    update access_index set state = ${now.state}, valid_until = ${now.granted?.validUntil ?? null}, granted = ${granted === null ? null : json(granted)},
      reminded = ${now.reminded}, updated_at = ${now.updatedAt} where id = ${id}`);
}

export const findAccess = (q: Queryable, id: string): Promise<AccessRow | undefined> =>
  q.one<AccessRow>(sql`select * from access_index where id = ${id}`);

/** The index row, locked so that writers take turns. */
export const lockAccess = (q: Queryable, id: string): Promise<AccessRow | undefined> =>
  q.one<AccessRow>(sql`select * from access_index where id = ${id} for update`);

const likePrefix = (prefix: string): string => `${prefix.replace(/[%_\\]/g, "\\$&")}%`;

/** Applications of a member, whose identifiers begin with `prefix` (`TWDEMO/GOV/MOI/`), on one side of them or, without `side`, on either. */
export type AccessQuery = {
  prefix: string;
  side: "consumer" | "provider" | null;
  state: AccessState | null;
  before: string | null;
  limit: number;
};

/** Newest first. */
export function listAccess(q: Queryable, { prefix, side, state, before, limit }: AccessQuery): Promise<AccessRow[]> {
  const like = likePrefix(prefix);
  return q.rows<AccessRow>(sql`
    select * from access_index
    where ((${side ?? "consumer"} = 'consumer' and consumer like ${like}) or (${side ?? "provider"} = 'provider' and provider like ${like}))
      and (${state}::text is null or state = ${state})
      and (${before}::text is null or (created_at, id) < (select created_at, id from access_index where id = ${before}))
    order by created_at desc, id desc limit ${limit}`);
}

/** Rights that the index says are in force; what ends today holds through today. */
export const rightsInForce = async (q: Queryable, today: string): Promise<StoredAgreement[]> =>
  (
    await q.rows<{ granted: StoredAgreement }>(sql`
      select granted from access_index where state = 'approved' and granted is not null and (valid_until is null or valid_until >= ${today})
      order by id`)
  ).map(({ granted }) => granted);

/** Approved applications that end on or before `date`. */
export const endingBy = (q: Queryable, date: string): Promise<AccessRow[]> =>
  q.rows<AccessRow>(sql`
    select * from access_index where state = 'approved' and valid_until <= ${date} order by valid_until, id limit 500`);

/** The actions of an application, oldest first. The chain holds, so these are what `AccessStep` once appended. */
export const accessActions = async (ledger: OpenLedger, q: Queryable, id: string): Promise<AccessAction[]> =>
  (await ledger.read(q, id)) as unknown as AccessAction[];
