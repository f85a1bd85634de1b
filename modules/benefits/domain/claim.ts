/** A month and what is paid back in it. */
export type Instalment = { month: string; amount: number };
export type ClaimState = "open" | "planned" | "settled";
type Steps = { amount: number; paid: number; waived: number; planned: boolean };

export const claimRest = ({ amount, paid, waived }: Omit<Steps, "planned">): number => Math.max(0, amount - paid - waived);

/** `open`: nobody has agreed yet how it is paid back; while it is, the person's payments wait for a payer's look. */
export const claimState = (steps: Steps): ClaimState => (claimRest(steps) === 0 ? "settled" : steps.planned ? "planned" : "open");

/** Equal instalments, the remainder in the first ones; from a month on. */
export function instalments(
  rest: number,
  times: number,
  first: string,
  next: (month: string, more: number) => string,
): Instalment[] {
  const each = Math.floor(rest / times);
  return Array.from({ length: times }, (_, n) => ({ month: next(first, n), amount: each + (n < rest % times ? 1 : 0) })).filter(
    ({ amount }) => amount > 0,
  );
}
