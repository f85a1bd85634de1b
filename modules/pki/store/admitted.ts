import { type Queryable, sql } from "@troad/kernel";

type Admitted = { agency: string; member: string; present: boolean };

/** The member of an agency that joined while the platform was running, according to the newest row. */
export const findAdmitted = (q: Queryable, agency: string): Promise<Admitted | undefined> =>
  q.one<Admitted>(sql`select agency, member, present from admitted_member where agency = ${agency} order by seq desc limit 1`);

export async function insertAdmitted(q: Queryable, at: string, { agency, member, present }: Admitted): Promise<void> {
  await q.run(sql`insert into admitted_member (at, agency, member, present) values (${at}, ${agency}, ${member}, ${present})`);
}
