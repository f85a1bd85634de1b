import type { CaseState } from "@troad/connect";
import { type Queryable, sql } from "@troad/kernel";

export type ApplicationRow = {
  service: string;
  reference: string;
  subject: string;
  state: CaseState;
  event: string;
  due: string | null;
  link: string | null;
  at: string;
  begun_at: string;
  seq: string;
};
export type EventRow = {
  service: string;
  reference: string;
  event: string;
  n: number;
  state: CaseState;
  channel: string | null;
  due: string | null;
  link: string | null;
  at: string;
  told_at: string;
};

export const findApplication = (q: Queryable, service: string, reference: string): Promise<ApplicationRow | undefined> =>
  q.one<ApplicationRow>(sql`select * from application where service = ${service} and reference = ${reference}`);

/** Of one person, newest first. */
export const applicationsOf = (
  q: Queryable,
  subject: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<ApplicationRow[]> =>
  q.rows<ApplicationRow>(sql`
    select * from application where subject = ${subject} and (${before ?? null}::bigint is null or seq < ${before ?? null}::bigint)
    order by seq desc limit ${limit}`);

export const countOf = async (q: Queryable, subject: string): Promise<number> =>
  (await q.one<{ n: number }>(sql`select count(*)::int as n from application where subject = ${subject}`))!.n;

/** Applications of a person in which they have to act, the nearest day first. */
export const waitingOf = (q: Queryable, subject: string, limit: number): Promise<ApplicationRow[]> =>
  q.rows<ApplicationRow>(sql`
    select * from application where subject = ${subject} and state = 'needs-action' order by due nulls last, seq desc limit ${limit}`);

export const eventsOf = (q: Queryable, service: string, reference: string): Promise<EventRow[]> =>
  q.rows<EventRow>(sql`select * from application_event where service = ${service} and reference = ${reference} order by n`);

/** The application with the event that was told last. */
export async function storeEvent(q: Queryable, subject: string, row: EventRow): Promise<void> {
  const { service, reference, event, state, due, link, at } = row;
  await q.run(sql`
    insert into application (service, reference, subject, state, event, due, link, at, begun_at)
    values (${service}, ${reference}, ${subject}, ${state}, ${event}, ${due}, ${link}, ${at}, ${at})
    on conflict (service, reference) do update
      set state = excluded.state, event = excluded.event, due = excluded.due, link = coalesce(excluded.link, application.link), at = excluded.at`);
  await q.run(sql`
    insert into application_event (service, reference, event, n, state, channel, due, link, at, told_at)
    values (${service}, ${reference}, ${event}, ${row.n}, ${state}, ${row.channel}, ${due}, ${link}, ${at}, ${row.told_at})`);
}

/** Applications that ended longer ago than their service keeps what it was given. */
export const eraseOver = (q: Queryable, now: string): Promise<number> =>
  q.run(sql`
    delete from application using service s
    where s.id = application.service and application.state in ('granted', 'refused', 'withdrawn', 'closed')
      and application.at < ${now}::timestamptz - make_interval(months => (s.page #>> '{privacy,keepMonths}')::int)`);

export type Figures = {
  begun: number;
  decided: number;
  granted: number;
  online: number;
  medianHours: number | null;
  slowHours: number | null;
};

/** Of the events within a period: the same measures as of our own cases. */
export const figuresOf = async (q: Queryable, service: string, from: string, to: string): Promise<Figures> =>
  (await q.one<Figures>(sql`
    with ended as (
      select extract(epoch from min(e.at) - a.begun_at) / 3600 as hours, (array_agg(e.state order by e.n))[1] as state
      from application_event e join application a using (service, reference)
      where e.service = ${service} and e.state in ('granted', 'refused')
      group by service, reference, a.begun_at having min(e.at) >= ${from} and min(e.at) < ${to})
    select (select count(*)::int from application_event where service = ${service} and n = 1 and at >= ${from} and at < ${to}) as begun,
      (select count(*)::int from application_event where service = ${service} and n = 1 and channel = 'online' and at >= ${from} and at < ${to}) as online,
      count(*)::int as decided, (count(*) filter (where state = 'granted'))::int as granted,
      (percentile_cont(0.5) within group (order by hours))::float8 as "medianHours",
      (percentile_cont(0.9) within group (order by hours))::float8 as "slowHours" from ended`))!;
