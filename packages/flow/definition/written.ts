import type { Step, StepOf } from "./steps.ts";

/**
 * What later steps may ask of an entry, besides what an officer reported: its key, which the register may have given, its version, and what was written;
 * of a kind of entry also its fee and, where it came late, the limits of the fine, in whole New Taiwan dollars.
 */
const writtenNames = (one: StepOf<"write">): string[] => [
  ...["key", "version"],
  ...Object.keys(one.values),
  ...(one.entry ? ["fee", "fineFrom", "fineTo", ...(one.entry.gives ?? [])] : []),
];

export const isWritten = (one: Step | undefined, name: string): boolean =>
  (one?.kind === "write" && writtenNames(one).includes(name)) ||
  (one?.kind === "act" && (one.gives ?? []).includes(name)) ||
  (one?.kind === "draw" && name === "lot") ||
  (one?.kind === "fill" && name === "on") ||
  ((one?.kind === "pay" || one?.kind === "payout") && ["paid", "entries"].includes(name)) ||
  (one?.kind === "match" && ["disputed", "released", "lot"].includes(name)) ||
  (one?.kind === "visit" && one.report.some((field) => field.name === name));
