import { consumerBan, dayOf, daysOf } from "@troad/invoice-formats";
import type { Row } from "./message-rows.ts";

/**
 * Days within which a message must arrive, counted from the day after the event (VAT Act articles 32-1 and 48-2, in their implementing
 * rules): seven if the buyer is a business, otherwise two. Unused numbers: by the tenth day after their period.
 */
export const deadlineDays = { business: 7, consumer: 2, blank: 10 } as const;

/** A late message, which is accepted all the same. */
export type LateMessage = {
  readonly table: Row["table"];
  readonly kind: string;
  readonly term: string;
  readonly number: string;
  readonly seller: string;
  /** The last day on which it would have been in time, YYYY-MM-DD. */
  readonly due: string;
};

export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Finds the messages that are late on a day in Taipei. Confirmations and passed-on numbers have no deadline. */
export function lateAmong(rows: readonly Row[], today: string): LateMessage[] {
  const { business, consumer } = deadlineDays;
  // compared as texts: hardly any message is late, and a thousand arrive at once
  const oldest = { business: daysLater(today, -business), consumer: daysLater(today, -consumer) };
  return rows.flatMap((row): LateMessage[] => {
    const { table, term, seller } = row;
    if (table === "number_range") {
      const due = row.kind === "blank" ? daysLater(daysOf(term).last, deadlineDays.blank) : today;
      return due >= today ? [] : [{ table, kind: row.kind, term, number: `${row.track}${row.first}`, seller, due }];
    }
    const told = eventOf(row);
    const buyer = told?.buyer === consumerBan ? "consumer" : "business";
    if (!told || told.day >= oldest[buyer]) return [];
    const kind = "kind" in row ? row.kind : "issue";
    return [{ table, kind, term, number: row.number, seller, due: daysLater(told.day, deadlineDays[buyer]) }];
  });
}

/** The day of the event in a message, and the kind of buyer. */
function eventOf(row: Exclude<Row, { table: "number_range" }>): { day: string; buyer: string | undefined } | undefined {
  if (row.table === "invoice") return { day: row.invoice.date, buyer: row.invoice.buyer.ban };
  if (row.table === "allowance") return { day: dayOf(row.content.Main.AllowanceDate), buyer: row.content.Main.Buyer.Identifier };
  const { CancelDate, VoidDate, RejectDate, BuyerId } = row.content as Partial<Record<string, string>>;
  const day = row.kind.endsWith("confirm") ? undefined : (CancelDate ?? VoidDate ?? RejectDate);
  return day === undefined ? undefined : { day: dayOf(day), buyer: BuyerId };
}
