import { type Queryable, sql } from "@troad/kernel";
import type { CarrierId } from "./carriers-store.ts";

/** Nobody has more carriers than this. */
export const mostCarriers = 20;

/**
 * The carriers of a person: registered for them, or added with a verification code, without those they removed. Changing the code ends
 * additions made with the previous one, so that people who once knew it cannot go on reading.
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
