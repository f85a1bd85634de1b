import { code, collect, createLaw, eq, match, multiply, nt } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2023-01-01";
const of = writer("person", "day", from);
const article = ["政府資訊公開法第 22 條", "Freedom of Government Information Law, Article 22"] as const;

// the act leaves the amount to each agency: no published standard names one for data sets
const fees = figuresOf(
  ["機關訂定之資料提供收費標準（假設）", "Fee standard of the agency (assumed)"],
  "D",
  "assumed; the act leaves it to the agency",
);
const monthly = fees.money("openData.monthlyFee", ["每月提供費", "Fee for a month"], { [from]: 200 });
const reduced = fees.money("openData.reducedFee", ["學術研究每月提供費", "Fee for a month of research"], { [from]: 100 });

const use = of.one("openData.use", ["用途", "Use"], {
  business: { "zh-Hant": "商業或其他", en: "business or other" },
  research: { "zh-Hant": "學術研究", en: "research" },
  public: { "zh-Hant": "公益", en: "the public interest" },
});
const months = of.count("openData.months", ["提供月數", "Months"]);

const fee = of.money(
  "openData.fee",
  ["費用", "Fee"],
  article,
  multiply(months, match(use, { business: monthly, research: reduced, public: nt(0) })),
);
const free = of.yes("openData.free", ["免收費用", "Free of charge"], article, eq(use, code("public")));
/** What data on application cost: less for research, nothing in the public interest. */
export const openData = createLaw(collect([fee, free]));
