/** The winning numbers of a period, as drawn. Only the digits of numbers count, except for cloud prizes, which name whole numbers. */
export type Draw = {
  readonly term: string;
  readonly super: readonly string[];
  readonly special: readonly string[];
  readonly first: readonly string[];
  /** Additional sixth prizes: three digits. Not drawn any more since 2022. */
  readonly additional: readonly string[];
  /** Drawn only among cloud invoices: whole numbers by amount. */
  readonly cloud?: readonly { readonly amount: number; readonly numbers: readonly string[] }[] | undefined;
};

export type PrizeName = "super" | "special" | "first" | "second" | "third" | "fourth" | "fifth" | "sixth" | "add6" | "cloud";
export type Prize = { readonly prize: PrizeName; readonly amount: number };

/** Amounts in NT$ by prize (Uniform Invoice Award Regulations article 3). */
export type PrizeAmounts = Readonly<Record<Exclude<PrizeName, "cloud">, number>>;

/** The prizes of the first prize's numbers, by the number of matching last digits. */
const bySuffix: readonly (readonly [number, Exclude<PrizeName, "cloud">])[] = [
  [8, "first"],
  [7, "second"],
  [6, "third"],
  [5, "fourth"],
  [4, "fifth"],
  [3, "sixth"],
];

export type Matcher = {
  /** Winning last three digits: a whole period is searched by these. */
  readonly tails: readonly string[];
  /** The prize of an invoice of the draw's period; the highest, since each invoice wins once (article 9). */
  prizeOf(number: string, cloud?: boolean): Prize | undefined;
};

/** Prepares a draw. `cloud` of `prizeOf` says whether the invoice is in a carrier or donated, and so in the cloud draw. */
export function matcherOf(draw: Draw, amounts: PrizeAmounts): Matcher {
  const best = new Map<string, Exclude<PrizeName, "cloud">>();
  const enter = (digits: string, prize: Exclude<PrizeName, "cloud">): void => {
    const before = best.get(digits);
    if (!before || amounts[prize] > amounts[before]) best.set(digits, prize);
  };
  for (const number of draw.additional) enter(number, "add6");
  for (const number of draw.first) for (const [length, prize] of bySuffix) enter(number.slice(-length), prize);
  for (const number of draw.special) enter(number, "special");
  for (const number of draw.super) enter(number, "super");
  const cloudPrizes = new Map<string, number>();
  for (const { amount, numbers } of draw.cloud ?? [])
    for (const number of numbers) cloudPrizes.set(number, Math.max(amount, cloudPrizes.get(number) ?? 0));
  const tails = [...new Set([...best.keys()].map((digits) => digits.slice(-3)))];
  return {
    tails,
    prizeOf: (number, cloud = false) => {
      let prize: Prize | undefined;
      const digits = number.slice(-8);
      for (let length = 8; length >= 3 && !prize; length--) {
        const name = best.get(digits.slice(-length));
        if (name) prize = { prize: name, amount: amounts[name] };
      }
      const extra = cloud ? cloudPrizes.get(number) : undefined;
      return extra !== undefined && extra > (prize?.amount ?? 0) ? { prize: "cloud", amount: extra } : prize;
    },
  };
}
