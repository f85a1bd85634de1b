import type { Clock } from "../clock.ts";
import { textArray } from "../db/arrays.ts";
import type { Queryable } from "../db/queryable.ts";
import { json, sql } from "../db/sql.ts";
import { currentTrace } from "../trace.ts";

export type EnqueueOptions = {
  /** A second job of the same kind and key is not added: enqueueing is idempotent. */
  key?: string;
  /** Not before this time (ISO instant). */
  runAt?: string;
};

/** A claimed job. `payload` is what was enqueued, through JSON. */
export type ClaimedJob = {
  id: number;
  kind: string;
  payload: unknown;
  attempts: number;
  failures: number;
  trace_id: string | null;
};

export async function enqueueJob(
  q: Queryable,
  clock: Clock,
  kind: string,
  payload: unknown,
  options: EnqueueOptions = {},
): Promise<void> {
  const now = clock.now().toISOString();
  await q.run(sql`
    insert into kernel_job (kind, key, payload, run_at, created_at, trace_id)
    values (${kind}, ${options.key ?? null}, ${json(payload)}, ${options.runAt ?? now}, ${now}, ${currentTrace()?.traceId ?? null})
    on conflict (kind, key) do nothing`);
}

/** Several jobs of one kind at once, without keys, in their order. */
export async function enqueueJobs(q: Queryable, clock: Clock, kind: string, payloads: readonly unknown[]): Promise<void> {
  const now = clock.now().toISOString();
  await q.run(sql`
    insert into kernel_job (kind, payload, run_at, created_at, trace_id)
    select ${kind}, payload::jsonb, ${now}::timestamptz, ${now}::timestamptz, ${currentTrace()?.traceId ?? null}::text
    from unnest(${textArray(payloads.map(json))}::text[]) with ordinality as one (payload, nth) order by nth`);
}

/** Leases up to `limit` due jobs of these kinds; when a lease expires, the job is due again (its worker was killed). */
export function claimJobs(
  q: Queryable,
  { now, leaseUntil, limit, kinds }: { now: string; leaseUntil: string; limit: number; kinds: readonly string[] },
): Promise<ClaimedJob[]> {
  return q.rows<ClaimedJob>(sql`
    update kernel_job set leased_until = ${leaseUntil}, attempts = attempts + 1
    where id in (
      select id from kernel_job
      where done_at is null and dead_at is null and run_at <= ${now} and (leased_until is null or leased_until < ${now})
        and kind = any(${textArray(kinds)}::text[])
      order by run_at, id limit ${limit} for update skip locked)
    returning id, kind, payload, attempts, failures, trace_id`);
}

/** The same for one kind. */
export function claimOfKind(
  q: Queryable,
  { now, leaseUntil, limit, kind }: { now: string; leaseUntil: string; limit: number; kind: string },
): Promise<ClaimedJob[]> {
  return q.rows<ClaimedJob>(sql`
    update kernel_job set leased_until = ${leaseUntil}, attempts = attempts + 1
    where id in (
      select id from kernel_job
      where kind = ${kind} and done_at is null and dead_at is null and run_at <= ${now} and (leased_until is null or leased_until < ${now})
      order by run_at, id limit ${limit} for update skip locked)
    returning id, kind, payload, attempts, failures, trace_id`);
}

/** Workers of a schema that count running jobs take turns until the end of the transaction. */
export const lockClaims = (q: Queryable): Promise<number> =>
  q.run(sql`select pg_advisory_xact_lock(7309, hashtext(current_schema()))`);

/** The number of running jobs of each of these kinds, over all worker processes. */
export async function runningOf(q: Queryable, kinds: readonly string[], now: string): Promise<Map<string, number>> {
  const rows = await q.rows<{ kind: string; running: number }>(sql`
    select kind, count(*) as running from kernel_job
    where done_at is null and dead_at is null and leased_until >= ${now} and kind = any(${textArray(kinds)}::text[]) group by kind`);
  return new Map(rows.map(({ kind, running }) => [kind, running]));
}

/** Extends the leases of jobs that are still being worked on. */
export async function renewLeases(q: Queryable, ids: number[], leaseUntil: string): Promise<void> {
  await q.run(
    sql`update kernel_job set leased_until = ${leaseUntil} where id = any(${ids}::bigint[]) and done_at is null and leased_until is not null`,
  );
}

export async function finishJob(q: Queryable, id: number, now: string): Promise<void> {
  await q.run(sql`update kernel_job set done_at = ${now}, leased_until = null, last_error = null where id = ${id}`);
}

/** `text` is the full error, for people who may read the database; `reason` names it without any data, for pages. */
export type JobFailure = { text: string; reason: string };

/** Puts a failed job back until `runAt`, or gives it up if `dead`. */
export async function failJob(q: Queryable, id: number, failure: JobFailure, runAt: string, dead: string | null): Promise<void> {
  await q.run(sql`
    update kernel_job set leased_until = null, last_error = ${failure.text.slice(0, 2000)}, failure = ${failure.reason.slice(0, 200)},
      failures = failures + 1, run_at = ${runAt}, dead_at = ${dead} where id = ${id}`);
}

/** Postpones a job until `runAt` as if it had not begun: starting too early is no failure and uses up no attempt. */
export async function postponeJob(q: Queryable, id: number, reason: string, runAt: string): Promise<void> {
  await q.run(sql`
    update kernel_job set leased_until = null, last_error = ${reason.slice(0, 2000)}, run_at = ${runAt}, attempts = greatest(attempts - 1, 0)
    where id = ${id}`);
}

/** When the next waiting job of these kinds falls due, or undefined if none waits. */
export async function nextDue(q: Queryable, kinds: readonly string[]): Promise<string | undefined> {
  const row = await q.one<{ at: string | null }>(sql`
    select min(greatest(run_at, coalesce(leased_until, run_at))) as at from kernel_job
    where done_at is null and dead_at is null and kind = any(${textArray(kinds)}::text[])`);
  return row?.at ?? undefined;
}

/** Deletes completed jobs older than `before`; their effects are elsewhere. */
export const purgeJobs = (q: Queryable, before: string): Promise<number> =>
  q.run(sql`delete from kernel_job where done_at < ${before}`);
