import type { Assessment } from "./assessment.ts";

const banks = ["007", "012", "700", "822"] as const;
const dayMs = 86_400_000;
const daysAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

type Fate = { today: string; chance: number; rest: number | undefined };

/**
 * What has become of an assessment by a day, by lot: most are paid in time; a few are not, are paid twice, in instalments, or are with the
 * Administrative Enforcement Agency. `rest` is known to be unpaid.
 */
export function asPaid(one: Assessment, fate: Fate): Assessment {
  const { payments, refunds, ...rest } = drawn(one, fate);
  const byNow = (on: string): string => (on > fate.today ? fate.today : on);
  return {
    ...rest,
    payments: payments.map((payment) => ({ ...payment, on: byNow(payment.on) })),
    refunds: refunds.map((refund) => ({ ...refund, on: byNow(refund.on) })),
  };
}

function drawn(one: Assessment, { today, chance, rest }: Fate): Assessment {
  const debit =
    chance >= 0.7
      ? `${banks[Math.floor(chance * 1_000) % banks.length]} ••••${String(Math.floor(chance * 1e7)).slice(-4)}`
      : null;
  const base = { ...one, directDebit: debit };
  if (rest !== undefined && rest > 0)
    return { ...base, directDebit: null, payments: paid(one, one.assessed - Math.min(rest, one.assessed), 3) };
  // who pays before the last day has paid by now, and a debit is of the last day
  if (one.due >= today)
    return chance < 0.4
      ? { ...base, directDebit: null, payments: [{ ...paid(one, one.assessed, 2)[0]!, on: one.payFrom }] }
      : base;
  if (rest === undefined && chance < 0.02) return { ...base, directDebit: null, ...enforced(one, today) };
  if (rest === undefined && chance < 0.04) return { ...base, directDebit: null };
  if (one.tax === "income" && chance < 0.06 && one.assessed >= 30_000)
    return { ...base, directDebit: null, instalments: inParts(one) };
  if (chance < 0.08) {
    const twice = { amount: one.assessed, late: 0, on: one.due, channel: "bank", reference: `B${one.number.slice(-8)}` };
    const refund = { amount: one.assessed, on: daysAfter(one.due, 20), why: "twice", paid: false };
    return { ...base, payments: [...paid(one, one.assessed, 5), twice], refunds: [refund] };
  }
  return { ...base, payments: paid(one, one.assessed, debit ? 0 : 1 + Math.floor(chance * 20)) };
}

function paid(one: Assessment, amount: number, before: number): Assessment["payments"] {
  if (amount <= 0) return [];
  const on = [daysAfter(one.due, -before), one.payFrom].sort()[1]!;
  return [
    {
      amount,
      late: 0,
      on,
      channel: before === 0 ? "debit" : before % 2 === 0 ? "bank" : "store",
      reference: `P${one.number.slice(-8)}`,
    },
  ];
}

/** Thirty days after the last day the office sends it on (稅捐稽徵法 §20); it takes a while to arrive. */
function enforced(one: Assessment, today: string): Partial<Assessment> {
  const enforcedOn = daysAfter(one.due, 75);
  if (enforcedOn > today) return {};
  const office = one.number.slice(1, 2) === "A" ? "法務部行政執行署臺北分署" : "法務部行政執行署高雄分署";
  return {
    enforcedOn,
    enforcementOffice: office,
    enforcementNo: `${Number(enforcedOn.slice(0, 4)) - 1911} 年度稅執字第 ${one.number.slice(-4)} 號`,
  };
}

function inParts({ assessed, due }: Assessment): Assessment["instalments"] {
  const each = Math.floor(assessed / 12);
  return Array.from({ length: 12 }, (_, at) => ({
    ...{ no: at + 1, due: monthAfter(due, at), amount: at === 0 ? assessed - each * 11 : each },
  }));
}

function monthAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0));
  return last.toISOString().slice(0, 10);
}
