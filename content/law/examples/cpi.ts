import { example, type WorkedExample } from "./write.ts";

export const cpi: readonly WorkedExample[] = [
  example("cpi", "cpi.adjusted", "2026-12-31", { "cpi.amount": 97_000, "cpi.rise": "4.5%", "cpi.unit": 1_000 }, 101_000),
];
