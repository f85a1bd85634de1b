import { type Queryable, sql } from "@troad/kernel";
import type { Role } from "../api.ts";
import type { CardAction } from "../domain/card-state.ts";
import type { Method } from "../domain/methods.ts";

export type SignInRow = {
  id: string;
  subject: string;
  method: Method;
  credential: string;
  client: string;
  agent: string;
  grant_id: string | null;
  at: string;
  seen_at: string;
};
export type EndReason = "signed-out" | "ended-by-holder" | "card-suspended" | "card-revoked" | "passkey-removed";

export async function insertSignIn(q: Queryable, row: Omit<SignInRow, "grant_id" | "seen_at">): Promise<void> {
  await q.run(sql`
    insert into sign_in (id, subject, method, credential, client, agent, at, seen_at)
    values (${row.id}, ${row.subject}, ${row.method}, ${row.credential}, ${row.client}, ${row.agent}, ${row.at}, ${row.at})`);
}

/** A sign-in that has not ended with its person's roles and, where it was by card, what was last done with that card. */
export type Standing = Pick<SignInRow, "subject" | "method" | "credential" | "seen_at"> & {
  roles: Role[];
  /** Null where the person has no card of this serial number. */
  card: { action: CardAction | null } | null;
};

/** All of it in one statement, since every page of a signed-in person asks. */
export const findStanding = (q: Queryable, id: string): Promise<Standing | undefined> =>
  q.one<Standing>(sql`
    select s.subject, s.method, s.credential, s.seen_at, p.roles,
      (select json_build_object('action',
          (select action from card_action a where a.serial = c.serial order by seq desc limit 1))
        from card c where c.serial = s.credential and c.subject = s.subject) as card
    from sign_in s join person p on p.subject = s.subject where s.id = ${id} and s.ended_at is null`);

/** The sign-ins of a person that were used since `from`, newest first. */
export const signInsOf = (q: Queryable, subject: string, from: string): Promise<SignInRow[]> =>
  q.rows<SignInRow>(sql`
    select id, subject, method, credential, client, agent, grant_id, at, seen_at from sign_in
    where subject = ${subject} and ended_at is null and seen_at > ${from} order by at desc limit 50`);

export async function seeSignIn(q: Queryable, id: string, at: string): Promise<void> {
  await q.run(sql`update sign_in set seen_at = ${at} where id = ${id}`);
}

/** Links a service's grant to a sign-in. The same browser may sign in again under one grant, which then depends on the newest sign-in. */
export async function linkGrant(q: Queryable, id: string, grantId: string): Promise<void> {
  await q.run(sql`update sign_in set grant_id = null where grant_id = ${grantId} and id <> ${id}`);
  await q.run(sql`update sign_in set grant_id = ${grantId} where id = ${id}`);
}

export const signInOfGrant = (q: Queryable, grantId: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`select id from sign_in where grant_id = ${grantId} and ended_at is null`);

/**
 * Ends sign-ins of a person (all, one, all but one, or those by one credential), with the provider's sessions, grants and tokens for them.
 */
export async function endSignIns(
  q: Queryable,
  which: { subject: string; id?: string; except?: string; credential?: string },
  reason: EndReason,
  at: string,
): Promise<number> {
  const ended = await q.rows<{ id: string; grant_id: string | null }>(sql`
    update sign_in set ended_at = ${at}, end_reason = ${reason}
    where subject = ${which.subject} and ended_at is null
      and (${which.id ?? null}::text is null or id = ${which.id ?? null})
      and (${which.except ?? null}::text is null or id <> ${which.except ?? null})
      and (${which.credential ?? null}::text is null or credential = ${which.credential ?? null})
    returning id, grant_id`);
  const grants = ended.flatMap(({ grant_id: grant }) => (grant === null ? [] : [grant]));
  await q.run(sql`delete from session where sign_in = any (${ended.map(({ id }) => id)}::text[])`);
  await q.run(sql`
    delete from oidc_state s where s.payload ->> 'accountId' = ${which.subject} and (s.grant_id = any (${grants}::text[])
      or (s.model = 'Grant' and s.id = any (${grants}::text[]))
      or (s.model = 'Session' and exists (
        select 1 from jsonb_each(s.payload -> 'authorizations') a where a.value ->> 'grantId' = any (${grants}::text[]))))`);
  return ended.length;
}

/** All provider state about a person, including a session that no service uses yet. */
export async function endProviderState(q: Queryable, subject: string): Promise<void> {
  await q.run(sql`delete from oidc_state where payload ->> 'accountId' = ${subject}`);
}
