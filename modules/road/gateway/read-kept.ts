import { findKept, placeOf } from "../store/kept.ts";
import type { Side } from "../store/messages.ts";
import type { ShareRow } from "../store/seals.ts";
import type { Gateway } from "./gateway.ts";
import type { LoggedOutcome, LoggedRequest } from "./logged.ts";
import { outcomeIn, requestIn } from "./message-log.ts";

/** An exchange as the log has it. */
export type Kept = {
  id: string;
  side: Side;
  asked: LoggedRequest | undefined;
  outcome: LoggedOutcome | undefined;
  shared: ShareRow | undefined;
};

export async function readKept(gateway: Gateway, id: string, side: Side): Promise<Kept> {
  const place = await placeOf(gateway.db, id, side);
  const [kept] = place === undefined ? [] : await readKeptAt(gateway, [place]);
  return kept ?? { id, side, asked: undefined, outcome: undefined, shared: undefined };
}

/** Several exchanges by the places of their outcomes, in that order. */
export async function readKeptAt(gateway: Gateway, places: readonly number[]): Promise<Kept[]> {
  const rows = await findKept(gateway.db, places);
  return rows.map(({ asked, outcome, share }) => ({
    id: outcome.exchange_id,
    side: outcome.side,
    asked: asked && requestIn(gateway, asked),
    outcome: outcomeIn(gateway, outcome),
    shared: share,
  }));
}
