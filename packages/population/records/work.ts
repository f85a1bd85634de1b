import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import { businessNumberOf } from "../life/firm.ts";
import type { Person } from "../population.ts";

/** Where a person works: the one place that insurance, wages and the pension account all name. */
export type Job = { employer: string; employerNo: string; since: CalendarDate };
export type Income = { payer: string; payerNo: string; kind: "wage" | "pension" | "other"; amount: number };
export type PensionAccount = { rate: number; monthly: number; months: number; balance: number };
export type LabourBenefit = { kind: "maternity" | "injury"; paidOn: CalendarDate; amount: number };
export type Allowance = { kind: "low-income" | "disability" | "old-age"; monthly: number; since: CalendarDate };

/** Serials below one million belong to no company of a person of the population. */
const employers = [
  "示範精密工業",
  "合成電子",
  "日日食品",
  "山海物流",
  "遠行客運",
  "晨光醫材",
  "和平營造",
  "永信資訊",
  "青田印刷",
  "松濤飯店",
  "望雲紡織",
  "澄波水產",
].map((name, at) => ({ employer: `${name}股份有限公司（合成）`, employerNo: businessNumberOf(100_001 + at * 37) }));

/** The fund that pays pensions, and the payer of what is no wage. */
const fund = { payer: "退休基金（合成）", payerNo: businessNumberOf(200_001) };
const bank = { payer: "示範銀行（合成）", payerNo: businessNumberOf(200_017) };
const workingAge = 65;

/** Who is insured works, and so does who earns; who leads a company or a firm works there. */
export function drawJob(draw: Draw, person: Person, year: number): Job | null {
  const { insurance, income, age, schooling, birthDate } = person;
  const own = person.firm ?? person.business;
  const place = draw.pick(employers);
  const began = Math.max(Number(birthDate.slice(0, 4)) + 18, year - draw.whole(1, 15));
  if (insurance === null && (income === 0 || age >= workingAge || (schooling !== null && age < 18))) return null;
  const since = insurance?.since ?? `${Math.min(began, year - 1)}-07-01`;
  return own ? { employer: own.name, employerNo: own.businessNumber, since } : { ...place, since };
}

/** The income of the last year by who paid it; the amounts add up to the income of the person. */
export function incomesOf({ income, age }: Person, job: Job | null): Income[] | null {
  if (income === 0) return null;
  const interest = Math.floor(income / 200);
  const main = income - interest;
  const paid: Income =
    job === null
      ? { ...(age >= workingAge ? fund : bank), kind: age >= workingAge ? "pension" : "other", amount: main }
      : { payer: job.employer, payerNo: job.employerNo, kind: "wage", amount: main };
  return interest > 0 ? [paid, { ...bank, kind: "other", amount: interest }] : [paid];
}

/** Six per cent of the insured wage a month (Labor Pension Act article 14), from the month in which the insurance began. */
export function pensionOf({ insurance }: Person, { year, month }: { year: number; month: number }): PensionAccount | null {
  if (insurance === null) return null;
  const monthly = Math.round(insurance.averageWage * 0.06);
  const [from = year, first = 1] = insurance.since.split("-").map(Number);
  const months = Math.max(0, (year - from) * 12 + month - first);
  return { rate: 6, monthly, months, balance: monthly * months };
}

/** Sixty days of the insured wage for a birth (Labor Insurance Act article 32), and here and there an injury. */
export function benefitsOf(draw: Draw, { insurance, lastBirth, sex }: Person, today: CalendarDate): LabourBenefit[] | null {
  const [injured, days] = [draw.unit(), draw.whole(4, 60)];
  if (insurance === null) return null;
  const paid: LabourBenefit[] = [];
  const birthYear = lastBirth === null ? 0 : Number(lastBirth.date.slice(0, 4));
  if (lastBirth !== null && sex === "female" && Number(insurance.since.slice(0, 4)) < birthYear && lastBirth.date < today)
    paid.push({ kind: "maternity", paidOn: lastBirth.date, amount: insurance.averageWage * 2 * lastBirth.children });
  if (injured < 0.02)
    paid.push({
      kind: "injury",
      paidOn: `${today.slice(0, 4)}-01-20`,
      amount: Math.round((insurance.averageWage / 30) * days * 0.7),
    });
  const due = paid.filter(({ paidOn }) => paidOn >= insurance.since && paidOn <= today);
  return due.length === 0 ? null : due.toSorted((a, b) => a.paidOn.localeCompare(b.paidOn));
}

/** Round figures, for households whose status the register of low income says. */
export function allowancesOf(
  { age, disability }: Person,
  { status, validFrom }: { status: string; validFrom: CalendarDate | null },
): Allowance[] | null {
  const since = validFrom;
  if (since === null || (status !== "low" && status !== "mid-low")) return null;
  const given: Allowance[] = [];
  if (status === "low" && age < 25) given.push({ kind: "low-income", monthly: 3_008, since });
  if (disability !== null) given.push({ kind: "disability", monthly: status === "low" ? 5_437 : 4_049, since });
  else if (age >= workingAge) given.push({ kind: "old-age", monthly: status === "low" ? 8_329 : 4_164, since });
  return given.length === 0 ? null : given;
}
