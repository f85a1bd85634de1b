import {
  add,
  collect,
  createLaw,
  divide,
  eq,
  ge,
  type Input,
  loadParameters,
  max,
  min,
  multiply,
  nt,
  type Operand,
  parameter,
  round,
  subtract,
  when,
} from "@troad/law";
import parameters from "../parameters/income.json" with { type: "json" };
import { writer } from "./write.ts";

const of = writer("household", "year", "2010-01-01");
const art12 = ["所得基本稅額條例第 12 條", "Income Basic Tax Act, Article 12"] as const;
const art13 = ["所得基本稅額條例第 13 條", "Income Basic Tax Act, Article 13"] as const;
const amount = (name: string, zh: string, en: string): Input<"money"> => of.amount(`amt.${name}`, [zh, en]);
const net = amount("net", "綜合所得淨額", "Net income");
const overseas = amount("overseas", "海外所得", "Overseas income");
const regular = amount("regularTax", "一般所得稅額", "Regular tax");
const paidAbroad = amount("foreignTax", "海外所得已繳的外國所得稅", "Income tax paid abroad on it");
const insurance = amount(
  "insurance",
  "受益人與要保人不同的保險給付（死亡給付除外）",
  "Insurance payments to another than the policyholder, without death benefits",
);
const death = amount("deathBenefit", "受益人與要保人不同的死亡給付", "Death benefits of such insurance");
const shares = amount("unlistedShares", "未上市櫃股票等交易所得", "Gains on unlisted shares and private funds");
const inKind = amount("donationsInKind", "申報扣除的非現金捐贈", "Donations in kind that were deducted");
const dividends = amount("dividendsApart", "選擇 28% 分開計稅的股利", "Dividends taxed apart at 28 %");

const deathCounted = of.money(
  "amt.deathCounted",
  ["計入的死亡給付", "Death benefits that count"],
  art12,
  max(nt(0), subtract(death, parameter("money", "amt.deathFree"))),
);
/** Below the minimum the whole of the overseas income is left out. */
const overseasCounted = of.money(
  "amt.overseasCounted",
  ["計入的海外所得", "Overseas income that counts"],
  art12,
  when(ge(overseas, parameter("money", "amt.overseasMinimum")), overseas).otherwise(nt(0)),
);
const domestic = of.money(
  "amt.domesticIncome",
  ["海外所得以外的基本所得額", "Basic income without overseas income"],
  art12,
  add(net, insurance, deathCounted, shares, inKind, dividends),
);
const basicIncome = of.money("amt.basicIncome", ["基本所得額", "Basic income"], art12, add(domestic, overseasCounted));
const taxOf = (income: Operand<"number">) =>
  round(multiply(max(nt(0), subtract(income, parameter("money", "amt.exemption"))), parameter("rate", "amt.rate")), "down");
const basicTax = of.money("amt.basicTax", ["基本稅額", "Basic tax"], art13, taxOf(basicIncome));
const added = add(overseasCounted, insurance, deathCounted, shares, inKind);
/** Of what the basic tax is more than the regular one, the share of the overseas income in all that is added to the net income. */
const credit = of.money(
  "amt.credit",
  ["海外已納稅額扣抵", "Credit for tax paid abroad"],
  ["所得基本稅額條例第 13 條；施行細則第 15-1 條", "Income Basic Tax Act, Article 13; Enforcement Rules, Article 15-1"],
  when(eq(overseasCounted, nt(0)), nt(0)).otherwise(
    min(paidAbroad, round(multiply(max(nt(0), subtract(basicTax, regular)), divide(overseasCounted, added)), "down")),
  ),
);
const extra = of.money(
  "amt.extra",
  ["應補繳的基本稅額", "Basic tax due beyond the regular tax"],
  art13,
  max(nt(0), subtract(subtract(basicTax, regular), credit)),
);
const results = [extra, basicTax, basicIncome, credit];
/** Facts that few have; what is left out counts as none. */
export const rareFacts = [paidAbroad, insurance, death, shares, inKind, dividends].map(({ name }) => name);

/** The basic tax of persons, since overseas income counts (2010). */
export const basic = createLaw({ ...collect(results), parameters: loadParameters(parameters) });
