import { CodedError, type Database, instant, type ModuleContext } from "@troad/kernel";
import type { PayApi } from "@troad/pay/api";
import { claimRest, type Instalment } from "./domain/claim.ts";
import { benefitsFailure } from "./domain/errors.ts";
import type { Scheme } from "./domain/scheme.ts";
import { claims, countOpenClaims, insertStep, lockClaim, paidBack, stepByKey } from "./store/claims.ts";

type Step = { id: string; key: string; amount: number; reason: string; by: string };

export type { Claim, PaidBack } from "./store/claims.ts";

type Parts = {
  db: Database;
  clock: ModuleContext["clock"];
  pay: Pick<PayApi, "request" | "refund">;
  schemes: ReadonlyMap<string, Scheme>;
  /** What the payer reads, by language. */
  textOf: (scheme: string, lang: string) => string;
};
const keyForm = /^claim ([0-9a-f-]{36}) /;
/** The claim that a payment is for; undefined for others. */
export const claimOfKey = (key: string): string | undefined => keyForm.exec(key)?.[1];

/** What was paid too much: a plan of instalments, what came back, and what is waived. Nothing is taken off a payment. */
export function openClaims({ db, clock, pay, schemes, textOf }: Parts) {
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
    paidBack: (claim: string, limit: number) => paidBack(db, claim, Math.min(limit, 100)),
    /** Where the person pays some of it back; asked again before it is paid, it is the same payment. */
    payment: async ({ id, subject, amount }: { id: string; subject: string; amount: number }): Promise<string> => {
      const [claim] = await claims(db, { id, subject, limit: 1 });
      if (!claim) throw benefitsFailure("benefits.not-found");
      if (amount > claimRest(claim)) throw benefitsFailure("benefits.claim-over");
      const purpose = { "zh-Hant": textOf(claim.scheme, "zh-Hant"), en: textOf(claim.scheme, "en") };
      const key = `claim ${id} ${claim.paid} ${amount}`;
      const { agency } = schemes.get(claim.scheme)!;
      return (await pay.request({ key, agency, amount, purpose, returnTo: "/benefits" })).address;
    },
    /** Money that a payment service has: it counts once, and goes back where less is left of the claim. */
    received: async ({ claim, payment, amount }: { claim: string; payment: string; amount: number }): Promise<void> => {
      try {
        await step({ id: claim, key: `payment ${payment}`, amount, reason: "payment", by: "troad" }, "paid", null);
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== "benefits.claim-over") throw error;
        await pay.refund({ id: payment, reason: "benefits.claim-over" });
      }
    },
    waive: (one: Step) => step(one, "waived", null),
  };
}
