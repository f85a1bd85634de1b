import { json, type Queryable, sql } from "@troad/kernel";

export type SignatureRow = {
  request: string;
  business: string;
  business_name: string;
  signer: string;
  signer_name: string;
  fields: string[];
  at: string;
};

export const signaturesOf = (q: Queryable, request: string): Promise<SignatureRow[]> =>
  q.rows<SignatureRow>(sql`select * from company_signature where request = ${request} order by at, signer`);
/** False if this person signed it before. */
export const insertSignature = async (q: Queryable, row: SignatureRow): Promise<boolean> =>
  (await q.run(sql`
    insert into company_signature (request, business, business_name, signer, signer_name, fields, at)
    values (${row.request}, ${row.business}, ${row.business_name}, ${row.signer}, ${row.signer_name}, ${json(row.fields)}, ${row.at})
    on conflict do nothing`)) === 1;
