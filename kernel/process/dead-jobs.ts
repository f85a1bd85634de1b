import Type from "typebox";
import type { Clock } from "../clock.ts";
import type { Database } from "../db/database.ts";
import { kernelFailure } from "../errors.ts";
import {
  countDead,
  type DeadAct,
  type DeadJob,
  type DeadOne,
  type DeadPlace,
  type DeadQuery,
  dropJob,
  findDead,
  listDead,
  reviveJob,
  reviveKind,
  type SchemaOf,
} from "../jobs/dead.ts";
import { exactly, type OfferedApi, offerApi, textUpTo } from "../remote/api.ts";
import { agencyOfSchema } from "./names.ts";
import type { Schemas } from "./schemas.ts";

/** What every module offers, besides its api, to the modules whose manifest says `operatesJobs`: its failed jobs. */
export type DeadJobsApi = {
  $deadJobs(query: DeadQuery): Promise<DeadJob[]>;
  $deadKinds(): Promise<{ kind: string; count: number }[]>;
  $deadJob(one: DeadOne): Promise<DeadJob | null>;
  $retryJob(act: DeadOne & DeadAct): Promise<boolean>;
  $retryKind(act: { kind: string } & DeadAct): Promise<number>;
  $dropJob(act: DeadOne & DeadAct & { reason: string }): Promise<boolean>;
};
const listLimit = 100;
/** Jobs of a schema restarted by one act; the rest waits for the next act. */
const retryLimit = 1_000;

const schema = textUpTo(63);
const id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const kind = textUpTo(100);
const actor = textUpTo(200);
const place = exactly({ at: textUpTo(40), schema, id });
const calls = {
  $deadJobs: [
    exactly({
      kind: Type.Optional(kind),
      before: Type.Optional(place),
      limit: Type.Integer({ minimum: 1, maximum: listLimit }),
    }),
  ],
  $deadKinds: [],
  $deadJob: [exactly({ schema, id })],
  $retryJob: [exactly({ schema, id, actor })],
  $retryKind: [exactly({ kind, actor })],
  $dropJob: [exactly({ schema, id, actor, reason: Type.String({ minLength: 1, maxLength: 500 }) })],
} as const;

export const isDeadJobsMethod = (method: string): boolean => Object.hasOwn(calls, method);

export const newestFirst = (one: DeadPlace, other: DeadPlace): number =>
  other.at.localeCompare(one.at) || (one.schema < other.schema ? -1 : one.schema > other.schema ? 1 : other.id - one.id);

/** The failed jobs of a module, in those of its schemas that are open here. */
export function offerDeadJobs(module: string, schemas: Schemas, clock: Clock): OfferedApi {
  const open = (): Database[] => schemas.all().flatMap((one) => (one.module === module ? [one.db] : []));
  const of = (name: string): Database => {
    const db = open().find((one) => one.schema === name);
    if (!db) throw kernelFailure("peer.unavailable", { module }, `schema ${name} is not open here`);
    return db;
  };
  const owner = ({ schema: name }: Database): SchemaOf => ({ schema: name, agency: agencyOfSchema(module, name) });
  const now = (): string => clock.now().toISOString();
  const api: DeadJobsApi = {
    $deadJobs: async (query) => {
      const lists = await Promise.all(open().map((db) => listDead(db, owner(db), query)));
      return lists.flat().sort(newestFirst).slice(0, query.limit);
    },
    $deadKinds: async () => addUp((await Promise.all(open().map((db) => countDead(db)))).flat()),
    $deadJob: async (one) => (await findDead(of(one.schema), owner(of(one.schema)), one.id)) ?? null,
    $retryJob: async (act) => {
      const db = of(act.schema);
      const isRevived = await db.tx(async (tx) => {
        const job = await reviveJob(tx, act.id, now());
        if (job) await tx.audit({ actor: act.actor, action: "job.retried", target: `${job.kind} ${act.id}` });
        return job !== undefined;
      });
      db.wakeWorkers();
      return isRevived;
    },
    $retryKind: async (act) => {
      let revived = 0;
      for (const db of open()) {
        const count = await db.tx(async (tx) => {
          const jobs = await reviveKind(tx, act.kind, now(), retryLimit);
          if (jobs > 0) await tx.audit({ actor: act.actor, action: "jobs.retried", target: act.kind, detail: { jobs } });
          return jobs;
        });
        if (count > 0) db.wakeWorkers();
        revived += count;
      }
      return revived;
    },
    $dropJob: async (act) =>
      of(act.schema).tx(async (tx) => {
        const job = await dropJob(tx, act.id, now());
        if (!job) return false;
        const { attempts, failure } = job;
        const detail = { reason: act.reason, attempts, failure };
        await tx.audit({ actor: act.actor, action: "job.dropped", target: `${job.kind} ${act.id}`, detail });
        return true;
      }),
  };
  return offerApi({ module, calls }, api);
}

export const addUp = (counts: readonly { kind: string; count: number }[]): { kind: string; count: number }[] =>
  [...Map.groupBy(counts, (one) => one.kind)]
    .map(([name, same]) => ({ kind: name, count: same.reduce((sum, one) => sum + one.count, 0) }))
    .sort((one, other) => (one.kind < other.kind ? -1 : 1));
