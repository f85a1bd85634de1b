import type { Instant } from "@troad/kernel";

export type AccountKind = "own" | "protected" | "guardian";
/** The account of a person that is valid, with what went before it. */
export type ValidAccount = {
  kind: AccountKind;
  proof: "bank" | "none";
  at: Instant;
  looked: boolean;
  /** The account before it; null for the first. */
  before: { kind: AccountKind } | null;
};

export const lookDays = 14;
const dayMs = 86_400_000;

/**
 * Why a payment waits for a second person's look; undefined where it does not. An account that no bank has confirmed, one that was changed less
 * than fourteen days ago, and one that takes the place of a protected account.
 */
export function lookReason(
  { kind, proof, at, looked, before }: ValidAccount,
  now: Date,
): "unproved" | "changed" | "no-longer-protected" | undefined {
  if (looked) return undefined;
  if (proof === "none") return "unproved";
  if (before?.kind === "protected" && kind !== "protected") return "no-longer-protected";
  return before && now.getTime() - Date.parse(at) < lookDays * dayMs ? "changed" : undefined;
}

/** An account as it is shown to people who know it: the bank and the last four digits. */
export const shownAccount = (account: string): string => `${account.slice(0, 3)}-****${account.slice(-4)}`;
