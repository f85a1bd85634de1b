import { type Queryable, sql } from "@troad/kernel";
import { useOnce } from "./once.ts";

export type DelegationRow = {
  grant_id: string;
  mandate: string;
  kind: string;
  represented: string;
  represented_name: string;
  holder: string;
  client: string;
  at: string;
  until: string | null;
};

export async function insertDelegation(q: Queryable, row: DelegationRow): Promise<void> {
  await q.run(sql`
    insert into delegation (grant_id, mandate, kind, represented, represented_name, holder, client, at, until)
    values (${row.grant_id}, ${row.mandate}, ${row.kind}, ${row.represented}, ${row.represented_name}, ${row.holder}, ${row.client}, ${row.at}, ${row.until})`);
}

/** `standing` is false once the mandate, its term or one of the two people ended it. */
export const delegationOfGrant = (
  q: Queryable,
  grantId: string,
  now: string,
): Promise<(DelegationRow & { standing: boolean }) | undefined> =>
  q.one(sql`
    select grant_id, mandate, kind, represented, represented_name, holder, client, at, until,
      (ended_at is null and (until is null or until > ${now}::timestamptz)) as standing
    from delegation where grant_id = ${grantId}`);

/** Those in force in which a person represents or is represented. */
export const delegationsOf = (q: Queryable, subject: string, now: string): Promise<DelegationRow[]> =>
  q.rows<DelegationRow>(sql`
    select d.* from delegation d join oidc_state g on g.model = 'Grant' and g.id = d.grant_id
    where (d.represented = ${subject} or d.holder = ${subject}) and d.ended_at is null and (d.until is null or d.until > ${now}::timestamptz)
      and (g.expires_at is null or g.expires_at > ${now}::timestamptz)
    order by d.at desc limit 50`);

/** Ends delegations of a mandate, or one of a person by its grant, with everything that stands under them; gives how many. */
export async function endDelegations(
  q: Queryable,
  which: { mandate?: string; grant?: string; subject?: string },
  now: string,
): Promise<number> {
  const ended = await q.rows<{ grant_id: string }>(sql`
    update delegation set ended_at = ${now}
    where ended_at is null and (${which.mandate ?? null}::uuid is null or mandate = ${which.mandate ?? null}::uuid)
      and (${which.grant ?? null}::text is null or grant_id = ${which.grant ?? null})
      and (${which.subject ?? null}::text is null or represented = ${which.subject ?? null} or holder = ${which.subject ?? null})
    returning grant_id`);
  const grants = ended.map(({ grant_id: grant }) => grant);
  await q.run(
    sql`delete from oidc_state where grant_id = any (${grants}::text[]) or (model = 'Grant' and id = any (${grants}::text[]))`,
  );
  return ended.length;
}

/** Says for a day that a mandate has ended, so that a sign-in under way cannot act by it. */
export async function markEnded(q: Queryable, mandate: string, until: string): Promise<void> {
  await lockMandate(q, mandate);
  await useOnce(q, "mandate-ended", mandate, until);
}

/** Whether a mandate was not said to have ended; until the transaction ends, nobody says so. */
export async function mandateStands(q: Queryable, mandate: string): Promise<boolean> {
  await lockMandate(q, mandate);
  return (await q.one(sql`select 1 as one from used_once where kind = 'mandate-ended' and key = ${mandate}`)) === undefined;
}

const lockMandate = (q: Queryable, mandate: string): Promise<unknown> =>
  q.run(sql`select pg_advisory_xact_lock(hashtext(${`mandate:${mandate}`}))`);
