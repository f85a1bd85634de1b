import { type Queryable, sql } from "@troad/kernel";
import type { TransferRecord } from "../domain/record.ts";

/** Which transfers an officer looks for; an empty text asks for all. */
export type TransferFilter = {
  /** INSTANCE/CLASS/CODE of the provider, null for every one; it decides whose rows an officer sees. */
  member: string | null;
  /** INSTANCE/CLASS/CODE */
  consumer: string;
  /** INSTANCE/CLASS/CODE of a provider among all, where `member` is null. */
  provider: string;
  /** INSTANCE/CLASS/CODE/SUBSYSTEM/SERVICE */
  service: string;
  outcome: string;
  side: string;
  exchangeId: string;
  /** Instants, from included and to excluded. */
  from: string;
  to: string;
};
/** The last row that was seen. */
export type TransferPlace = { at: string; seq: number };
export type ListedTransfer = { record: TransferRecord; leaf_index: number; at: string; seq: number };

/**
 * Exchanges, each once, newest first. Several records tell of one: both sides', and those of further tries. It stands where the first of
 * them stands, which never changes, and shows what came of it: the answer, else the newest record.
 */
export const listExchanges = (
  q: Queryable,
  { member, consumer, provider, service, outcome, exchangeId, from, to }: TransferFilter,
  before: TransferPlace,
  limit: number,
): Promise<ListedTransfer[]> =>
  q.rows<ListedTransfer>(sql`
    select o.record, o.leaf_index, t.at, t.seq from transfer t
      cross join lateral (
        select a.record, a.leaf_index from transfer a
        where a.exchange_id = t.exchange_id and a.consumer = t.consumer and a.provider = t.provider
        order by a.record ->> 'responseHash' is null, a.seq desc limit 1) o
    where (${member}::text is null
        or split_part(t.provider, '/', 1) || '/' || split_part(t.provider, '/', 2) || '/' || split_part(t.provider, '/', 3) = ${member})
      and t.at >= ${from}::timestamptz and t.at < ${to}::timestamptz
      and (t.at, t.seq) < (${before.at}::timestamptz, ${before.seq}::bigint)
      and (${exchangeId} = '' or t.exchange_id = ${exchangeId}) and (${service} = '' or t.provider = ${service})
      and (${consumer} = '' or starts_with(t.consumer, ${consumer} || '/'))
      and (${provider} = '' or starts_with(t.provider, ${provider} || '/'))
      and (${outcome} = '' or o.record ->> 'outcome' = ${outcome})
      and not exists (
        select from transfer e
        where e.exchange_id = t.exchange_id and e.consumer = t.consumer and e.provider = t.provider and e.seq < t.seq)
    order by t.at desc, t.seq desc limit ${limit}`);

/** How many exchanges a list has, counted to `most`. */
export const countExchanges = async (
  q: Queryable,
  { member, consumer, provider, service, outcome, exchangeId, from, to }: TransferFilter,
  most: number,
): Promise<number> =>
  (await q.one<{ count: number }>(sql`
    select count(*)::int as count from (
      select from transfer t
        cross join lateral (
          select a.record from transfer a
          where a.exchange_id = t.exchange_id and a.consumer = t.consumer and a.provider = t.provider
          order by a.record ->> 'responseHash' is null, a.seq desc limit 1) o
      where (${member}::text is null
          or split_part(t.provider, '/', 1) || '/' || split_part(t.provider, '/', 2) || '/' || split_part(t.provider, '/', 3) = ${member})
        and t.at >= ${from}::timestamptz and t.at < ${to}::timestamptz
        and (${exchangeId} = '' or t.exchange_id = ${exchangeId}) and (${service} = '' or t.provider = ${service})
        and (${consumer} = '' or starts_with(t.consumer, ${consumer} || '/'))
        and (${provider} = '' or starts_with(t.provider, ${provider} || '/'))
        and (${outcome} = '' or o.record ->> 'outcome' = ${outcome})
        and not exists (
          select from transfer e
          where e.exchange_id = t.exchange_id and e.consumer = t.consumer and e.provider = t.provider and e.seq < t.seq)
      order by t.at desc, t.seq desc limit ${most}) counted`))!.count;

/** Records as the public log has them, one a side and try, newest first. */
export const listRecords = (
  q: Queryable,
  { consumer, provider, service, outcome, side, exchangeId, from, to }: TransferFilter,
  before: TransferPlace,
  limit: number,
): Promise<ListedTransfer[]> =>
  q.rows<ListedTransfer>(sql`
    select record, leaf_index, at, seq from transfer
    where at >= ${from}::timestamptz and at < ${to}::timestamptz and (at, seq) < (${before.at}::timestamptz, ${before.seq}::bigint)
      and (${exchangeId} = '' or exchange_id = ${exchangeId}) and (${side} = '' or side = ${side})
      and (${consumer} = '' or starts_with(consumer, ${consumer} || '/')) and (${service} = '' or provider = ${service})
      and (${provider} = '' or starts_with(provider, ${provider} || '/'))
      and (${outcome} = '' or record ->> 'outcome' = ${outcome})
    order by at desc, seq desc limit ${limit}`);

export const countRecords = async (
  q: Queryable,
  { consumer, provider, service, outcome, side, exchangeId, from, to }: TransferFilter,
  most: number,
): Promise<number> =>
  (await q.one<{ count: number }>(sql`
    select count(*)::int as count from (
      select from transfer
      where at >= ${from}::timestamptz and at < ${to}::timestamptz
        and (${exchangeId} = '' or exchange_id = ${exchangeId}) and (${side} = '' or side = ${side})
        and (${consumer} = '' or starts_with(consumer, ${consumer} || '/')) and (${service} = '' or provider = ${service})
        and (${provider} = '' or starts_with(provider, ${provider} || '/'))
        and (${outcome} = '' or record ->> 'outcome' = ${outcome})
      limit ${most}) counted`))!.count;

export type DayRow = { day: string; outcome: TransferRecord["outcome"]; count: number };

/** How many exchanges began on each day in Taiwan since an instant, by what came of them; each exchange once. */
export const exchangesByDay = (q: Queryable, member: string | null, from: string): Promise<DayRow[]> =>
  q.rows<DayRow>(sql`
    select to_char(t.at at time zone 'Asia/Taipei', 'YYYY-MM-DD') as day, o.outcome, count(*)::int as count from transfer t
      cross join lateral (
        select a.record ->> 'outcome' as outcome from transfer a
        where a.exchange_id = t.exchange_id and a.consumer = t.consumer and a.provider = t.provider
        order by a.record ->> 'responseHash' is null, a.seq desc limit 1) o
    where (${member}::text is null
        or split_part(t.provider, '/', 1) || '/' || split_part(t.provider, '/', 2) || '/' || split_part(t.provider, '/', 3) = ${member})
      and t.at >= ${from}::timestamptz
      and not exists (
        select from transfer e
        where e.exchange_id = t.exchange_id and e.consumer = t.consumer and e.provider = t.provider and e.seq < t.seq)
    group by 1, 2 order by 1, 2`);
