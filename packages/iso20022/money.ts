import { InvalidFile } from "./errors.ts";

/** ISO 4217: currencies whose minor unit is not a hundredth, as far as a payer may meet them. */
const digits: Readonly<Record<string, number>> = {
  ...{
    BIF: 0,
    CLP: 0,
    DJF: 0,
    GNF: 0,
    ISK: 0,
    JPY: 0,
    KMF: 0,
    KRW: 0,
    PYG: 0,
    RWF: 0,
    UGX: 0,
    VND: 0,
    VUV: 0,
    XAF: 0,
    XOF: 0,
    XPF: 0,
  },
  ...{ BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3 },
};
/** An amount in minor units of its currency, signed where the message says debit. */
export type Money = { amount: bigint; currency: string };

/** Reads a decimal amount; more decimals than the currency has may only be zeros. */
export function readMoney(text: string, currency: string): Money {
  const [, sign, whole, fraction = ""] = /^(-?)(\d{1,15})(?:\.(\d{1,17}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined || !/^[A-Z]{3}$/.test(currency)) throw new InvalidFile("invalid", `amount ${text.slice(0, 40)}`);
  const places = digits[currency] ?? 2;
  if (/[1-9]/.test(fraction.slice(places))) throw new InvalidFile("invalid", `${currency} has ${places} decimals`);
  const amount = BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
  return { amount: sign ? -amount : amount, currency };
}

/** Whole New Taiwan dollars; a fraction, or another currency, is refused. */
export function wholeDollars({ amount, currency }: Money): number {
  if (currency !== "TWD" || amount % 100n !== 0n) throw new InvalidFile("invalid", "not whole New Taiwan dollars");
  return Number(amount / 100n);
}
