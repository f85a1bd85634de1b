import type { TransferRecord } from "./record.ts";
import type { AlarmKind, TransferKey } from "./transfer-rules.ts";

/** Which transfers an officer asks for; what is not named is not narrowed. */
export type TransferQuery = {
  /** CLASS/CODE of the provider whose exchanges these are: all that its officers may see. */
  member?: string;
  /** CLASS/CODE of who asked, and of who was asked. */
  consumer?: string;
  provider?: string;
  /** INSTANCE/CLASS/CODE/SUBSYSTEM/SERVICE */
  service?: string;
  outcome?: string;
  side?: string;
  exchangeId?: string;
  /** Days in Taiwan, both included. */
  from?: string;
  to?: string;
};

/** A transfer in an officer's list; `cursor` is its place. */
export type ListedTransfer = TransferRecord & { leafIndex: number; cursor: string };
/** How many exchanges began on a day in Taiwan and ended so. */
export type TransferDay = { day: string; outcome: TransferRecord["outcome"]; count: number };

/** A record that contradicts another one or that nothing confirms. */
export type TransferAlarm = TransferKey & {
  at: string;
  kind: AlarmKind;
  /** INSTANCE/CLASS/CODE of who told the record, and of the other member. */
  teller: string;
  other: string;
  /** The leaf of the record, null where it was refused; and of the record that it contradicts. */
  leafIndex: number | null;
  otherLeaf: number | null;
  cursor: string;
};

/** A place in a list as an address has it: when the record was, and its number. */
export const placeText = ({ at, seq }: { at: string; seq: number }): string => `${at} ${seq}`;

/** The place that an address names; the end of time where it names none, undefined where the number is none of ours. */
export function readPlace(text: string | undefined): { at: string; seq: number } | undefined {
  if (text === undefined) return { at: "infinity", seq: 0 };
  const [at = "", number = ""] = text.split(" ");
  return /^\d{1,15}$/.test(number) && !Number.isNaN(Date.parse(at)) ? { at, seq: Number(number) } : undefined;
}

const dayMs = 86_400_000;
/** The instant at which a day begins in Taiwan, which has had no summer time since 1979. */
const beginOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

/** The instants between which days lie, from included and to excluded; no day is no limit. */
export const rangeOf = ({ from, to }: Pick<TransferQuery, "from" | "to">): { from: string; to: string } => ({
  from: from === undefined ? "-infinity" : new Date(beginOf(from)).toISOString(),
  to: to === undefined ? "infinity" : new Date(beginOf(to) + dayMs).toISOString(),
});

/** The last `count` days, oldest first, the last of them `today`. */
export const daysUpTo = (today: string, count: number): string[] =>
  Array.from({ length: count }, (_, back) => new Date(Date.parse(today) - (count - 1 - back) * dayMs).toISOString().slice(0, 10));
