import type { Step } from "@troad/flow";

type Paying = { id: string; definition: { steps: readonly Step[] } };

/** Services with a step of money for which there is no payment service: a person would find that out in the middle. */
export function unpayable(services: readonly Paying[], { fees, payouts }: { fees: boolean; payouts: boolean }): string[] {
  const lacks = ({ kind }: Step): boolean => (kind === "pay" && !fees) || ((kind === "payout" || kind === "entitle") && !payouts);
  return services.filter(({ definition }) => definition.steps.some(lacks)).map(({ id }) => id);
}
