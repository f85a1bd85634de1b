import { consumerBan, dayOf, daysOf } from "@troad/invoice-formats";
import type { Row } from "./message-rows.ts";

/**
 * Days after what a message tells of until it has to be here, counted from the next day (VAT Act articles 32-1 and 48-2, as their implementing
 * rules set them): seven where the buyer is a business, two otherwise. Numbers left blank: by the tenth day after their period.
 */
export const deadlineDays = { business: 7, consumer: 2, blank: 10 } as const;

/** A message that came after its day; it is taken all the same. */
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

/** Finds which of some messages are late on a day in Taipei. Confirmations and numbers handed on have no deadline. */
export function lateAmong(rows: readonly Row[], today: string): LateMessage[] {
  const { business, consumer } = deadlineDays;
  // compared as texts: hardly any message is late, and a thousand come at once
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

/** The day of what a message tells, and to whom the invoice was issued. */
function eventOf(row: Exclude<Row, { table: "number_range" }>): { day: string; buyer: string | undefined } | undefined {
  if (row.table === "invoice") return { day: row.invoice.date, buyer: row.invoice.buyer.ban };
  if (row.table === "allowance") return { day: dayOf(row.content.Main.AllowanceDate), buyer: row.content.Main.Buyer.Identifier };
  const { CancelDate, VoidDate, RejectDate, BuyerId } = row.content as Partial<Record<string, string>>;
  const day = row.kind.endsWith("confirm") ? undefined : (CancelDate ?? VoidDate ?? RejectDate);
  return day === undefined ? undefined : { day: dayOf(day), buyer: BuyerId };
}
