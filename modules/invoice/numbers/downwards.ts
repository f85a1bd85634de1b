import { writeEnvelope, writeMessage } from "@troad/invoice-formats";
import type { Queryable } from "@troad/kernel";
import { platform } from "../senders/routing.ts";
import { assignBody, mostRanges } from "./assign.ts";
import { type Assigned, assignedAfter } from "./ranges-store.ts";

export type AssignedDocument = { no: number; seller: string; xml: string };

/**
 * What was assigned to these sellers after the act `after`: an envelope of E0501 for each act and seller, acts always complete. `last` is
 * where to continue, `more` whether more may follow.
 */
export async function assignedDocuments(
  q: Queryable,
  sellers: readonly string[],
  after: number,
): Promise<{ documents: AssignedDocument[]; last: number; more: boolean }> {
  const limit = mostRanges + 1;
  const rows = await assignedAfter(q, sellers, after, limit);
  const more = rows.length === limit;
  // an act that was cut off comes complete with the next request; the limit exceeds the size of an act
  const whole = more ? rows.filter(({ no }) => no !== rows.at(-1)!.no) : rows;
  const groups = Map.groupBy(whole, ({ no, seller }) => `${no} ${seller}`);
  const documents = [...groups.values()].map((ranges) => {
    const { no, seller } = ranges[0]!;
    return { no, seller, xml: envelope(seller, ranges) };
  });
  return { documents, last: whole.at(-1)?.no ?? after, more };
}

const envelope = (seller: string, ranges: readonly Assigned[]): string =>
  writeEnvelope(
    platform,
    { partyId: seller, routingId: seller },
    { code: "E0501", version: "4.1", messages: ranges.map((one) => writeMessage("E0501", "4.1", assignBody(one))) },
  );
