import type { Entry } from "../intake/take.ts";
import type { Track } from "./blank-reports-store.ts";

/** The numbers that a message asserts something about: one was issued, some were passed on or are unused. */
export type Asking = {
  readonly term: string;
  readonly seller: string;
  readonly track: string;
  readonly first: string;
  readonly last: string;
  readonly kind: "issued" | "branch" | "blank";
};
export const trackOf = ({ term, track }: Asking): Track => `${term} ${track}`;

/** Later actions on an invoice are not checked again; allowances have no numbers of the period. */
export function askingOf(row: Entry["rows"][number]): Asking[] {
  if (row.table === "number_range") {
    const { term, seller, track, first, last, kind } = row;
    return [{ term, seller, track, first, last, kind }];
  }
  if (row.table !== "invoice") return [];
  const digits = row.number.slice(2);
  return [{ term: row.term, seller: row.seller, track: row.number.slice(0, 2), first: digits, last: digits, kind: "issued" }];
}
