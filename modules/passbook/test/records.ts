import { untouched } from "@troad/content-assessments";
import type { TaxRecord } from "../domain/record.ts";

/** A licence tax of 2026 that nobody has paid. */
export const recordOf = (change: Partial<TaxRecord> = {}): TaxRecord =>
  ({
    ...structuredClone(untouched),
    ...{
      number: "LA115-000000000001",
      taxpayer: "A123456789",
      taxpayerName: "王小明",
      tax: "vehicle",
      year: 2026,
      period: "115 年",
    },
    ...{
      object: "AB•-••34",
      base: 1_798,
      assessed: 7_120,
      lawZh: "使用牌照稅法第 6 條",
      lawEn: "Vehicle License Tax Act, Article 6",
    },
    ...{ reasons: [], assessedOn: "2026-04-01", payFrom: "2026-04-01", due: "2026-04-30" },
    ...change,
  }) as TaxRecord;

export const payment = (amount: number, on: string, late = 0) => ({
  amount,
  late,
  on,
  channel: "bank",
  reference: `r ${on} ${amount}`,
});
