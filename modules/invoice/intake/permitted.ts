import { termPlus } from "@troad/invoice-formats";
import type { RefusalCode } from "../errors.ts";
import type { Sender } from "../senders/senders-store.ts";
import { daysOfRow } from "./binding.ts";
import type { Entry } from "./entry.ts";
import { actorsOf } from "./message-rows.ts";

/** How far back a period may be: the years for which books are kept (VAT regulations: five). */
const periodsBack = 30;

/** Whether the sender may send for the seller, and whether the period is acceptable. */
export function allowed(entry: Entry, sender: Sender, now: string): Entry {
  if (entry.errors.length > 0) return entry;
  const wrong = (code: RefusalCode): Entry => ({ ...entry, errors: [{ kind: "rule", code, path: "/" }] });
  for (const row of entry.rows) {
    const { term } = row;
    if (!sender.sellers.includes("*") && !actorsOf(row).some((ban) => sender.sellers.includes(ban)))
      return wrong("seller.not-yours");
    // a till's clock may be a day ahead, and a book of numbers is passed on before its period
    if (term > termPlus(now, 1) || term < termPlus(now, -periodsBack)) return wrong("period.not-open");
  }
  return entry;
}

/** Only number ranges may concern future days: everything else has happened, by a clock that may be a day ahead. */
export function notInFuture(entry: Entry, tomorrow: string, json: boolean): Entry {
  if (entry.errors.length > 0) return entry;
  for (const row of entry.rows) {
    const late = daysOfRow(row, json).find(({ date }) => date > tomorrow);
    if (late) return { ...entry, errors: [{ kind: "rule", code: "date.future" satisfies RefusalCode, path: late.path }] };
  }
  return entry;
}
