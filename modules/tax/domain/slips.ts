import { createHmac, timingSafeEqual } from "node:crypto";
import { shifted } from "@troad/content-law";
import type { Answers } from "@troad/forms";
import { LawError } from "@troad/law";
import { channelsOf, isCategory, type Slip, taxOf, writeOffNumber } from "@troad/slip";
import { amountToPay, type Calculator, type SlipRule, type Worked } from "./calculator.ts";

/** What a slip of a result is made out for: its amount, and the last day of payment, moved where that is a day off. */
export type Due = Pick<Slip, "category" | "year" | "amount" | "due">;

/** Null where nothing is to be paid by a slip. */
export function dueOf(calculator: Calculator, answers: Answers, year: number, worked: Worked): Due | null {
  const rule = calculator.slip;
  const amount = amountToPay(calculator, worked, answers);
  if (!rule || amount === undefined) return null;
  return { category: rule.category(answers), year, amount, due: shifted(lastDayOf(calculator, rule.due, year)) };
}

/** The slip, with a number of its own. */
export function slipFor(due: Due, random: Uint8Array): Slip {
  const serial = [...random.slice(0, 7)].map((byte) => byte % 10).join("");
  return { ...due, writeOff: writeOffNumber(`${due.category}${due.year - 1911}${serial}`) };
}

/** Somewhere it can still be paid with a slip: a store, the payment page, a bank, or online after the last day. */
export const isPayable = ({ category, amount, due }: Due, today: string): boolean =>
  Object.values(channelsOf({ amount, due, national: taxOf(category).national }, today)).some((until) => until !== null);

/** The last day of payment before it moves over days off. */
function lastDayOf({ law, day }: Pick<Calculator, "law" | "day">, due: SlipRule["due"], year: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  if (typeof due !== "string") return `${year}-${two(due.month)}-${two(due.day)}`;
  const value = law.definitions.valueOn(due, day(year), undefined);
  if (!value) throw new LawError("law.out-of-range", due, `has no value in ${year}`);
  return String(value.given);
}

/**
 * A slip as the part of an address. It is sealed, so that nobody can make this government's page show an amount or a number that it
 * did not work out: a page that anyone could fill in would serve who wants others to pay wrongly.
 */
export function sealSlip({ category, year, amount, due, writeOff }: Slip, secret: string): string {
  const text = [category, year, amount, due.replaceAll("-", ""), writeOff].join("-");
  return `${text}-${macOf(text, secret)}`;
}

const sealed = /^((\d{5})-(\d{4})-(\d{1,15})-(\d{4})(\d{2})(\d{2})-(\d{16}))-([A-Za-z0-9_-]{22})$/;

/** Opens a sealed slip; undefined for one that was altered or is not ours. */
export function openSlip(token: string, secret: string): Slip | undefined {
  const [, text = "", category = "", year = "", amount = "", y = "", m = "", d = "", writeOff = "", mac = ""] =
    sealed.exec(token) ?? [];
  if (text === "" || !timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(text, secret))) || !isCategory(category))
    return undefined;
  return { category, year: Number(year), amount: Number(amount), due: `${y}-${m}-${d}`, writeOff };
}

/** 128 bits are enough where every guess is a request. */
const macOf = (text: string, secret: string): string =>
  createHmac("sha256", secret).update(text).digest().subarray(0, 16).toString("base64url");
