import { type Queryable, sql, textArray } from "@troad/kernel";

export type AgreementRow = { client: string; scopes: string[]; version: number; at: string };

export const findAgreement = (q: Queryable, subject: string, client: string): Promise<AgreementRow | undefined> =>
  q.one<AgreementRow>(sql`
    select client, scopes, version, at from agreement where subject = ${subject} and client = ${client}`);

export const agreementsOf = (q: Queryable, subject: string): Promise<AgreementRow[]> =>
  q.rows<AgreementRow>(
    sql`select client, scopes, version, at from agreement where subject = ${subject} order by at desc limit 100`,
  );

export async function storeAgreement(q: Queryable, subject: string, row: AgreementRow): Promise<void> {
  await q.run(sql`
    insert into agreement (subject, client, scopes, version, at)
    values (${subject}, ${row.client}, ${textArray(row.scopes)}::text[], ${row.version}, ${row.at})
    on conflict (subject, client) do update set scopes = excluded.scopes, version = excluded.version, at = excluded.at`);
}

export const deleteAgreement = async (q: Queryable, subject: string, client: string): Promise<boolean> =>
  (await q.run(sql`delete from agreement where subject = ${subject} and client = ${client}`)) === 1;
