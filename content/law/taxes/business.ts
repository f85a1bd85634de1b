import {
  createLaw,
  divide,
  type Expr,
  le,
  loadParameters,
  max,
  min,
  multiply,
  nt,
  type Operand,
  parameter,
  round,
  subtract,
  table,
  when,
  whole,
} from "@troad/law";
import parameters from "../parameters/others.json" with { type: "json" };
import { writer } from "./write.ts";

const company = writer("company", "year", "2018-01-01");
const amount = company.amount("business.amount", ["金額", "Amount"]);
const art7 = ["印花稅法第 7 條", "Stamp Tax Act, Article 7"] as const;
const art5 = ["所得稅法第 5 條第 5 項", "Income Tax Act, Article 5, paragraph 5"] as const;
const art39 = ["所得稅法第 39 條第 1 項", "Income Tax Act, Article 39, paragraph 1"] as const;
const art3 = ["所得稅法第 3 條第 2 項", "Income Tax Act, Article 3, paragraph 2"] as const;
/** Of the ten years before, of a company that keeps blue returns or whose return an accountant certifies. */
const losses = company.amount("cit.losses", ["可扣除的前 10 年虧損", "Deductible losses of the previous ten years"]);
const abroad = company.amount("cit.abroad", ["其中境外所得", "Of which income from abroad"]);
const paidAbroad = company.amount("cit.paidAbroad", ["境外已繳的所得稅", "Income tax paid abroad"]);
const net = company.money("cit.net", ["扣除虧損後的所得額", "Income less losses"], art39, max(nt(0), subtract(amount, losses)));
/** The rate on all of it, but never more than half of what passes the threshold. */
const taxOf = (of: Operand<"number">): Expr<"number"> =>
  when(le(of, parameter("money", "cit.threshold")), nt(0)).otherwise(
    round(
      min(
        multiply(
          of,
          when(le(of, parameter("money", "cit.smallMost")), parameter("rate", "cit.smallRate")).otherwise(
            parameter("rate", "cit.rate"),
          ),
        ),
        divide(subtract(of, parameter("money", "cit.threshold")), whole(2)),
      ),
      "down",
    ),
  );
const wholeTax = company.money("cit.wholeTax", ["依稅率計算的稅額", "Tax at the rate"], art5, taxOf(net));
const domestic = company.money(
  "cit.domesticTax",
  ["不含境外所得的稅額", "Tax without the income from abroad"],
  art3,
  taxOf(max(nt(0), subtract(net, abroad))),
);
const credit = company.money(
  "cit.credit",
  ["境外稅額扣抵", "Credit for tax paid abroad"],
  art3,
  min(paidAbroad, subtract(wholeTax, domestic)),
);
const corporate = company.money("cit.tax", ["營利事業所得稅", "Corporate income tax"], art5, subtract(wholeTax, credit));
const vat = company.money(
  "vat.tax",
  ["銷項稅額", "Output tax"],
  ["加值型及非加值型營業稅法第 14 條", "Business Tax Act, Article 14"],
  round(multiply(amount, parameter("rate", "vat.rate")), "half-up"),
);
const receipt = company.money(
  "stamp.receiptTax",
  ["銀錢收據印花稅", "Stamp tax on a receipt"],
  art7,
  round(multiply(amount, parameter("rate", "stamp.receipt")), "down"),
);
const contract = company.money(
  "stamp.contractTax",
  ["承攬契據印花稅", "Stamp tax on a contract for work"],
  art7,
  round(multiply(amount, parameter("rate", "stamp.contract")), "down"),
);
const movable = company.money(
  "stamp.movableTax",
  ["買賣動產契據印花稅", "Stamp tax on a sale of movables"],
  art7,
  parameter("money", "stamp.movable"),
);
const security = company.one("securities.kind", ["有價證券", "Security"], {
  stock: { "zh-Hant": "股票", en: "stock" },
  dayTrade: { "zh-Hant": "股票當日沖銷", en: "day-traded stock" },
  bond: { "zh-Hant": "公司債、金融債券", en: "corporate and bank bonds" },
  other: { "zh-Hant": "受益憑證及其他", en: "beneficiary certificates and others" },
});
const securities = company.money(
  "securities.tax",
  ["證券交易稅", "Securities transaction tax"],
  ["證券交易稅條例第 2 條", "Securities Transaction Tax Act, Article 2"],
  round(multiply(amount, table(security, "securities.rate")), "down"),
);

/** Corporate income, business, stamp and securities tax. */
export const business = createLaw({
  inputs: [amount, losses, abroad, paidAbroad, security],
  variables: [net, wholeTax, domestic, credit, corporate, vat, receipt, contract, movable, securities],
  parameters: loadParameters(parameters),
});
