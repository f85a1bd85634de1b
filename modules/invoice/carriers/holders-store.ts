import { type Queryable, sql } from "@troad/kernel";
import type { CarrierId } from "./carriers-store.ts";

/** More carriers than this are nobody's purse. */
export const mostCarriers = 20;

/**
 * The carriers of a person: registered for them, or added with a verification code; not those that they removed. A code that was changed since ends
 * what was added with the one before, so that anyone who once knew it does not look on.
 */
export const carriersHeldBy = (q: Queryable, subject: string) =>
  q.rows<CarrierId>(sql`
    with latest as (
      select distinct on (type, id) no, type, id, held from carrier_holder where subject = ${subject} order by type, id, no desc)
    select l.type, l.id from latest l where l.held
      and not exists (select 1 from carrier_code k where k.type = l.type and k.id = l.id and k.no > l.no)
    union
    select c.type, c.id from carrier c where c.subject = ${subject}
      and not exists (select 1 from latest l where l.type = c.type and l.id = c.id and not l.held)
    order by type, id limit ${mostCarriers}`);

export async function insertHolder(
  q: Queryable,
  row: CarrierId & { no: string; subject: string; held: boolean; at: string },
): Promise<void> {
  await q.run(sql`
    insert into carrier_holder (no, subject, type, id, held, at)
    values (${row.no}, ${row.subject}, ${row.type}, ${row.id}, ${row.held}, ${row.at})`);
}
