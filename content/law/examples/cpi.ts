import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const of = examplesOf("cpi");
const at = "2026-12-31";
const rise = (amount: number, percent: string, unit: number) => ({
  "cpi.amount": amount,
  "cpi.rise": percent,
  "cpi.unit": unit,
});
const notice = "Ministry of Finance, amounts of 2026 (press of 2025-11)";

export const cpi: readonly WorkedExample[] = [
  of("cpi.adjusted", at, rise(97_000, "4.5%", 1_000), 101_000, statute("所得稅法 §5 I: 4,365 is four thousands")),
  of("cpi.adjusted", at, rise(97_000, "4.13%", 1_000), 101_000, official(`${notice}: exemption 101,000`)),
  of("cpi.adjusted", at, rise(131_000, "4.13%", 1_000), 136_000, official(`${notice}: standard deduction 136,000`)),
  of("cpi.adjusted", at, rise(218_000, "4.13%", 1_000), 227_000, official(`${notice}: deduction for salary 227,000`)),
];
