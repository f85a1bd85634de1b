import type { Queryable } from "../db/queryable.ts";
import { sql } from "../db/sql.ts";

/** A job that was given up, without its payload and its error message: either may contain personal data. */
export type DeadJob = {
  schema: string;
  /** The agency that owns the schema, if any. */
  agency: string | null;
  id: number;
  kind: string;
  createdAt: string;
  /** When it was given up. */
  at: string;
  attempts: number;
  /** The last error by its code or class; null if an earlier version of the program gave up without recording it. */
  failure: string | null;
  traceId: string | null;
};
/** The place of a job in the list of all schemas: newest first, then by schema. */
export type DeadPlace = { at: string; schema: string; id: number };

/** A page of the list: of one kind or all, from a place on. */
export type DeadQuery = { kind?: string | undefined; before?: DeadPlace | undefined; limit: number };
export type DeadOne = { schema: string; id: number };
/** Who acts on a job. */
export type DeadAct = { actor: string };

/** Failed jobs of all modules that can be reached from here; `away` names those that did not answer. */
export type DeadJobs = {
  /** A page, newest first; the next one is `before` its last entry. */
  list(query: DeadQuery): Promise<{ jobs: DeadJob[]; away: string[] }>;
  kinds(): Promise<{ kind: string; count: number }[]>;
  find(one: DeadOne): Promise<DeadJob | null>;
  /** Each act is an entry in the audit of the job's schema. False if the job no longer exists or was never given up. */
  retry(act: DeadOne & DeadAct): Promise<boolean>;
  /** Gives how many are restarted: at most a thousand per schema. */
  retryKind(act: { kind: string } & DeadAct): Promise<number>;
  drop(act: DeadOne & DeadAct & { reason: string }): Promise<boolean>;
};

/** A schema and the agency that owns it. */
export type SchemaOf = { schema: string; agency: string | null };
type Row = Omit<DeadJob, "schema" | "agency" | "createdAt" | "traceId"> & { created_at: string; trace_id: string | null };

const jobOf =
  ({ schema, agency }: SchemaOf) =>
  ({ created_at: createdAt, trace_id: traceId, ...row }: Row): DeadJob => ({ schema, agency, ...row, createdAt, traceId });

/** The id after which the list continues in this schema, among jobs given up in the same millisecond. */
const afterId = (schema: string, place: DeadPlace): number =>
  schema === place.schema ? place.id : schema > place.schema ? Number.MAX_SAFE_INTEGER : 0;

export async function listDead(
  q: Queryable,
  of: SchemaOf,
  { kind = null, before, limit }: { kind?: string | null | undefined; before?: DeadPlace | undefined; limit: number },
): Promise<DeadJob[]> {
  const rows = await q.rows<Row>(sql`
    select id, kind, created_at, dead_at as at, attempts, failure, trace_id from kernel_job
    where dead_at is not null and done_at is null and (${kind}::text is null or kind = ${kind})
      and (${before?.at ?? null}::timestamptz is null or (dead_at, id) < (${before?.at ?? null}, ${before ? afterId(of.schema, before) : 0}::bigint))
    order by dead_at desc, id desc limit ${limit}`);
  return rows.map(jobOf(of));
}

export async function findDead(q: Queryable, of: SchemaOf, id: number): Promise<DeadJob | undefined> {
  const row = await q.one<Row>(sql`
    select id, kind, created_at, dead_at as at, attempts, failure, trace_id from kernel_job
    where id = ${id} and dead_at is not null and done_at is null`);
  return row && jobOf(of)(row);
}

/** The number of failed jobs of each kind; at most 100 kinds. */
export const countDead = (q: Queryable): Promise<{ kind: string; count: number }[]> =>
  q.rows(sql`
    select kind, count(*) as count from kernel_job where dead_at is not null and done_at is null group by kind order by kind limit 100`);

/** Restarts jobs with all their attempts: those of a kind, the oldest first, or one. Gives how many. */
export const reviveKind = (q: Queryable, kind: string, now: string, limit: number): Promise<number> =>
  q.run(sql`
    update kernel_job set dead_at = null, attempts = 0, failures = 0, leased_until = null, run_at = ${now} where id in (
      select id from kernel_job where kind = ${kind} and dead_at is not null and done_at is null order by dead_at, id limit ${limit} for update)`);

export const reviveJob = (q: Queryable, id: number, now: string): Promise<{ kind: string } | undefined> =>
  q.one(sql`
    update kernel_job set dead_at = null, attempts = 0, failures = 0, leased_until = null, run_at = ${now}
    where id = ${id} and dead_at is not null and done_at is null returning kind`);

/** Ends a job for good. Its row stays as long as that of any completed job, and its key keeps it from being enqueued again. */
export const dropJob = (
  q: Queryable,
  id: number,
  now: string,
): Promise<{ kind: string; attempts: number; failure: string | null } | undefined> =>
  q.one(sql`
    update kernel_job set done_at = ${now} where id = ${id} and dead_at is not null and done_at is null returning kind, attempts, failure`);
