import type { Draw } from "../draw/random.ts";

/** A company that a person of this population leads. */
export type Firm = {
  /** Seven digits and a check digit. */
  businessNumber: string;
  name: string;
  /** NT$. */
  capital: number;
};

const firstNames = ["示範", "合成", "日日", "山海", "遠行", "晨光", "和平", "永信"] as const;
const trades = ["茶行", "資訊", "工程", "設計", "印刷", "食品"] as const;
const capitals = [200_000, 500_000, 1_000_000, 5_000_000] as const;
const weights = [1, 2, 1, 2, 1, 2, 4, 1] as const;

const digitSum = (number: number): number => Math.floor(number / 10) + (number % 10);

/** The check digit of a business number: the weighted digit sums are a multiple of five. */
export function businessNumberOf(serial: number): string {
  const digits = String(serial).padStart(7, "0");
  const sum = [...digits].reduce((total, digit, at) => total + digitSum(Number(digit) * weights[at]!), 0);
  return `${digits}${(5 - (sum % 5)) % 5}`;
}

/** Serials of new companies begin at nine million, so these stay below. */
const serials = 8_000_000;

/** One adult in thirty leads a company. Every index below eight million has a serial of its own; those above have none. */
export function drawFirm(draw: Draw, { index, age }: { index: number; age: number }): Firm | null {
  const leads = draw.unit();
  const [first, trade, capital] = [draw.pick(firstNames), draw.pick(trades), draw.pick(capitals)];
  if (age < 25 || index >= serials || leads >= 0.033) return null;
  const serial = 1_000_000 + ((index * 7_654_321) % serials);
  return { businessNumber: businessNumberOf(serial), name: `${first}${trade}有限公司（合成）`, capital };
}
