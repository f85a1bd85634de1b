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

/** A business that a person of this population leads and that is no company. */
export type Business = Firm & { form: "sole" | "partnership" | "limited-partnership" };

const shops = ["早餐店", "茶飲店", "理髮店", "書局", "洗衣店", "工作室"] as const;
const endings = { sole: "", partnership: "合夥", "limited-partnership": "有限合夥" } as const;

const serialOf = (index: number): number => 1_000_000 + ((index * 7_654_321) % serials);

/** One adult in thirty has a firm of their own, with partners in some; who leads a company has none, so that each number is of one of them. */
export function drawBusiness(
  draw: Draw,
  { index, age, firm }: { index: number; age: number; firm: Firm | null },
): Business | null {
  const [leads, kind] = [draw.unit(), draw.unit()];
  const [first, shop, capital] = [draw.pick(firstNames), draw.pick(shops), draw.pick(capitals)];
  if (firm !== null || age < 20 || index >= serials || leads >= 0.035) return null;
  const form = kind < 0.75 ? "sole" : kind < 0.9 ? "partnership" : "limited-partnership";
  return { businessNumber: businessNumberOf(serialOf(index)), name: `${first}${shop}${endings[form]}（合成）`, capital, form };
}

/** One adult in thirty leads a company. Every index below eight million has a serial of its own; those above have none. */
export function drawFirm(draw: Draw, { index, age }: { index: number; age: number }): Firm | null {
  const leads = draw.unit();
  const [first, trade, capital] = [draw.pick(firstNames), draw.pick(trades), draw.pick(capitals)];
  if (age < 25 || index >= serials || leads >= 0.033) return null;
  return { businessNumber: businessNumberOf(serialOf(index)), name: `${first}${trade}有限公司（合成）`, capital };
}
