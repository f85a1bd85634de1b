import type { TransferRecord } from "./record.ts";
import type { AlarmKind, TransferKey } from "./transfer-rules.ts";

/** An officer's filters on transfers; filters left out do not narrow the result. */
export type TransferQuery = {
  /** CLASS/CODE of the provider of these exchanges, which limits what its officers may see. */
  member?: string;
  /** CLASS/CODE of the consumer, and of the provider. */
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

/** A transfer in an officer's list; `cursor` is its position. */
export type ListedTransfer = TransferRecord & { leafIndex: number; cursor: string };
/** The number of exchanges that began on a day in Taiwan and had this outcome. */
export type TransferDay = { day: string; outcome: TransferRecord["outcome"]; count: number };

/** A record that contradicts another one, or that nothing confirms. */
export type TransferAlarm = TransferKey & {
  at: string;
  kind: AlarmKind;
  /** INSTANCE/CLASS/CODE of the member that reported the record, and of the other one. */
  teller: string;
  other: string;
  /** The record's leaf, null if it was refused; and the leaf of the record that it contradicts. */
  leafIndex: number | null;
  otherLeaf: number | null;
  cursor: string;
};

/** A list position as an address has it: the time of the record, and its number. */
export const placeText = ({ at, seq }: { at: string; seq: number }): string => `${at} ${seq}`;

/** The position that an address names; the end of time if it names none, undefined if the number is not one of ours. */
export function readPlace(text: string | undefined): { at: string; seq: number } | undefined {
  if (text === undefined) return { at: "infinity", seq: 0 };
  const [at = "", number = ""] = text.split(" ");
  return /^\d{1,15}$/.test(number) && !Number.isNaN(Date.parse(at)) ? { at, seq: Number(number) } : undefined;
}

const dayMs = 86_400_000;
/** The instant at which a day begins in Taiwan, which has had no daylight saving time since 1979. */
const beginOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

/** The instants that bound a range of days, `from` included and `to` excluded; a missing day means no bound. */
export const rangeOf = ({ from, to }: Pick<TransferQuery, "from" | "to">): { from: string; to: string } => ({
  from: from === undefined ? "-infinity" : new Date(beginOf(from)).toISOString(),
  to: to === undefined ? "infinity" : new Date(beginOf(to) + dayMs).toISOString(),
});

/** The last `count` days, oldest first, the last of them `today`. */
export const daysUpTo = (today: string, count: number): string[] =>
  Array.from({ length: count }, (_, back) => new Date(Date.parse(today) - (count - 1 - back) * dayMs).toISOString().slice(0, 10));
