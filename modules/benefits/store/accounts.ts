import { type Queryable, sql, textArray } from "@troad/kernel";
import type { AccountKind } from "../domain/account.ts";

export type AccountRow = {
  id: string;
  subject: string;
  kind: AccountKind;
  account: string;
  holder: string;
  guardian: string | null;
  proof: "bank" | "none";
  registeredBy: string;
  at: string;
};
export type Valid = AccountRow & { looked: boolean; before: { kind: AccountKind; account: string } | null };

export async function insertAccount(q: Queryable, row: AccountRow): Promise<void> {
  await q.run(sql`
    insert into account (id, subject, kind, account, holder, guardian, proof, registered_by, at)
    values (${row.id}, ${row.subject}, ${row.kind}, ${row.account}, ${row.holder}, ${row.guardian}, ${row.proof}, ${row.registeredBy}, ${row.at})`);
}

/** One at a time changes a person's account. */
export const lockAccounts = (q: Queryable, subject: string): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`account ${subject}`}, 0))`);

/** The account of a person that is valid now, and the kind of the one before. */
export const validAccount = (q: Queryable, subject: string): Promise<Valid | undefined> =>
  q.one<Valid>(sql`
    select a.id, a.subject, a.kind, a.account, a.holder, a.guardian, a.proof, a.registered_by as "registeredBy", a.at,
      exists (select from account_look l where l.account = a.id) as looked,
      (select jsonb_build_object('kind', b.kind, 'account', b.account) from account b where b.subject = a.subject and b.no < a.no
        order by b.no desc limit 1) as before
    from account a where a.subject = ${subject} order by a.no desc limit 1`);

export const accountById = (q: Queryable, id: string): Promise<(AccountRow & { valid: boolean }) | undefined> =>
  q.one<AccountRow & { valid: boolean }>(sql`
    select a.id, a.subject, a.kind, a.account, a.holder, a.guardian, a.proof, a.registered_by as "registeredBy", a.at,
      not exists (select from account n where n.subject = a.subject and n.no > a.no) as valid
    from account a where a.id = ${id}`);

export async function insertLook(q: Queryable, look: { account: string; by: string; reason: string; at: string }): Promise<void> {
  await q.run(sql`
    insert into account_look (account, by, reason, at) values (${look.account}, ${look.by}, ${look.reason}, ${look.at}) on conflict do nothing`);
}

export type WaitingLook = AccountRow & { before: string | null };
/** Valid accounts that may wait for a look: changed since `since`, unproved, or no longer protected; oldest first. */
export const waitingLooks = (q: Queryable, since: string, schemes: readonly string[], limit: number): Promise<WaitingLook[]> =>
  q.rows<WaitingLook>(sql`
    select a.id, a.subject, a.kind, a.account, a.holder, a.guardian, a.proof, a.registered_by as "registeredBy", a.at, b.account as before
    from account a left join lateral (
      select x.account, x.kind from account x where x.subject = a.subject and x.no < a.no order by x.no desc limit 1) b on true
    where not exists (select from account n where n.subject = a.subject and n.no > a.no)
      and not exists (select from account_look l where l.account = a.id)
      and exists (select from entitlement e where e.subject = a.subject and e.scheme = any(${textArray(schemes)}::text[]))
      and (a.proof = 'none' or (b.kind = 'protected' and a.kind <> 'protected') or (b.account is not null and a.at > ${since}))
    order by a.no limit ${limit}`);
