import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import type { Database } from "../db/database.ts";
import { json, sql } from "../db/sql.ts";
import { CodedError } from "../errors.ts";
import type { AnchorApi } from "../ledger/anchor.ts";
import { checkStep } from "../ledger/check.ts";
import { auditLedger, type Ledger } from "../ledger/definition.ts";
import { publishHeads } from "../ledger/publish.ts";
import { beginCheck, type CheckParts, type CheckProgress, type CheckReport, reportOf, unreadable } from "../ledger/report.ts";
import type { Log } from "../logging/log.ts";
import type { Metrics } from "../metrics.ts";
import type { ModuleManifest } from "../module.ts";
import type { Schemas } from "./schemas.ts";

type Options = {
  here: ModuleManifest[];
  schemas: Schemas;
  /** Only agencies run here: the central schemas belong to another process. */
  agencyOnly: boolean;
  anchor: AnchorApi | undefined;
  publishMs: number;
  checkMs: number;
  clock: Clock;
  log: Log;
  metrics: Metrics;
};

/** Rows per step of a check, and the pause after it: a check takes a small share of the database's time, however many rows there are. */
const stepRows = 500;
const stepPauseMs = 20;

/** The ledgers of a schema: its audit, and those that the module's manifest lists for its own schema. */
export const ledgersOf = (module: ModuleManifest | undefined, schema: string): Ledger[] => [
  auditLedger,
  ...(schema === module?.name ? (module.ledgers ?? []) : []),
];

/** Publishes the heads of every schema of this process and checks its ledgers periodically. */
export function startLedgers(options: Options): { stop(): Promise<void> } {
  const { anchor, clock, log, metrics } = options;
  const broken = metrics.gauge("ledger_broken", "Faults that the last check of a schema's ledgers found", ["schema"]);
  const outcomes = metrics.counter("ledger_publications_total", "Publications of heads by outcome", ["schema", "outcome"]);
  const stopping = new AbortController();
  const mine = options.schemas.all().filter(({ module, db }) => !options.agencyOnly || db.schema !== module);

  /** Schemas whose last publication failed, so that a failure is logged once. */
  const failing = new Set<string>();

  async function publish(): Promise<void> {
    if (!anchor) return;
    for (const { db } of mine) {
      if (stopping.signal.aborted) return;
      try {
        const published = await publishHeads({ db, anchor, clock });
        failing.delete(db.schema);
        if (published > 0) outcomes.inc({ schema: db.schema, outcome: "done" }, published);
      } catch (error) {
        const isRefused = error instanceof CodedError && error.status < 500;
        outcomes.inc({ schema: db.schema, outcome: isRefused ? "refused" : "failed" });
        if (!failing.has(db.schema) || isRefused)
          log[isRefused ? "error" : "warn"]({ err: error, schema: db.schema }, "heads of ledgers were not published");
        failing.add(db.schema);
      }
    }
  }

  async function check(): Promise<void> {
    for (const { module, db } of mine) {
      if (stopping.signal.aborted) return;
      const ledgers = ledgersOf(
        options.here.find(({ name }) => name === module),
        db.schema,
      );
      const asked = anchor
        ? { anchored: (after: number, limit: number) => anchor.headRecords({ schema: db.schema, after, limit }) }
        : {};
      try {
        const parts: CheckParts = { q: db, schema: db.schema, ledgers, limit: stepRows, ...asked };
        const report = await checkOnce(db, parts, options, stopping.signal);
        if (report) await tell(report);
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ err: error, schema: db.schema }, "ledgers were not checked");
        const report = unreadable(db.schema, clock.now().toISOString(), error);
        if (report) await tell(report);
      }
    }
  }

  async function tell(report: CheckReport): Promise<void> {
    broken.set({ schema: report.schema }, report.faults.length);
    if (report.faults.length > 0) log.error({ schema: report.schema, faults: report.faults.slice(0, 10) }, "ledgers are broken");
    await anchor?.recordCheck(report).catch((error: unknown) => log.info({ err: error }, "a check of ledgers was not reported"));
  }

  const loops = [
    repeat(publish, options.publishMs, stopping.signal),
    repeat(check, Math.min(options.checkMs, 60_000), stopping.signal),
  ];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function repeat(work: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) await work();
  }
}

/** Continues the interrupted check, or begins one when the last is old enough; gives the report when it is complete. */
async function checkOnce(
  db: Database,
  parts: CheckParts,
  { clock, checkMs }: Pick<Options, "clock" | "checkMs">,
  signal: AbortSignal,
): Promise<CheckReport | undefined> {
  const now = (): string => clock.now().toISOString();
  const kept = await db.one<{ progress: CheckProgress | null; report: CheckReport | null }>(
    sql`select progress, report from kernel_ledger_check where only_one`,
  );
  const age = kept?.report ? clock.now().getTime() - Date.parse(kept.report.at) : Number.POSITIVE_INFINITY;
  if (!kept?.progress && age < checkMs) return undefined;
  let progress = kept?.progress ?? beginCheck(now());
  while (progress.part !== "done") {
    if (signal.aborted) return undefined;
    progress = await checkStep(parts, progress);
    await db.run(sql`update kernel_ledger_check set progress = ${json(progress)} where only_one`);
    await pause(stepPauseMs);
  }
  const report = reportOf(db.schema, now(), progress);
  await db.run(sql`update kernel_ledger_check set progress = null, report = ${json(report)} where only_one`);
  return report;
}
