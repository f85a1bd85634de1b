import type { CardState } from "../api.ts";
import { fail } from "./errors.ts";

export type CardStateName = CardState["state"];
export type CardAction = "suspend" | "resume" | "revoke";

/** PINs that may be wrong one after the other before a card locks. */
export const pinTries = 3;

/**
 * In the demonstration anybody may lock anybody's card, and there is no office to unlock it: it unlocks by itself. Everywhere else a locked
 * PIN stays locked.
 */
export const demoLockMs = 15 * 60_000;

/** The tries that are left; `now` only where locks end by themselves. */
export function triesLeft(card: { tries: number; locked_at: string | null }, now: Date | undefined): number {
  const left = Math.max(0, pinTries - card.tries);
  const lockedAt = card.locked_at === null ? Number.NEGATIVE_INFINITY : Date.parse(card.locked_at);
  return left === 0 && now && now.getTime() - lockedAt >= demoLockMs ? pinTries : left;
}

/** The state that the newest action leaves a card in. */
export const stateAfter = (action: CardAction | null): CardStateName =>
  action === "suspend" ? "suspended" : action === "revoke" ? "revoked" : "active";

/** What an action does: nothing where the card is already there; a revoked card stays revoked (RFC 5280 section 5.3.1). */
export function isChange(state: CardStateName, action: CardAction): boolean {
  if (state === "revoked" && action !== "revoke") throw fail("eid.card-revoked");
  return stateAfter(action) !== state;
}

/** The reason code with which the authority publishes an action. */
export const reasonOf = { suspend: "certificateHold", resume: "removeFromCRL", revoke: "cessationOfOperation" } as const;
