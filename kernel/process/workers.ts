import type { Clock } from "../clock.ts";
import { CodedError } from "../errors.ts";
import { deliverEvent } from "../jobs/event.ts";
import { type HandledJob, handleJob, UnfitPayload } from "../jobs/handler.ts";
import { startSchedules } from "../jobs/schedule.ts";
import { idlePollMs, startWorker, type Worker } from "../jobs/worker.ts";
import type { Log } from "../logging/log.ts";
import type { Metrics } from "../metrics.ts";
import type { ModuleManifest, ModuleParts } from "../module.ts";
import type { Peers } from "./peers.ts";
import type { Schemas } from "./schemas.ts";

type Options = {
  here: ModuleManifest[];
  parts: Map<string, ModuleParts>;
  schemas: Schemas;
  peers: Peers;
  clock: Clock;
  log: Log;
  metrics: Metrics;
};
const retryMs = 1_000;

/** One outbox worker per schema, with the module's handlers and the kernel's own delivery of events; and the modules' schedules. */
export function startWorkers(options: Options): { stop(): Promise<void> } {
  const outcomes = options.metrics.counter("jobs_total", "Jobs by kind and outcome", ["kind", "outcome"]);
  const workers = options.schemas.all().map(({ module, db }) => {
    const jobs: HandledJob[] = [
      ...(options.parts.get(module)?.jobs ?? []),
      handleJob(deliverEvent, async ({ payload: { event, id, subscriber, payload: body } }) => {
        await options.peers.deliver(event, id, subscriber, body).catch((error: unknown) => {
          // a subscriber that cannot read an event today cannot read it in ten minutes either: an operator has to look
          if (error instanceof CodedError && error.code === "peer.invalid")
            throw new UnfitPayload(`event: ${error.params.reason}`);
          throw error;
        });
      }),
    ];
    const onOutcome = (kind: string, outcome: string): void => outcomes.inc({ kind, outcome });
    return [db.schema, startWorker(db, jobs, options.clock, options.log, onOutcome, true)] as const;
  });
  const watch = watchDue(options, new Map(workers));
  const runs = options.metrics.counter("scheduled_runs_total", "Runs of scheduled work by name and outcome", ["name", "outcome"]);
  const schedules = startSchedules(
    [...options.parts.values()].flatMap((part) => part.schedules?.() ?? []),
    options.log,
    (name, outcome) => runs.inc({ name, outcome }),
  );
  return {
    stop: async () => {
      watch.stop();
      await Promise.all([schedules.stop(), ...workers.map(([, worker]) => worker.stop())]);
    },
  };
}

/** Jobs that other processes left behind, or that fall due later: one question about all schemas, again and again. */
function watchDue({ schemas, log, clock, metrics }: Options, workers: ReadonlyMap<string, Worker>): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let failing = false;
  const late = metrics.gauge("jobs_late_seconds", "For how long the job that has waited longest has been due");
  const look = async (): Promise<void> => {
    try {
      const found = await schemas.overview.due();
      failing = false;
      const oldest = Math.min(...[...found.values()].map((due) => Date.parse(due)));
      late.set(Math.max(0, (clock.now().getTime() - oldest) / 1000) || 0);
      if (!stopped) for (const [schema, due] of found) workers.get(schema)?.expect(due);
    } catch (error) {
      if (!failing && !stopped) log.warn({ err: error }, "the jobs that are due cannot be read; will look again");
      failing = true;
    }
    if (!stopped) timer = setTimeout(look, failing ? retryMs : idlePollMs);
  };
  void look();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
