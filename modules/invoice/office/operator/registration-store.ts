import { type Queryable, sql } from "@troad/kernel";

/** What the operator has registered: senders, applications and carriers, with how they stand. */
export type Standing = "active" | "suspended" | "ended";
type Page = { words: string; before: string | undefined; limit: number };
const like = (words: string): string => `%${words.replaceAll(/[\\%_]/g, "\\$&")}%`;
/** The place of a row in its list. */
const after = (before: string | undefined) => {
  const [at = "9999-12-31T00:00:00.000Z", id = ""] = before?.split(/ (.*)/s) ?? [];
  return { at, id };
};

export type SenderRow = {
  id: string;
  name: string;
  role: "shop" | "agent";
  sellers: string[];
  since: string;
  standing: Standing;
};
export const senderRows = (q: Queryable, { words, before, limit }: Page, id?: string) =>
  q.rows<SenderRow>(sql`
    select s.id, s.name, s.role, s.sellers, s.since,
      case when exists (select 1 from sender_end e where e.id = s.id) then 'ended' when is_suspended('sender', s.id) then 'suspended'
        else 'active' end as standing
    from sender s
    where (${id ?? null}::text is null or s.id = ${id ?? null}::text)
      and (${words} = '' or s.id = ${words} or s.name like ${like(words)} or s.sellers @> array[${words}]::text[])
      and (s.since, s.id) < (${after(before).at}::timestamptz, ${after(before).id})
    order by s.since desc, s.id desc limit ${limit}`);

export type Credential = {
  no: number;
  kind: "token" | "certificate";
  sha256: string;
  until: string | null;
  at: string;
  ended: boolean;
};
export const credentialsOf = (q: Queryable, sender: string) =>
  q.rows<Credential>(sql`
    select c.no::int as no, c.kind, c.sha256, c.until, c.at, exists (select 1 from sender_credential_end e where e.no = c.no) as ended
    from sender_credential c where c.sender = ${sender}
    union all
    select 0, k.kind, k.sha256, null, s.since, false from sender s
      cross join lateral (values ('token', s.token_sha256), ('certificate', s.certificate_sha256)) as k(kind, sha256)
    where s.id = ${sender} and k.sha256 is not null
    order by no desc limit 50`);
/** False if anybody has it. */
export async function insertCredential(
  q: Queryable,
  row: { sender: string; kind: "token" | "certificate"; sha256: string; until: string | null; by: string; at: string },
): Promise<boolean> {
  const done = await q.run(sql`
    insert into sender_credential (sender, kind, sha256, until, added_by, at)
    select ${row.sender}, ${row.kind}, ${row.sha256}, ${row.until}, ${row.by}, ${row.at}
    where not exists (select 1 from sender s where s.token_sha256 = ${row.sha256} or s.certificate_sha256 = ${row.sha256})
    on conflict do nothing`);
  return done === 1;
}
export const endCredential = (q: Queryable, row: { no: number; sender: string; by: string; at: string }): Promise<number> =>
  q.run(sql`
    insert into sender_credential_end (no, ended_by, at)
    select c.no, ${row.by}, ${row.at} from sender_credential c where c.no = ${row.no} and c.sender = ${row.sender} on conflict do nothing`);

export type AppRow = { id: string; name: string; since: string; standing: Standing; keys: number };
export const appRows = (q: Queryable, { words, before, limit }: Page, id?: string) =>
  q.rows<AppRow>(sql`
    select a.id, a.name, a.since, (select count(*)::int + 1 from app_key k where k.app = a.id) as keys,
      case when exists (select 1 from app_end e where e.id = a.id) then 'ended' when is_suspended('app', a.id) then 'suspended'
        else 'active' end as standing
    from app a
    where (${id ?? null}::text is null or a.id = ${id ?? null}::text)
      and (${words} = '' or a.id = ${words} or a.name like ${like(words)})
      and (a.since, a.id) < (${after(before).at}::timestamptz, ${after(before).id})
    order by a.since desc, a.id desc limit ${limit}`);
export const insertNewApp = (
  q: Queryable,
  row: { id: string; key: string; name: string; by: string; at: string },
): Promise<number> =>
  q.run(sql`
    insert into app (id, key, name, since, registered_by) values (${row.id}, ${row.key}, ${row.name}, ${row.at}, ${row.by})
    on conflict do nothing`);
export const insertAppKey = (q: Queryable, row: { id: string; key: string; by: string; at: string }): Promise<number> =>
  q.run(sql`insert into app_key (app, key, added_by, at) values (${row.id}, ${row.key}, ${row.by}, ${row.at})`);
export const endApp = (q: Queryable, row: { id: string; by: string; reason: string; at: string }): Promise<number> =>
  q.run(sql`
    insert into app_end (id, at, ended_by, reason) values (${row.id}, ${row.at}, ${row.by}, ${row.reason}) on conflict do nothing`);

export type CarrierRow = { type: string; id: string; display: string; since: string; standing: Standing };
/** Carriers that are looked for by their whole number alone: a list of all would be a list of everybody's. */
export const carrierRow = (q: Queryable, type: string, id: string) =>
  q.one<CarrierRow>(sql`
    select c.type, c.id, c.display, c.since, case when is_suspended('carrier', c.type || ' ' || c.id) then 'suspended' else 'active' end as standing
    from carrier c where c.type = ${type} and c.id = ${id}`);

export type Suspension = {
  about: "sender" | "app" | "carrier";
  id: string;
  suspended: boolean;
  reason: string;
  by: string;
  at: string;
};
/** Acts about one of them happen one after the other. */
export const lockRegistered = (q: Queryable, about: string, id: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`registered ${about} ${id}`}))`);
export const isSuspended = async (q: Queryable, about: string, id: string): Promise<boolean> =>
  (await q.one<{ suspended: boolean }>(sql`select is_suspended(${about}, ${id}) as suspended`))?.suspended ?? false;
export const insertSuspension = (q: Queryable, row: Suspension): Promise<number> =>
  q.run(sql`
    insert into suspension (about, id, suspended, reason, acted_by, at)
    values (${row.about}, ${row.id}, ${row.suspended}, ${row.reason}, ${row.by}, ${row.at})`);
export const suspensionsOf = (q: Queryable, about: string, id: string) =>
  q.rows<Pick<Suspension, "suspended" | "reason" | "at">>(sql`
    select suspended, reason, at from suspension where about = ${about} and id = ${id} order by no desc limit 20`);
