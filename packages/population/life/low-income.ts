import type { Draw } from "../draw/random.ts";

export type LowIncomeStatus = "low" | "mid-low" | "none";

/** What the register of low-income households would say of one; all but the status is null where nothing was approved. */
export type LowIncome = {
  status: LowIncomeStatus;
  category: "class-1" | "class-2" | "class-3" | null;
  validFrom: string | null;
  validUntil: string | null;
  authority: string | null;
};

/** Rounded from the lines of 2025 (Public Assistance Act article 4); the figures that decide cases are the law's, not these. */
const lines: Record<string, number> = { "63000": 20_400, "65000": 16_900, "68000": 16_800, "66000": 16_800, "64000": 16_000 };

/** The line below which a household is poor, NT$ a head and month, by county code. */
export const livingCostLine = (countyCode: string): number => lines[countyCode] ?? 15_500;

/** Low up to the line, middle-to-low up to one and a half times the line (Public Assistance Act articles 4 and 4-1). */
export function lowIncomeStatus(perHeadMonthly: number, line: number): LowIncomeStatus {
  if (perHeadMonthly <= line) return "low";
  return perHeadMonthly <= line * 1.5 ? "mid-low" : "none";
}

export function lowIncomeOf(perHeadMonthly: number, place: { county: string; countyCode: string }, year: number): LowIncome {
  const line = livingCostLine(place.countyCode);
  const status = lowIncomeStatus(perHeadMonthly, line);
  if (status === "none") return { status, category: null, validFrom: null, validUntil: null, authority: null };
  const category =
    status === "mid-low"
      ? null
      : perHeadMonthly <= line / 3
        ? "class-1"
        : perHeadMonthly <= (line * 2) / 3
          ? "class-2"
          : "class-3";
  // Approvals are for a calendar year: the municipalities check every household anew each year (article 13).
  return { status, category, validFrom: `${year}-01-01`, validUntil: `${year}-12-31`, authority: `${place.county}政府` };
}

/** How many of a hundred households are low-income and middle-to-low-income. */
const share = { low: 0.013, midLow: 0.015 };

/**
 * Brings a household's incomes to its lot: 1.3 % below the line, 1.5 % up to one and a half times it. All others that fall short
 * live on relatives elsewhere, who count for the law as well; that support is returned, NT$ a year.
 */
export function settleIncomes(
  draw: Draw,
  incomes: number[],
  line: number,
  forced?: LowIncomeStatus,
): { incomes: number[]; support: number } {
  const lot = draw.unit();
  const depth = draw.unit();
  const total = incomes.reduce((sum, income) => sum + income, 0);
  const lines = line * 12 * incomes.length;
  const status = forced ?? (lot < share.low ? "low" : lot < share.low + share.midLow ? "mid-low" : "none");
  if (status === "none") return { incomes, support: Math.max(0, Math.floor(lines * (1.55 + depth * 0.3)) - total) };
  const target = Math.floor(lines * (status === "low" ? 0.25 + depth * 0.7 : 1.03 + depth * 0.42));
  if (total === 0) return { incomes, support: target };
  return { incomes: incomes.map((income) => Math.floor((income * target) / total)), support: 0 };
}
