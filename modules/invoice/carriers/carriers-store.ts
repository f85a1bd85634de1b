import { type Queryable, sql } from "@troad/kernel";

export type CarrierId = { type: string; id: string };
export type LinkedCarrier = CarrierId & { name: string };

export type CarrierProof = { hash: string; failures: number; links: LinkedCarrier[] };

/** What a carrier query needs at once: the hash of its latest code, the consecutive wrong attempts, and the cards linked to it. */
export const findProof = (q: Queryable, { type, id }: CarrierId) =>
  q.one<CarrierProof>(sql`
    select c.hash, coalesce((select t.failures from carrier_try t where t.type = c.type and t.id = c.id), 0) as failures,
      coalesce((select json_agg(json_build_object('type', l.type, 'id', l.id, 'name', l.name) order by l.type, l.id)
        from (select distinct type, id from carrier_link where barcode = c.id and c.type = '3J0002') mine
        cross join lateral (select * from carrier_link a where a.type = mine.type and a.id = mine.id order by a.no desc limit 1) l
        where l.linked and l.barcode = c.id), '[]') as links
    from carrier_code c where c.type = ${type} and c.id = ${id} and not is_suspended('carrier', c.type || ' ' || c.id)
    order by c.no desc limit 1`);

/**
 * Counts an attempt before it is judged, unless there were too many recently, so that concurrent attempts cannot all see the same count.
 * False if locked.
 */
export async function countTry(
  q: Queryable,
  { type, id }: CarrierId,
  limit: { most: number; now: string; since: string },
): Promise<boolean> {
  const done = await q.run(sql`
    insert into carrier_try as t (type, id, failures, last) values (${type}, ${id}, 1, ${limit.now})
    on conflict (type, id) do update set failures = case when t.last < ${limit.since} then 1 else t.failures + 1 end, last = ${limit.now}
    where t.failures < ${limit.most} or t.last < ${limit.since}`);
  return done === 1;
}

export async function forgetTries(q: Queryable, { type, id }: CarrierId): Promise<void> {
  await q.run(sql`delete from carrier_try where type = ${type} and id = ${id}`);
}

export async function insertCarrier(
  q: Queryable,
  row: CarrierId & { display: string; subject: string | null; at: string },
): Promise<boolean> {
  const done = await q.run(sql`
    insert into carrier (type, id, display, subject, since) values (${row.type}, ${row.id}, ${row.display}, ${row.subject}, ${row.at})
    on conflict (type, id) do nothing`);
  return done === 1;
}

export async function insertCode(q: Queryable, row: CarrierId & { no: string; hash: string; at: string }): Promise<void> {
  await q.run(sql`
    insert into carrier_code (no, type, id, hash, at) values (${row.no}, ${row.type}, ${row.id}, ${row.hash}, ${row.at})`);
}

export const carrierExists = (q: Queryable, { type, id }: CarrierId) =>
  q.one(
    sql`select 1 as there from carrier where type = ${type} and id = ${id} and not is_suspended('carrier', type || ' ' || id)`,
  );

export async function insertLink(
  q: Queryable,
  row: LinkedCarrier & { no: string; barcode: string; linked: boolean; at: string },
): Promise<void> {
  await q.run(sql`
    insert into carrier_link (no, barcode, type, id, name, linked, at)
    values (${row.no}, ${row.barcode}, ${row.type}, ${row.id}, ${row.name}, ${row.linked}, ${row.at})`);
}

/** The barcode that a carrier is currently linked to. */
export const barcodeOf = (q: Queryable, { type, id }: CarrierId) =>
  q.one<{ barcode: string }>(sql`
    select barcode from (
      select barcode, linked from carrier_link where type = ${type} and id = ${id} order by no desc limit 1) latest
    where linked`);

/** Locks a carrier's number for the transaction, so that linking and unlinking happen one after the other. */
export async function lockCarrier(q: Queryable, { type, id }: CarrierId): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`${type} ${id}`}))`);
}
