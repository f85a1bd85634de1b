import { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";
import { within } from "../process/patience.ts";
import { type Lane, pipelined } from "./lane.ts";
import type { Reads } from "./queryable.ts";
import { sql } from "./sql.ts";

/** A place in the primary's log, and when it was there: whatever was committed before `at` (ms of this process) lies before it. */
export type Mark = { at: number; lsn: bigint; system: string };
/** How far the standby has come, as it said on the connection of the query that follows. */
export type Replayed = { lsn: bigint | undefined; system: string; isStandby: boolean };

/** No read may be older, and a person who has written reads the primary for as long. */
export const longestStaleSeconds = 60;

const newMarkMs = 1_000;
/** How long a standby is left alone that did not answer, or not in time, or was too far behind. */
const restMs = 2_000;
const answerMs = 1_000;
/** Longer than what any query allows. */
const keptMs = 600_000;

/** How old what a standby shows can be, in milliseconds; undefined if nobody knows. By the log alone: clocks of two machines are not compared. */
export function ageOf(marks: readonly Mark[], replayed: Replayed, now: number): number | undefined {
  const { lsn, system } = replayed;
  if (!replayed.isStandby || lsn === undefined) return undefined;
  const reached = marks.findLast((mark) => mark.system === system && mark.lsn <= lsn);
  return reached && now - reached.at;
}

/** Marks with one more. One that lies before the last is of another primary, whose log is not that of before. */
export const withMark = (marks: readonly Mark[], next: Mark): Mark[] => [
  ...marks.filter(({ lsn, system, at }) => system === next.system && lsn <= next.lsn && next.at - at < keptMs),
  next,
];

/** "16/B374D848": two numbers of 32 bits. */
export const lsnOf = (text: string | null): bigint | undefined => {
  const [high, low] = text?.split("/") ?? [];
  return high && low ? (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`) : undefined;
};

const current = new AsyncLocalStorage<"primary">();

/** Runs work that sees everything committed before: for a person who has just written, and for callers of whom that is not known. */
export const withoutStandby = <T>(work: () => T): T => current.run("primary", work);

/** Whether this is such work. */
export const readsPrimary = (): boolean => current.getStore() === "primary";

type Options = {
  config: pg.ClientConfig;
  schema: string;
  primary: Reads;
  isClosed(): boolean;
  onRead(from: "standby" | "primary"): void;
};

/** Reads that may be some seconds old, by a connection of its own to a standby; whatever speaks against it, by the primary. */
export function standbyReads({ config, schema, primary, isClosed, onRead }: Options) {
  // the reader goes on at the primary, so a standby that is away is no error
  const lane: Lane = pipelined({
    config: { ...config, connectionTimeoutMillis: answerMs },
    schema,
    log: { error: () => undefined },
    ofStandby: true,
    isClosed,
  });
  let marks: Mark[] = [];
  let restsUntil = 0;
  let marking: Promise<void> | undefined;

  async function mark(): Promise<void> {
    const at = performance.now();
    const row = await primary.one<{ lsn: string; system: string }>(sql`
      select pg_current_wal_insert_lsn()::text as lsn, system_identifier::text as system from pg_control_system()`);
    marks = withMark(marks, { at, lsn: lsnOf(row!.lsn)!, system: row!.system });
  }
  async function marked(): Promise<void> {
    if (performance.now() - (marks.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < newMarkMs) return;
    marking ??= mark().finally(() => {
      marking = undefined;
    });
    await marking;
  }
  const replayed = async (): Promise<Replayed> => {
    const row = await lane.queryable.one<{ lsn: string | null; system: string; standby: boolean }>(sql`
      select pg_last_wal_replay_lsn()::text as lsn, system_identifier::text as system, pg_is_in_recovery() as standby from pg_control_system()`);
    return { lsn: lsnOf(row!.lsn), system: row!.system, isStandby: row!.standby };
  };

  /** What the standby says, if it says so in time and is not too old. The question how far it is goes before the query, on the same connection. */
  async function fromStandby<T>(seconds: number, read: (q: Reads) => Promise<T>): Promise<{ value: T } | undefined> {
    await marked();
    const asked = [replayed(), read(lane.queryable)] as const;
    for (const one of asked) one.catch(() => undefined);
    const place = await within<Replayed | undefined>(answerMs, asked[0], undefined);
    const age = place && ageOf(marks, place, performance.now());
    return age !== undefined && age <= seconds * 1_000 ? { value: await asked[1] } : undefined;
  }

  async function run<T>(seconds: number, read: (q: Reads) => Promise<T>): Promise<T> {
    if (!readsPrimary() && performance.now() >= restsUntil) {
      const found = await fromStandby(seconds, read).catch(() => undefined);
      if (found) {
        onRead("standby");
        return found.value;
      }
      restsUntil = performance.now() + restMs;
    }
    onRead("primary");
    return read(primary);
  }
  return {
    stale: (seconds: number): Reads => {
      const most = Math.min(seconds, longestStaleSeconds);
      return { rows: (statement) => run(most, (q) => q.rows(statement)), one: (statement) => run(most, (q) => q.one(statement)) };
    },
    end: () => lane.end(),
  };
}
