import { type Queryable, sql } from "@troad/kernel";
import type { OrderRow, OrderView } from "../domain/retention.ts";
import type { LogKey } from "./messages.ts";

type Key = LogKey & { consumer: string };
/** One at a time in a log: whether a body is held must not change between the look and the erasure. */
export async function lockErasure(q: Queryable): Promise<void> {
  await q.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext('message_erasure'))`);
}

export async function insertOrder(q: Queryable, order: Omit<OrderRow, "id">): Promise<number> {
  const row = await q.one<{ id: number }>(sql`
    insert into message_order (kind, at, actor, reason, exchange_id, consumer, consent, since, until)
    values (${order.kind}, ${order.at}, ${order.actor}, ${order.reason}, ${order.exchange_id}, ${order.consumer}, ${order.consent},
      ${order.since}, ${order.until})
    returning id`);
  return row!.id;
}

/** Consumers whose exchanges have an id, of more than one the first two. */
export const consumersOf = (q: Queryable, id: string): Promise<{ consumer: string }[]> =>
  q.rows(sql`select distinct consumer from message_request where exchange_id = ${id} limit 2`);

/** False when there is no such order, or it has ended. */
export async function endOrder(q: Queryable, id: number, end: { at: string; actor: string; reason: string }): Promise<boolean> {
  const ended = await q.run(sql`
    insert into message_order_end (id, at, actor, reason)
    select o.id, ${end.at}, ${end.actor}, ${end.reason} from message_order o where o.id = ${id} on conflict do nothing`);
  return ended > 0;
}

/** Orders, newest first, with what each has erased. */
export const listOrders = (q: Queryable, before: number | null, limit: number): Promise<OrderView[]> =>
  q.rows<OrderView>(sql`
    select o.*, d.at as ended_at, d.actor as ended_by,
      (select count(*)::int from message_erasure e where e.cause = o.id) as erased
    from message_order o left join message_order_end d on d.id = o.id
    where ${before}::bigint is null or o.id < ${before} order by o.id desc limit ${limit}`);

/** Answered exchanges, told and stamped up to `upto`, whose body's time is over and on which no hold is. */
export const overdueBodies = (
  q: Queryable,
  { provider, before, upto, limit }: { provider: string; before: string; upto: number; limit: number },
): Promise<Key[]> =>
  q.rows<Key>(sql`
    select exchange_id, side, namespace, r.consumer from message_request r join message_outcome o using (exchange_id, side, namespace)
    where r.provider = ${provider} and r.at < ${before} and o.seq <= ${upto}
      and not exists (
        select from message_erasure e where e.exchange_id = r.exchange_id and e.side = r.side and e.namespace = r.namespace)
      and not exists (
        select from message_order h where h.kind = 'hold' and not exists (select from message_order_end d where d.id = h.id)
          and ((h.exchange_id = r.exchange_id and (h.consumer is null or h.consumer = r.consumer)) or h.consent = r.consent
            or (r.at >= h.since and r.at < h.until)))
    group by exchange_id, side, namespace, r.consumer, r.at order by r.at limit ${limit}`);

/** The same for what officers ordered; gives the order too. */
export const orderedBodies = (q: Queryable, upto: number, limit: number): Promise<(Key & { cause: number })[]> =>
  q.rows<Key & { cause: number }>(sql`
    select r.exchange_id, r.side, r.namespace, r.consumer, min(x.id) as cause
    from message_order x
    join message_request r on (x.exchange_id = r.exchange_id and (x.consumer is null or x.consumer = r.consumer)) or x.consent = r.consent
      or (r.at >= x.since and r.at < x.until)
    join message_outcome o on o.exchange_id = r.exchange_id and o.side = r.side and o.namespace = r.namespace
    where x.kind = 'erase' and o.seq <= ${upto} and not exists (select from message_order_end d where d.id = x.id)
      and not exists (
        select from message_erasure e where e.exchange_id = r.exchange_id and e.side = r.side and e.namespace = r.namespace)
      and not exists (
        select from message_order h where h.kind = 'hold' and not exists (select from message_order_end d where d.id = h.id)
          and ((h.exchange_id = r.exchange_id and (h.consumer is null or h.consumer = r.consumer)) or h.consent = r.consent
            or (r.at >= h.since and r.at < h.until)))
    group by r.exchange_id, r.side, r.namespace, r.consumer limit ${limit}`);

export async function insertErasure(
  q: Queryable,
  { exchange_id, side, namespace }: LogKey,
  at: string,
  cause: number | null,
): Promise<boolean> {
  const inserted = await q.run(sql`
    insert into message_erasure (exchange_id, side, namespace, at, cause)
    values (${exchange_id}, ${side}, ${namespace}, ${at}, ${cause}) on conflict do nothing`);
  return inserted > 0;
}

export async function replaceMessages(
  q: Queryable,
  { exchange_id, side, namespace }: LogKey,
  { request, response }: { request: Buffer | undefined; response: Buffer | undefined },
): Promise<void> {
  if (request)
    await q.run(sql`
      update message_request set message = ${request}, head = null, body = null
      where exchange_id = ${exchange_id} and side = ${side} and namespace = ${namespace}`);
  if (response)
    await q.run(sql`
      update message_outcome set message = ${response}, head = null, body = null
      where exchange_id = ${exchange_id} and side = ${side} and namespace = ${namespace} and signature is not null`);
}

/** What was erased after another erasure, in its order, and where in the message log the exchange is. */
export const erasuresAfter = (
  q: Queryable,
  after: number,
  limit: number,
): Promise<{ erasure: number; exchange_id: string; place: number; isAnswered: boolean }[]> =>
  q.rows(sql`
    select e.seq as erasure, exchange_id, o.seq as place, o.signature is not null as "isAnswered"
    from message_erasure e join message_outcome o using (exchange_id, side, namespace)
    where e.seq > ${after} order by e.seq limit ${limit}`);

export async function countErasures(q: Queryable): Promise<{ overdue: number; ordered: number }> {
  const row = await q.one<{ overdue: number; ordered: number }>(sql`
    select count(*) filter (where cause is null)::int as overdue, count(cause)::int as ordered from message_erasure`);
  return row ?? { overdue: 0, ordered: 0 };
}
