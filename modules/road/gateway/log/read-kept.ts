import { findKept, placeOf } from "../../store/kept.ts";
import { findRequest, type Side } from "../../store/messages.ts";
import type { ShareRow } from "../../store/seals.ts";
import type { Gateway } from "../gateway.ts";
import type { LoggedOutcome, LoggedRequest } from "./logged.ts";
import { outcomeIn, requestIn } from "./message-log.ts";

/** An exchange from the log. */
export type Kept = {
  id: string;
  side: Side;
  namespace: string;
  asked: LoggedRequest | undefined;
  outcome: LoggedOutcome | undefined;
  shared: ShareRow | undefined;
};

/** The exchange of a consumer with an id. */
export async function readKept(gateway: Gateway, of: { id: string; side: Side; consumer: string }): Promise<Kept> {
  const request = await findRequest(gateway.db, of);
  const place = request && (await placeOf(gateway.db, request));
  const [kept] = place === undefined ? [] : await readKeptAt(gateway, [place]);
  return kept ?? { id: of.id, side: of.side, namespace: of.consumer, asked: undefined, outcome: undefined, shared: undefined };
}

/** Several exchanges by the positions of their outcomes, in that order. */
export async function readKeptAt(gateway: Gateway, places: readonly number[]): Promise<Kept[]> {
  const rows = await findKept(gateway.db, places);
  return rows.map(({ asked, outcome, share }) => ({
    id: outcome.exchange_id,
    side: outcome.side,
    namespace: outcome.namespace,
    asked: asked && requestIn(gateway, asked),
    outcome: outcomeIn(gateway, outcome),
    shared: share,
  }));
}
