import {
  defineJob,
  type HandledEvent,
  type HandledJob,
  handleEvent,
  handleJob,
  instant,
  type ModuleContext,
  taipeiDate,
} from "@troad/kernel";
import type { PayApi } from "@troad/pay/api";
import { paid } from "@troad/pay/events";
import Type from "typebox";
import type { Copies } from "./copies.ts";
import type { TaxRecord } from "./domain/record.ts";
import { paidOf, standingOf } from "./domain/standing.ts";
import { passbookFailure } from "./errors.ts";
import type { Offices } from "./offices.ts";
import { findPaying, insertPaying } from "./store/paying.ts";
import type { Whose } from "./whose.ts";

/** Writes money that arrived into the register of the office whose tax it is. */
export const writeJob = defineJob("passbook.write-payment", {
  payload: Type.Object({
    key: Type.String({ maxLength: 200 }),
    payment: Type.String({ maxLength: 60 }),
    amount: Type.Integer({ minimum: 1 }),
    at: Type.String({ maxLength: 30 }),
  }),
});

/** Asks an office again of whose passbook there is a copy, for pages and calendar. */
export type Refresh = (taxpayer: string, office: string, number: string) => Promise<void>;

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  pay: Pick<PayApi, "request" | "refund">;
  offices: Offices;
  copies: Pick<Copies, "keyOf">;
  /** Takes in what an office has now. */
  refresh: Refresh;
  textOf: (tax: string, lang: string) => string;
};

/** What is paid today for a tax: what is in arrears, or the next part of what is ahead. */
export function payableOf(record: TaxRecord, today: string): { amount: number; late: number } | null {
  const standing = standingOf(record, today);
  // the Administrative Enforcement Agency collects what was sent to it, and knows its costs
  if (standing.state === "enforced") return null;
  const late = standing.late ? standing.late.fee + standing.late.interest : 0;
  if (standing.dueNow > 0) return { amount: standing.dueNow, late };
  return standing.nextAmount > 0 ? { amount: standing.nextAmount, late: 0 } : null;
}

export function openPayments({ ctx, pay, offices, copies, refresh, textOf }: Parts) {
  const { db, clock } = ctx;
  const jobs: HandledJob[] = [
    handleJob(writeJob, async ({ payload: { key, payment, amount, at } }) => {
      const row = await findPaying(db, key);
      if (!row) return;
      const record = await offices.one(row.office, row.number);
      if (record === null) return void (await pay.refund({ id: payment, reason: "passbook.tax-unknown" }));
      if ("code" in record) throw new Error(`${row.office} does not answer: ${record.code}`);
      const payments = record.payments ?? [];
      if (!payments.some(({ reference }) => reference === payment)) {
        const entry = { amount, late: row.late, on: taipeiDate(new Date(at)), channel: "online", reference: payment };
        const written = await offices.write(row.office, {
          ...{ number: row.number, writeKey: `payment ${payment} ${payments.length}`, caseId: payment.slice(0, 60) },
          ...{ values: { payments: [...payments, entry] }, expect: { payments: record.payments } },
        });
        // another payment was written meanwhile: the job comes again and reads it first
        if (!written.ok) throw new Error(`${row.office} did not write: ${written.code}`);
      }
      await refresh(record.taxpayer, row.office, row.number);
    }),
  ];
  const subscribes: HandledEvent[] = [
    handleEvent(paid, async ({ key, payment, amount, at }, tx) => {
      if (key.startsWith("passbook ")) await tx.enqueue(writeJob, { key, payment, amount, at }, { key: payment });
    }),
  ];
  return {
    jobs,
    subscribes,
    /** Where a tax is paid; asked again on the same day before it is paid, it is the same payment. */
    begin: async ({ record, office, whose }: { record: TaxRecord; office: string; whose: Whose }): Promise<string> => {
      const today = taipeiDate(clock.now());
      const payable = payableOf(record, today);
      if (!payable) throw passbookFailure("passbook.nothing-due");
      const key = `passbook ${record.number} ${paidOf(record)} ${payable.amount}`;
      const row = { key, number: record.number, office, taxpayer: copies.keyOf(whose.number), ...payable, by: whose.subject };
      await db.tx((tx) => insertPaying(tx, { ...row, at: instant(clock) }));
      const say = (lang: string) => `${textOf(record.tax, lang)} ${record.period ?? record.year}`;
      const purpose = { "zh-Hant": say("zh-Hant"), en: say("en") };
      return (await pay.request({ key, agency: office, amount: payable.amount, purpose, returnTo: "/tax/passbook" })).address;
    },
  };
}
export type Payments = ReturnType<typeof openPayments>;
