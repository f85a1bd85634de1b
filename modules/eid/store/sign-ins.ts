import { type Queryable, sql, textArray } from "@troad/kernel";
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
export type EndReason = "signed-out" | "ended-by-holder" | "card-suspended" | "card-revoked" | "passkey-removed" | "locked";

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
  locked: boolean;
};

/** All of it in one statement, since every page of a signed-in person asks. */
export const findStanding = (q: Queryable, id: string): Promise<Standing | undefined> =>
  q.one<Standing>(sql`
    select s.subject, s.method, s.credential, s.seen_at, p.roles,
      (select json_build_object('action',
          (select action from card_action a where a.serial = c.serial order by seq desc limit 1))
        from card c where c.serial = s.credential and c.subject = s.subject) as card,
      coalesce((select l.action = 'lock' from identity_lock l where l.subject = s.subject order by seq desc limit 1), false) as locked
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
  which: { subject: string; id?: string; except?: string; credential?: string; client?: string },
  reason: EndReason,
  at: string,
): Promise<number> {
  const ended = await q.rows<{ id: string; grant_id: string | null }>(sql`
    update sign_in set ended_at = ${at}, end_reason = ${reason}
    where subject = ${which.subject} and ended_at is null
      and (${which.id ?? null}::text is null or id = ${which.id ?? null})
      and (${which.except ?? null}::text is null or id <> ${which.except ?? null})
      and (${which.credential ?? null}::text is null or credential = ${which.credential ?? null})
      and (${which.client ?? null}::text is null or client = ${which.client ?? null})
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
  await q.run(sql`
    delete from oidc_state where payload ->> 'accountId' = ${subject}
      or (model = 'Interaction' and (payload #>> '{result,login,accountId}' = ${subject}
        or payload #>> '{lastSubmission,login,accountId}' = ${subject}))`);
}

/** A further client in a browser that is signed in: a sign-in of its own, by the proof of the one that stands. */
export async function shareSignIn(
  q: Queryable,
  { id, grants, grant, client, at }: { id: string; grants: string[]; grant: string; client: string; at: string },
): Promise<void> {
  await q.run(sql`
    insert into sign_in (id, subject, method, credential, client, agent, grant_id, at, seen_at)
    select ${id}, subject, method, credential, ${client}, agent, ${grant}, ${at}, ${at} from sign_in
    where grant_id = any (${textArray(grants)}::text[]) and ended_at is null order by at desc limit 1
    on conflict (grant_id) do nothing`);
}

/** The clients that have a session of this person (of one browser), what each knows it by, and whom it is about: by mandate, the represented. */
export const clientSessionsOf = (
  q: Queryable,
  subject: string,
  session: string | null,
): Promise<{ client: string; sid: string; about: string }[]> =>
  q.rows<{ client: string; sid: string; about: string }>(sql`
    select a.key as client, a.value ->> 'sid' as sid, coalesce(d.represented, ${subject}) as about
    from oidc_state s cross join jsonb_each(s.payload -> 'authorizations') a
    left join delegation d on d.grant_id = a.value ->> 'grantId'
    where s.model = 'Session' and s.payload ->> 'accountId' = ${subject} and a.value ->> 'sid' is not null
      and (${session}::text is null or s.uid = ${session}) limit 1000`);

/** A sign-in that has not ended. */
export const signInOfId = (q: Queryable, id: string): Promise<{ id: string } | undefined> =>
  q.one<{ id: string }>(sql`select id from sign_in where id = ${id} and ended_at is null`);
