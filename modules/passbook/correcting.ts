import { type ModuleContext, taipeiDate } from "@troad/kernel";
import type { TaxRecord } from "./domain/record.ts";
import { paidOf } from "./domain/standing.ts";
import { passbookFailure } from "./errors.ts";
import type { Offices } from "./offices.ts";
import type { Refresh } from "./payments.ts";

export type Correction = { office: string; number: string; seen: number; amount: number; reason: string; officer: string };
type Parts = { ctx: Pick<ModuleContext, "db" | "clock">; offices: Offices; refresh: Refresh };

/** What was paid beyond a corrected tax goes back (稅捐稽徵法 §28). */
export function refundsAfter(record: TaxRecord, amount: number, today: string): NonNullable<TaxRecord["refunds"]> {
  // what an earlier correction promised, and nobody has paid yet, is worked out anew
  const refunds = (record.refunds ?? []).filter(({ paid, why }) => paid === true || why !== "corrected");
  const promised = refunds.reduce((sum, one) => sum + one.amount, 0);
  const more = paidOf(record) - amount - promised;
  return more > 0 ? [...refunds, { amount: more, on: today, why: "corrected", paid: false }] : refunds;
}

/** An officer corrects an assessment, with a reason that its taxpayer sees. Throws `passbook.*`. */
export function openCorrecting({ ctx, offices, refresh }: Parts) {
  return async ({ office, number, seen, amount, reason, officer }: Correction): Promise<void> => {
    const record = await offices.one(office, number);
    if (record === null) throw passbookFailure("passbook.tax-unknown");
    if ("code" in record) throw passbookFailure("passbook.office-away");
    if (record.assessed !== seen) throw passbookFailure("passbook.changed");
    const today = taipeiDate(ctx.clock.now());
    await ctx.db.tx((tx) => tx.audit({ actor: officer, action: "passbook.correct", target: number, detail: { office } }));
    const values = {
      ...{ assessed: amount, correctedOn: today, correctedFrom: record.assessed, correctionReason: reason },
      refunds: refundsAfter(record, amount, today),
    };
    const written = await offices.write(office, {
      ...{ number, values, expect: { assessed: record.assessed, payments: record.payments } },
      ...{ writeKey: `correct ${number} ${record.assessed} ${amount} ${today}`, caseId: number },
      correction: { reason, officer: officer.slice(0, 60) },
    });
    if (!written.ok) throw passbookFailure(written.code === "record.changed" ? "passbook.changed" : "passbook.office-away");
    await refresh(record.taxpayer, office, number);
  };
}
export type Correct = ReturnType<typeof openCorrecting>;
