import { whole } from "./rounding.ts";

/** An estate of someone who lived in Taiwan; amounts in NT$. */
export type Estate = {
  /** Day of death, YYYY-MM-DD. */
  died: string;
  gross: number;
  debts: number;
  spouse: boolean;
  descendants: number;
  /** Years until the minors among the descendants come of age, added up; a part of a year counts as one. */
  minorYears: number;
  parents: number;
  /** Of the persons above, those with a severe disability. */
  severelyDisabled: number;
  /** §15: gifts of the two years before death to the family. */
  givenBefore: number;
  /** §11 II: gift tax and land increment tax paid on them, with interest. */
  giftTaxPaid: number;
  /** §17-1. */
  spouseClaim: number;
};

type EstateFigures = {
  from: string;
  exemption: number;
  edges: readonly [number, number];
  spouse: number;
  descendant: number;
  parent: number;
  disability: number;
  funeral: number;
};

const from2017 = {
  edges: [50_000_000, 100_000_000],
  exemption: 12_000_000,
  spouse: 4_930_000,
  descendant: 500_000,
  parent: 1_230_000,
  disability: 6_180_000,
  funeral: 1_230_000,
} as const;
const from2022 = { ...from2017, exemption: 13_330_000 } as const;
const from2024 = {
  ...from2022,
  spouse: 5_530_000,
  descendant: 560_000,
  parent: 1_380_000,
  disability: 6_930_000,
  funeral: 1_380_000,
} as const;
/** 遺產及贈與稅法 §12-1: amounts of the deaths from a day on, as announced each December; the newest first. */
const announced: readonly EstateFigures[] = [
  { from: "2025-01-01", ...from2024, edges: [56_210_000, 112_420_000] },
  { from: "2024-01-01", ...from2024 },
  { from: "2022-01-01", ...from2022 },
  { from: "2017-05-12", ...from2017 },
];

export function estateFigures(died: string): EstateFigures {
  const figures = announced.find(({ from }) => from <= died);
  if (!figures) throw new RangeError(`no figures for a death on ${died}`);
  return figures;
}

/** The same day of a later year; 29 February becomes 28 where there is none (民法 §121). */
function yearsAfter(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return `${year}${day.endsWith("-02-29") && !leap ? "-02-28" : day.slice(4)}`;
}

/** §17 I 2, 施行細則 §10-1, 民法 §12: years from a death until a descendant comes of age, a part of a year being one. */
export function yearsToMajority(born: string, died: string): number {
  const ofAge = yearsAfter(born, died < "2023-01-01" ? 20 : 18);
  let years = 0;
  while (yearsAfter(died, years) < ofAge) years++;
  return years;
}

/** 遺產及贈與稅法 §13, §17 I 1 to 4, 9 and 10, §18: what is left to be taxed. */
export function netEstate(estate: Estate): number {
  const figures = estateFigures(estate.died);
  const deductions =
    (estate.spouse ? figures.spouse : 0) +
    (estate.descendants + estate.minorYears) * figures.descendant +
    estate.parents * figures.parent +
    estate.severelyDisabled * figures.disability +
    estate.debts +
    estate.spouseClaim +
    figures.funeral;
  return Math.max(0, estate.gross + estate.givenBefore - deductions - figures.exemption);
}

/** §13: 10 %, 15 % of what exceeds the first edge, 20 % of what exceeds the second. */
export function taxOfNetEstate(net: number, died: string): number {
  const [first, second] = estateFigures(died).edges;
  return whole(net * 10 + Math.max(0, net - first) * 5 + Math.max(0, net - second) * 5, 100);
}

/** §13, §11 II: what was paid on gifts is credited, up to what they add to the tax. */
export function estateTax(estate: Estate): number {
  const tax = taxOfNetEstate(netEstate(estate), estate.died);
  const without = taxOfNetEstate(netEstate({ ...estate, givenBefore: 0 }), estate.died);
  return tax - Math.min(estate.giftTaxPaid, tax - without);
}
