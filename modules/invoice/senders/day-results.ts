import { migDay, termOf, writePlatform } from "@troad/invoice-formats";
import type { Queryable } from "@troad/kernel";
import { failedOf, goodOf, refusedOf } from "./day-results-store.ts";
import { routingTo } from "./routing.ts";

/** Refused messages listed one by one; all are counted. */
const mostNamed = 10_000;

export type DayResult = { term: string; xml: string };

/**
 * SummaryResult of what a sender sent on a day in Taipei: one document per period, one entry per kind of message, with the number accepted
 * and the number refused, the latter listed. A message whose day could not be read counts towards the period of its arrival.
 */
export async function dayResults(q: Queryable, sender: { id: string; party: string }, day: string): Promise<DayResult[]> {
  const from = `${day}T00:00:00+08:00`;
  const sent = { sender: sender.id, from, until: new Date(Date.parse(from) + 86_400_000).toISOString() };
  const [good, failed, refused] = [await goodOf(q, sent), await failedOf(q, sent), await refusedOf(q, sent, mostNamed)];
  const term = (date: string | null): string => termOf(date ?? day);
  const terms = [...new Set([...good.map((one) => one.term), ...failed.map(({ date }) => term(date))])].sort();
  return terms.map((wanted) => {
    const ofTerm = {
      good: good.filter((one) => one.term === wanted),
      failed: failed.filter(({ date }) => term(date) === wanted),
    };
    const kinds = [...new Set([...ofTerm.good, ...ofTerm.failed].map(({ kind }) => kind))].sort();
    const message = kinds.map((kind) => {
      const sum = (rows: readonly { kind: string; count: number }[]): number =>
        rows.reduce((all, row) => all + (row.kind === kind ? row.count : 0), 0);
      const names = refused
        .filter((one) => one.kind === kind && term(one.date) === wanted)
        .map(({ number, date }) => ({
          ReferenceNumber: number.slice(0, 16) || "?",
          InvoiceDate: date ? migDay(date) : "00000000",
        }));
      const [there, gone] = [sum(ofTerm.good), sum(ofTerm.failed)];
      const code = kind === "json" ? "F0401" : kind; // invoices sent as JSON correspond to F0401
      return {
        Info: { Id: `${day}-${wanted}-${kind}`, Size: "0", MessageType: code, Service: "TROAD", Action: code },
        ResultType: {
          Total: { ResultDetailType: { Count: String(there + gone) } },
          Good: { ResultDetailType: { Count: String(there) } },
          Failed: {
            ResultDetailType: { Count: String(gone), ...(names.length > 0 ? { Invoices: { Invoice: names } } : {}) },
          },
        },
      };
    });
    const body = { RoutingInfo: routingTo(sender.party), DetailList: { Message: message } };
    return { term: wanted, xml: writePlatform("SummaryResult", "4.1", body) };
  });
}
