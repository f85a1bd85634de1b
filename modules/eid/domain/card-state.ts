import type { CardState } from "../api.ts";
import { fail } from "./errors.ts";

export type CardStateName = CardState["state"];
export type CardAction = "suspend" | "resume" | "revoke";

/** Number of wrong PINs in a row before a card locks. */
export const pinTries = 3;

/**
 * In the demonstration anyone can lock anyone's card and no office can unlock it, so it unlocks by itself. Everywhere else a locked PIN
 * stays locked.
 */
export const demoLockMs = 15 * 60_000;

/** The attempts left; `now` only where locks end by themselves. */
export function triesLeft(card: { tries: number; locked_at: string | null }, now: Date | undefined): number {
  const left = Math.max(0, pinTries - card.tries);
  const lockedAt = card.locked_at === null ? Number.NEGATIVE_INFINITY : Date.parse(card.locked_at);
  return left === 0 && now && now.getTime() - lockedAt >= demoLockMs ? pinTries : left;
}

/** The state of a card after its newest action. */
export const stateAfter = (action: CardAction | null): CardStateName =>
  action === "suspend" ? "suspended" : action === "revoke" ? "revoked" : "active";

/** The effect of an action: none if the card is already in that state; a revoked card stays revoked (RFC 5280 section 5.3.1). */
export function isChange(state: CardStateName, action: CardAction): boolean {
  if (state === "revoked" && action !== "revoke") throw fail("eid.card-revoked");
  return stateAfter(action) !== state;
}

/** The reason code under which the authority publishes an action. */
export const reasonOf = { suspend: "certificateHold", resume: "removeFromCRL", revoke: "cessationOfOperation" } as const;
