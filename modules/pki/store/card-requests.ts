import { type Queryable, sql } from "@troad/kernel";

/** False if this request has its certificate for that key already. */
export const insertCardRequest = async (q: Queryable, request: string, profile: string, serial: string): Promise<boolean> =>
  (await q.run(sql`
    insert into card_request (request, profile, serial) values (${request}, ${profile}, ${serial}) on conflict (request, profile) do nothing`)) ===
  1;

/** Serial numbers of the certificates that were made for a request. */
export const serialsOfRequest = async (q: Queryable, request: string): Promise<string[]> =>
  (await q.rows<{ serial: string }>(sql`select serial from card_request where request = ${request} order by profile`)).map(
    ({ serial }) => serial,
  );
