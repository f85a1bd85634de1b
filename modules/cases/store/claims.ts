import { type Queryable, sql, textArray } from "@troad/kernel";

/** Cases that claim the same wait for each other here, in the order of their claims. */
export async function waitForClaims(q: Queryable, claims: readonly string[]): Promise<void> {
  for (const claim of [...claims].sort())
    await q.run(sql`select pg_advisory_xact_lock(hashtextextended(${`case claim ${claim}`}, 0))`);
}

/** What a case claims now. */
export async function replaceClaims(q: Queryable, id: string, claims: readonly string[]): Promise<void> {
  await q.run(sql`delete from case_claim where case_id = ${id}`);
  for (const claim of claims) await q.run(sql`insert into case_claim (case_id, claim) values (${id}, ${claim})`);
}

/** Other cases that claim the same and have not lost it: neither withdrawn, nor refused, nor erased. */
export const claimedElsewhere = (
  q: Queryable,
  id: string,
  claims: readonly string[],
): Promise<{ case_id: string; claim: string }[]> =>
  q.rows<{ case_id: string; claim: string }>(sql`
    select c.case_id, c.claim from case_claim c join case_index i on i.id = c.case_id
    where c.claim = any(${textArray(claims)}::text[]) and c.case_id <> ${id} and i.erased_at is null
      and i.state not in ('withdrawn', 'discarded', 'closed') and i.granted is distinct from false
    order by c.case_id limit 200`);
