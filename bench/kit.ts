/** What a benchmark is: a file here whose default export measures one claim beside its peer. */
import { availableParallelism, cpus, release, type } from "node:os";

/** One measured line. A claim is worth only as much as the peer that was measured beside it, in the same run. */
export type Row = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What `value` is compared with, in words; empty where there is nothing to compare. */
  readonly peer: string;
  /** value / peer's value, or null without a peer. */
  readonly ratio: number | null;
};
export type Bench = () => Promise<Row[]>;
export type Machine = { readonly cpu: string; readonly cores: number; readonly node: string; readonly os: string };

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: availableParallelism(),
  node: process.version,
  os: `${type()} ${release()}`,
});

/** Seconds that `work` takes. */
export async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** The middle of several runs: one slow or lucky run says nothing on a shared machine. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError("no values");
  return middle;
}

/** Rows of cells, each column as wide as its widest cell; where `isNumber` says so, to the right. */
export function columns(rows: readonly (readonly string[])[], isNumber: (column: number) => boolean): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  const cell = (text: string, column: number): string =>
    isNumber(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
  return rows.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}

const significant = (n: number): number => Number(n.toPrecision(4));

/** A row of operations a second, beside a peer's if there is one. */
export function rate(what: string, unit: string, perSecond: number, peer?: { what: string; perSecond: number }): Row {
  const value = significant(perSecond);
  if (!peer) return { what, value, unit, peer: "", ratio: null };
  const peerText = `${peer.what}: ${significant(peer.perSecond).toLocaleString("en")} ${unit}`;
  return { what, value, unit, peer: peerText, ratio: significant(perSecond / peer.perSecond) };
}
