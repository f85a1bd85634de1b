import {
  add,
  createLaw,
  divide,
  le,
  loadParameters,
  max,
  min,
  multiply,
  nt,
  parameter,
  round,
  subtract,
  table,
  when,
  whole,
} from "@troad/law";
import incomeParameters from "../parameters/income.json" with { type: "json" };
import parameters from "../parameters/others.json" with { type: "json" };
import { writer } from "./write.ts";

const company = writer("company", "year", "2018-01-01");
const amount = company.amount("business.amount", ["金額", "Amount"]);
const art7 = ["印花稅法第 7 條", "Stamp Tax Act, Article 7"] as const;
const corporate = company.money(
  "cit.tax",
  ["營利事業所得稅", "Corporate income tax"],
  ["所得稅法第 5 條第 5 項", "Income Tax Act, Article 5, paragraph 5"],
  when(le(amount, parameter("money", "cit.threshold")), nt(0)).otherwise(
    round(
      min(
        multiply(amount, parameter("rate", "cit.rate")),
        divide(subtract(amount, parameter("money", "cit.threshold")), whole(2)),
      ),
      "down",
    ),
  ),
);
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
  ["承攬契據印花稅", "Stamp tax on a contract of work"],
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
  other: { "zh-Hant": "公司債及其他", en: "others" },
});
const securities = company.money(
  "securities.tax",
  ["證券交易稅", "Securities transaction tax"],
  ["證券交易稅條例第 2 條", "Securities Transaction Tax Act, Article 2"],
  round(multiply(amount, table(security, "securities.rate")), "down"),
);

const person = writer("household", "year", "2019-01-01");
const ibt = ["所得基本稅額條例第 12 條、第 13 條", "Income Basic Tax Act, Articles 12 and 13"] as const;
const net = person.amount("amt.net", ["綜合所得淨額", "Net income"]);
const overseas = person.amount("amt.overseas", ["海外所得", "Overseas income"]);
const regular = person.amount("amt.regularTax", ["一般所得稅額", "Regular tax"]);
const basicIncome = person.money(
  "amt.basicIncome",
  ["基本所得額", "Basic income"],
  ibt,
  when(le(parameter("money", "amt.overseasMinimum"), overseas), add(net, overseas)).otherwise(net),
);
const basicTax = person.money(
  "amt.basicTax",
  ["基本稅額", "Basic tax"],
  ibt,
  round(multiply(max(nt(0), subtract(basicIncome, parameter("money", "amt.exemption"))), parameter("rate", "amt.rate")), "down"),
);
const extra = person.money(
  "amt.extra",
  ["應補繳的基本稅額", "Basic tax beyond the regular tax"],
  ibt,
  max(nt(0), subtract(basicTax, regular)),
);

/** Corporate income, business, stamp and securities tax; the basic tax of persons. */
export const business = createLaw({
  inputs: [amount, security, net, overseas, regular],
  variables: [corporate, vat, receipt, contract, movable, securities, basicIncome, basicTax, extra],
  parameters: loadParameters(parameters, incomeParameters),
});
