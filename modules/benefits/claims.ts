import { type Database, instant, type ModuleContext } from "@troad/kernel";
import { claimRest, type Instalment } from "./domain/claim.ts";
import { benefitsFailure } from "./domain/errors.ts";
import { claims, countOpenClaims, insertStep, lockClaim, stepByKey } from "./store/claims.ts";

type Step = { id: string; key: string; amount: number; reason: string; by: string };

export type { Claim } from "./store/claims.ts";

/** What was paid too much: a plan of instalments, what came back, and what is waived. Nothing is taken off a payment. */
export function openClaims({ db, clock }: { db: Database; clock: ModuleContext["clock"] }) {
  const step = (
    { id, key, amount, reason, by }: Step,
    kind: "plan" | "paid" | "waived",
    plan: Instalment[] | null,
  ): Promise<void> =>
    db.tx(async (tx) => {
      await lockClaim(tx, id);
      const [claim] = await claims(tx, { id, limit: 1 });
      if (!claim) throw benefitsFailure("benefits.not-found");
      const known = await stepByKey(tx, key);
      if (known && (known.claim !== id || known.kind !== kind || known.amount !== amount))
        throw benefitsFailure("benefits.key-reused");
      if (known) return;
      const rest = claimRest(claim);
      if (rest === 0 || amount > rest) throw benefitsFailure("benefits.claim-over");
      if (plan && (amount !== rest || plan.reduce((sum, one) => sum + one.amount, 0) !== rest))
        throw benefitsFailure("benefits.instalments-differ");
      await insertStep(tx, { claim: id, kind, key, amount, instalments: plan, reason, by, at: instant(clock) });
      await tx.audit({ actor: by, action: `benefits.claim-${kind}`, target: id, detail: { amount, reason } });
    });
  return {
    list: (asked: { id?: string; subject?: string; schemes?: readonly string[]; before?: string; limit: number }) =>
      claims(db, { ...asked, limit: Math.min(asked.limit, 100) }),
    open: async () => (await countOpenClaims(db)) ?? { count: 0, oldest: null },
    /** How the rest is paid back; the instalments come to all of it. */
    plan: ({ instalments, ...one }: Omit<Step, "amount"> & { instalments: Instalment[] }) =>
      step({ ...one, amount: instalments.reduce((sum, { amount }) => sum + amount, 0) }, "plan", instalments),
    paid: (one: Step) => step(one, "paid", null),
    waive: (one: Step) => step(one, "waived", null),
  };
}
