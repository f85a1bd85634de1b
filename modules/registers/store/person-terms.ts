import { type Queryable, sql, type Tx } from "@troad/kernel";
import { personTerm } from "../domain/terms.ts";

/** Keys of the records whose newest version names a person. */
export const keysOfPerson = async (q: Queryable, register: string, nationalId: string, limit: number): Promise<string[]> => {
  const rows = await q.rows<{ subject: string }>(sql`
    select subject from record_term where register = ${register} and field = ${personTerm} and term = ${nationalId}
    order by subject limit ${limit}`);
  return rows.map(({ subject }) => subject);
};

/** Once for each register: the terms of all records that are there, which were copied in without. Later versions bring their own. */
export async function fillPersonTerms(
  tx: Tx,
  { register, field, at }: { register: string; field: string; at: string },
): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`person terms ${register}`}))`);
  const filled = await tx.run(sql`insert into person_terms (register, at) values (${register}, ${at}) on conflict do nothing`);
  if (filled === 0) return;
  await tx.run(sql`
    insert into record_term (register, field, term, subject)
    select register, ${personTerm}, data ->> ${field}, subject from (
      select distinct on (subject) register, subject, data from record where register = ${register} order by subject, recorded_at desc) newest
    where data ->> ${field} is not null on conflict do nothing`);
}
