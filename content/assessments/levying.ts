import { shifted } from "@troad/content-law";
import { LawError } from "@troad/law";
import { type Assessment, untouched } from "./assessment.ts";
import { houseTax, landTax, type Reckoned, vehicleTax } from "./by-law.ts";
import { type Office, offices } from "./offices.ts";
import { numberOf } from "./opening.ts";

/** A tax that is levied every year on what the office has in its books, with its days of payment (使用牌照稅法 §10, 房屋稅條例 §6-1, 土地稅法 §40). */
type Yearly = {
  from: string;
  to: string;
  reckon: (base: number, office: Office, year: number) => Reckoned | undefined;
};
const yearly: Readonly<Record<string, Yearly>> = {
  vehicle: { from: "04-01", to: "04-30", reckon: (cc, _office, year) => vehicleTax({ cc, electric: false }, year) },
  house: { from: "05-01", to: "05-31", reckon: (worth, office, year) => houseTax(worth, office.lawCounty, year) },
  "land-value": { from: "11-01", to: "11-30", reckon: (worth, _office, year) => landTax(worth, year) },
};

export type Levy = { tax: string; year: number };
export type Levied = { key: string; fields: Assessment };

/** The levies of an agency whose payment has begun by a day: of each tax the last one. */
export function leviesBegun(agency: string, today: string): Levy[] {
  const office = offices.find(({ id }) => id === agency);
  if (!office || office.national) return [];
  const year = Number(today.slice(0, 4));
  return Object.entries(yearly).map(([tax, { from }]) => ({ tax, year: today >= `${year}-${from}` ? year : year - 1 }));
}

/**
 * What an office assesses for a year on the thing of an earlier assessment; null where nothing is owed, undefined where the figures of that year are not
 * known yet. The number follows from thing and year, so that it is one assessment however often it is made.
 */
export function levied(before: Assessment, agency: string, { tax, year }: Levy): Levied | null | undefined {
  const office = offices.find(({ id }) => id === agency);
  const levy = yearly[tax];
  if (!office || !levy || before.tax !== tax || before.state === "cancelled" || before.year >= year) return null;
  const reckoned = levy.reckon(before.base, office, year);
  if (!reckoned) return undefined;
  const owners = sharesOf(before, reckoned.assessed);
  const assessed = owners.find(({ name }) => name === before.taxpayerName)?.amount ?? reckoned.assessed;
  if (assessed === 0) return null;
  const { number: _, ...same } = before;
  const key = numberOf(office, year, `levy ${tax} ${before.taxpayer} ${before.object}`);
  const payFrom = `${year}-${levy.from}`;
  const { lawZh, lawEn, reasons } = reckoned;
  const fields: Assessment = {
    ...{ ...same, ...untouched, number: key, year, period: `${year - 1911} 年`, owners, directDebit: before.directDebit },
    ...{ assessed, lawZh, lawEn, reasons, assessedOn: payFrom, payFrom, due: lastDay(`${year}-${levy.to}`) },
  };
  return { key, fields };
}

/** Owners in common share as before, and no dollar is lost: the first one has what is left over. */
function sharesOf({ owners }: Assessment, sum: number): Assessment["owners"] {
  const before = owners.reduce((total, { amount }) => total + amount, 0);
  if (before === 0) return [];
  const shared = owners.map((one) => ({ ...one, amount: Math.floor((sum * one.amount) / before) }));
  const rest = sum - shared.reduce((total, { amount }) => total + amount, 0);
  return shared.map((one, at) => (at === 0 ? { ...one, amount: one.amount + rest } : one));
}

/** Moved where offices are closed; as it is in years whose office calendar was not announced yet. */
function lastDay(day: string): string {
  try {
    return shifted(day);
  } catch (error) {
    if (error instanceof LawError && error.code === "law.out-of-range") return day;
    throw error;
  }
}
