import { type Queryable, type Reads, sql } from "@troad/kernel";

/** How an application came in. */
export type CaseChannel = "online" | "counter" | "phone" | "partner" | "notice";
type Of = { id: string; service: string; at: string };

export async function measureBegun(q: Queryable, { id, service, at }: Of): Promise<void> {
  await q.run(sql`
    insert into case_measure (case_id, service, kind, at) values (${id}, ${service}, 'begun', ${at}) on conflict do nothing`);
}

export async function measureSubmitted(q: Queryable, { id, service, at, channel }: Of & { channel: CaseChannel }): Promise<void> {
  await q.run(sql`
    insert into case_measure (case_id, service, kind, channel, at) values (${id}, ${service}, 'submitted', ${channel}, ${at})
    on conflict do nothing`);
}

/** The first decision counts: one that is changed on objection was a decision. */
export async function measureDecided(q: Queryable, { id, service, at, granted }: Of & { granted: boolean }): Promise<void> {
  await q.run(sql`
    insert into case_measure (case_id, service, kind, granted, hours, at)
    select ${id}, ${service}, 'decided', ${granted}, extract(epoch from ${at}::timestamptz - s.at) / 3600, ${at}
    from case_measure s where s.case_id = ${id} and s.kind = 'submitted' on conflict do nothing`);
}

/** How long an officer who leaves a case open to look at something else may be said to have worked on it. */
const longestMinutes = 30;

/** An officer acted: since they opened the case, or acted in it last. */
export async function measureWork(q: Queryable, { id, service, at, actor }: Of & { actor: string }): Promise<void> {
  await q.run(sql`
    insert into case_measure (case_id, service, kind, minutes, at)
    select ${id}, ${service}, 'worked', least(${longestMinutes}, greatest(0, extract(epoch from ${at}::timestamptz - max(o.at)) / 60)), ${at}
    from case_opening o where o.case_id = ${id} and o.actor = ${actor} and o.kind = 'case' and o.at <= ${at} having max(o.at) is not null`);
}

/** False if it was rated before. */
export const measureRated = async (q: Queryable, { id, service, at, score }: Of & { score: number }): Promise<boolean> =>
  (await q.run(sql`
    insert into case_measure (case_id, service, kind, score, at) values (${id}, ${service}, 'rated', ${score}, ${at}) on conflict do nothing`)) ===
  1;

export const ratingOf = async (q: Queryable, id: string): Promise<number | null> =>
  (await q.one<{ score: number }>(sql`select score from case_measure where case_id = ${id} and kind = 'rated'`))?.score ?? null;

export type ServiceFigures = {
  service: string;
  /** Applications begun within the time, and how many of these were submitted by now. */
  begun: number;
  completed: number;
  /** Submitted within the time, by how they came in. */
  channels: Partial<Record<CaseChannel, number>>;
  /** Decided for the first time within the time; hours from the submission, half of them within `medianHours`, nine of ten within `slowHours`. */
  decided: number;
  granted: number;
  medianHours: number | null;
  slowHours: number | null;
  /** Minutes of officers, and in how many cases. */
  minutes: number;
  worked: number;
  /** How many rated it from 1 to 5. */
  scores: number[];
};

/** Of every service with something to count between two instants. */
export const figuresBetween = (q: Reads, from: string, to: string): Promise<ServiceFigures[]> =>
  q.rows<ServiceFigures>(sql`
    with m as (select * from case_measure where at >= ${from} and at < ${to}),
    channels as (
      select service, jsonb_object_agg(channel, n) as channels from (
        select service, channel, count(*) as n from m where kind = 'submitted' group by service, channel) c group by service),
    sums as (
      select service,
        (count(*) filter (where kind = 'begun'))::int as begun,
        (count(*) filter (where kind = 'begun' and exists (
          select from case_measure s where s.case_id = m.case_id and s.kind = 'submitted')))::int as completed,
        (count(*) filter (where kind = 'decided'))::int as decided,
        (count(*) filter (where kind = 'decided' and granted))::int as granted,
        (percentile_cont(0.5) within group (order by hours))::float8 as "medianHours",
        (percentile_cont(0.9) within group (order by hours))::float8 as "slowHours",
        coalesce(sum(minutes), 0)::float8 as minutes,
        (count(distinct case_id) filter (where kind = 'worked'))::int as worked,
        array[(count(*) filter (where score = 1))::int, (count(*) filter (where score = 2))::int, (count(*) filter (where score = 3))::int,
          (count(*) filter (where score = 4))::int, (count(*) filter (where score = 5))::int] as scores
      from m group by service)
    select sums.*, coalesce(channels.channels, '{}') as channels from sums left join channels using (service) order by service`);
