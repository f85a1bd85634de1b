import { example, type WorkedExample } from "./write.ts";

export const business: readonly WorkedExample[] = [
  example(
    "business",
    "amt.extra",
    "2025-12-31",
    { "amt.net": 1_000_000, "amt.overseas": 9_000_000, "amt.regularTax": 50_000 },
    450_000,
  ),
  example("business", "cit.tax", "2025-12-31", { "business.amount": 150_000 }, 15_000),
  example("business", "cit.tax", "2025-12-31", { "business.amount": 1_000_000 }, 200_000),
  example("business", "vat.tax", "2025-12-31", { "business.amount": 1_010 }, 51),
  example("business", "stamp.receiptTax", "2025-12-31", { "business.amount": 10_000 }, 40),
  example("business", "stamp.contractTax", "2025-12-31", { "business.amount": 10_000 }, 10),
  example("business", "stamp.movableTax", "2025-12-31", { "business.amount": 10_000 }, 4),
  example("business", "securities.tax", "2025-12-31", { "business.amount": 100_000, "securities.kind": "stock" }, 300),
];
