import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { type Ask, QueryFailed, type Reply, type Rows, type StoredColumn, type Work } from "./messages.ts";

export type EngineLimits = {
  /** A query that takes longer is stopped with its process. */
  readonly timeMs: number;
  readonly maxRows: number;
  /** As DuckDB writes sizes, such as 512MB. */
  readonly memory: string;
  /** Queries that may wait; more are turned away. */
  readonly waiting: number;
  /** Queries of one caller that may wait; callers take turns, so that one with many holds up nobody else. */
  readonly waitingOfOne: number;
};
export type Query = { file: string; sql: string; values?: readonly (string | number)[]; maxRows?: number; caller?: string };
export type QueryEngine = ReturnType<typeof openQueryEngine>;

const defaults: EngineLimits = { timeMs: 10_000, maxRows: 10_000, memory: "512MB", waiting: 20, waitingOfOne: 5 };
const convertMs = 10 * 60_000;
const maxSql = 10_000;

type Pending = { caller: string; ask: Ask; resolve: (rows: Rows | null) => void; reject: (error: Error) => void; timeMs: number };

/** The place of the next query: the first of the caller who was served longest ago, or never. */
function nextPlace(queue: readonly Pending[], served: readonly string[]): number {
  const turns = queue.map(({ caller }) => served.lastIndexOf(caller));
  return Math.max(0, turns.indexOf(Math.min(...turns)));
}

/**
 * Queries over Parquet files, in a process of its own: a query that never ends, or that brings DuckDB down, ends that process and nothing else. One
 * query at a time; the process is started with the first one and again after each that was stopped.
 */
export function openQueryEngine(options: Partial<EngineLimits> = {}) {
  const limits = { ...defaults, ...options };
  const queue: Pending[] = [];
  let child: ChildProcess | undefined;
  let current: Pending | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let closed = false;
  /** Who was served last stands last. */
  let served: string[] = [];

  function start(): ChildProcess {
    // nothing of this process's environment, which has secrets, reaches the one where strangers' queries run
    const started = fork(join(import.meta.dirname, "worker.ts"), [limits.memory], {
      env: { TZ: "Asia/Taipei" },
      execArgv: ["--disable-warning=ExperimentalWarning"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    started.on("message", (reply: Reply) => settle(started, reply));
    started.on("exit", () => gone(started));
    started.on("error", () => gone(started));
    return started;
  }

  function settle(from: ChildProcess, reply: Reply): void {
    if (from !== child || reply.id !== current?.ask.id) return;
    const { resolve, reject } = finish();
    if (reply.ok) resolve(reply.value);
    else reject(new QueryFailed(reply.code, reply.detail));
    next();
  }

  function gone(which: ChildProcess): void {
    if (which !== child) return;
    child = undefined;
    if (current) finish().reject(new QueryFailed("stopped", "the query's process ended"));
    next();
  }

  function finish(): Pending {
    const done = current!;
    clearTimeout(timer);
    current = undefined;
    return done;
  }

  function next(): void {
    if (current || closed) return;
    current = queue.splice(nextPlace(queue, served), 1)[0];
    if (current) served = [...served.filter((one) => one !== current?.caller), current.caller].slice(-limits.waiting);
    if (!current) {
      // an idle engine keeps no program from ending
      child?.unref();
      child?.channel?.unref();
      return;
    }
    child ??= start();
    child.ref();
    child.channel?.ref();
    timer = setTimeout(() => child?.kill("SIGKILL"), current.timeMs);
    child.send(current.ask);
  }

  const run = (work: Work, timeMs: number, caller = ""): Promise<Rows | null> => {
    const own = queue.filter((one) => one.caller === caller).length;
    if (closed || queue.length >= limits.waiting || (caller !== "" && own >= limits.waitingOfOne))
      return Promise.reject(new QueryFailed("busy", "too many queries wait"));
    return new Promise((resolve, reject) => {
      queue.push({ caller, ask: { ...work, id: ++lastId }, resolve, reject, timeMs });
      next();
    });
  };

  return {
    /** The file is the view `data`; values stand for `?`. */
    async query({ file, sql, values = [], maxRows = limits.maxRows, caller }: Query): Promise<Rows> {
      if (sql.length > maxSql) throw new QueryFailed("invalid", "the query is too long");
      return (await run(
        { kind: "query", file, sql, values, maxRows: Math.min(maxRows, limits.maxRows) },
        limits.timeMs,
        caller,
      ))!;
    },
    /** Makes a Parquet file of a CSV file in normal form, of which every type is known. */
    async convert(csv: string, columns: readonly StoredColumn[], parquet: string): Promise<void> {
      await run({ kind: "convert", csv, columns, parquet }, convertMs);
    },
    /** The running process, for tests that end it. */
    pid: (): number | undefined => child?.pid,
    close(): void {
      closed = true;
      child?.kill("SIGKILL");
      for (const { reject } of queue.splice(0)) reject(new QueryFailed("stopped", "closed"));
    },
  };
}
