import { examplesOf, taxReturn, type WorkedExample } from "../examples/write.ts";

/** An example as an office, a paper or a teacher has printed it, with the address under which anybody finds it. */
export type PublicExample = WorkedExample & { address: string };
type Kept = Omit<WorkedExample, "origin">;
const none: WorkedExample["origin"] = { kind: "official", reference: "" };

/** Examples of one page; `told` says which of them it is. */
const on =
  (address: string) =>
  (told: string, { law, want, at, facts, value }: Kept): PublicExample => ({
    ...{ law, want, at, facts, value, address },
    origin: { kind: "official", reference: `${address} (${told})` },
  });

const property = examplesOf("property");
const estate = (want: string, at: string, facts: Kept["facts"], value: Kept["value"]): Kept =>
  property(want, at, { "estate.minorYears": 0, "estate.parents": 0, "estate.disabledHeirs": 0, ...facts }, value, none);
const saving = on(
  "https://www.etax.nat.gov.tw/etwmain/tax-info/understanding/tax-saving-manual/national/estate-and-gift-tax/BPBz9Bl",
);
/** Land that the deceased had inherited: not counted, or a share of its value taken off. */
const inheritedTwice = (gross: number, off: number, tax: number): Kept =>
  estate(
    "estate.taxOfReturn",
    "2025-03-01",
    { "estate.gross": gross, "estate.debts": off, "estate.hasSpouse": true, "estate.descendants": 2 },
    tax,
  );
const childOf = (born: string) => ({ heirs: [{ "heir.relation": "descendant", "heir.born": born, "heir.disabled": false }] });

type Gift = [on: string, amount: number];
const given = (want: string, at: string, gifts: Gift[], value: Kept["value"]): Kept =>
  property(
    want,
    at,
    {
      gifts: gifts.map(([day, amount]) => ({
        ...{ "gift.on": day, "gift.amount": amount, "gift.occasion": "ordinary", "gift.marriage": 0 },
        ...{ "gift.burden": 0, "gift.toFamily": true },
      })),
    },
    value,
    none,
  );
const storm = on("https://new.storm.mg/articles/1027475");
const binaccount = on("https://binaccount.com/blog/每年贈與稅免稅額是指每位「贈與人」受贈對象加/amp");
const twoOf2023: Gift[] = [
  ["2023-02-03", 2_420_000],
  ["2023-11-02", 2_380_000],
];

const land = (value: number, start: number, tax: number): Kept =>
  property("lvt.tax", "2026-12-31", { "lvt.value": value, "lvt.start": start }, tax, none);
const home = (value: number, tax: number): Kept => property("lvt.homeTax", "2026-12-31", { "lvt.homeValue": value }, tax, none);
const rise = (amount: number, before: number, months: number, tax: number): Kept =>
  property("lvit.tax", "2026-05-01", { "lvit.rise": amount, "lvit.before": before, "lvit.months": months }, tax, none);
const risen = (value: number, earlier: number, index: number, amount: number): Kept =>
  examplesOf("land-rise")(
    "rise.amount",
    "2026-12-31",
    {
      ...{ "rise.value": value, "rise.earlier": earlier, "rise.index": index, "rise.costs": 0 },
      ...{ "rise.acquired": "2017-03-01", "rise.sold": "2020-05-01" },
    },
    amount,
    none,
  );
const teacher = (no: number) => on(`https://real-estate.get.com.tw/Columns/detail.aspx?no=${no}`);
const question = (item: string) => on(`https://yamol.tw/${item}.htm`);
const pixnet = on("https://lychiang.pixnet.net/blog/post/227130623");
const scrivener = on("http://www.yu-house.com/de-zheng-shi-wen-da/jiager");

const benefits = examplesOf("benefits");
const pension = (insured: number, years: string, adjust: string, paid: number): Kept =>
  benefits(
    "labour.pay",
    "2026-05-01",
    { "benefit.insured": insured, "benefit.years": years, "benefit.adjust": adjust },
    paid,
    none,
  );
const national = (want: string, at: string, insured: number, addon: number, paid: number): Kept =>
  benefits(want, at, { "benefit.insured": insured, "benefit.years": "2", "benefit.addon": addon }, paid, none);
const bureau = on("https://www.bli.gov.tw/0100754.html");
const couple = on("https://tw.news.yahoo.com/勞保年金提前-延後領-每年增減4-201000593.html");
const vocus = on("https://vocus.cc/article/amp/6667f5f0fd89780001a85afb");

const dividends = on(
  "https://www.bg3.co/a/bao-shui-bi-kan-gu-li-94mo-yuan-yi-xia-yi-he-bing-bao-shui-qing-chu-shi-suan-gei-ni-kan.html",
);
const chen = { salary: 600_000, dividends: 300_000 };
const south = on(
  "https://nowtaxes.com.tw/the-profit-from-overseas-investment-or-sale-gains-should-be-included-in-the-basic-income-tax-declaration",
);
const abroad = {
  ...{
    "amt.net": 3_000_000,
    "amt.insurance": 0,
    "amt.deathBenefit": 0,
    "amt.unlistedShares": 0,
    "amt.donationsInKind": 2_000_000,
  },
  ...{ "amt.dividendsApart": 0, "amt.overseas": 10_000_000, "amt.regularTax": 523_400, "amt.foreignTax": 0 },
};
const basic = (want: string, value: number): Kept => examplesOf("basic")(want, "2018-12-31", abroad, value, none);

/** Found in public, none of them in the facts that the rules were written from. */
export const publicExamples: readonly PublicExample[] = [
  saving("example 4: land of three years before is not counted", inheritedTwice(12_000_000, 0, 0)),
  saving("example 4: land of six years before, 80 % off", inheritedTwice(42_000_000, 24_000_000, 0)),
  saving("example 4: land of seven years before, 60 % off", inheritedTwice(42_000_000, 18_000_000, 264_000)),
  saving("example 4: land of eight years before, 40 % off", inheritedTwice(42_000_000, 12_000_000, 864_000)),
  saving("example 4: land of nine years before, 20 % off", inheritedTwice(42_000_000, 6_000_000, 1_464_000)),
  on("https://udn.com/news/story/7243/9115093")(
    "ten years and four months short of majority are eleven",
    estate("estate.minorDeduction", "2025-07-01", childOf("2017-11-01"), 6_720_000),
  ),
  on("https://tw.news.yahoo.com/明年遺產稅扣除額-不變-224720419.html")(
    "five years and eight months short of majority are six",
    estate("estate.minorDeduction", "2025-03-01", childOf("2012-11-01"), 3_920_000),
  ),
  storm(
    "each child got 2,440,000",
    given(
      "gift.taxOfGifts",
      "2023-12-31",
      [
        ["2023-05-03", 2_440_000],
        ["2023-05-03", 2_440_000],
      ],
      244_000,
    ),
  ),
  binaccount("son and daughter in one year", given("gift.taxOfGifts", "2023-12-31", twoOf2023, 236_000)),
  binaccount("what is taxed of it", given("gift.taxableOfGifts", "2023-12-31", twoOf2023, 2_360_000)),
  on("https://udn.com/news/story/7243/9145565")(
    "the second gift passes the exemption",
    given(
      "gift.mustDeclare",
      "2025-12-31",
      [
        ["2025-07-01", 2_000_000],
        ["2025-11-01", 2_000_000],
      ],
      true,
    ),
  ),
  teacher(910560)("parcel 55, by progressive rates", land(20_000_000, 5_000_000, 275_000)),
  teacher(910560)("parcel 10, a home", home(900_000, 1_800)),
  pixnet("example 1, parcel A", land(700_000, 1_700_000, 7_000)),
  pixnet("example 1, parcel B, a home", home(528_000, 1_056)),
  on("https://ans.fyi/c/question/20091007000015KK02092")(
    "a rise of three and a half times in twenty years",
    rise(3_500_000, 1_000_000, 250, 1_020_000),
  ),
  question("item-285541")("question 127: the rise, at an index of 250 %", risen(8_000_000, 1_000_000, 2_500, 5_500_000)),
  question("item-285541")("question 127: held for 21 years", rise(5_500_000, 2_500_000, 252, 1_380_000)),
  question("item_essay-301538")("question 3: the rise, at an index of 120 %", risen(7_200_000, 2_000_000, 1_200, 4_800_000)),
  question("item_essay-301538")("question 3: at general rates", rise(4_800_000, 2_400_000, 60, 1_200_000)),
  question("item_essay-301538")("question 3: the part beyond three ares", rise(1_920_000, 960_000, 60, 480_000)),
  question("item_essay-301538")(
    "question 3: three ares as a home",
    property("lvit.homeTax", "2026-05-01", { "lvit.rise": 2_880_000 }, 288_000, none),
  ),
  teacher(416256)("the rise of 100 square metres", risen(2_500_000, 2_000_000, 1_050, 400_000)),
  teacher(416256)("its tax", rise(400_000, 2_100_000, 39, 80_000)),
  teacher(416353)("the rise since the inheritance", risen(1_950_000, 1_800_000, 1_050, 60_000)),
  teacher(416353)("its tax", rise(60_000, 1_890_000, 15, 12_000)),
  scrivener("the rise of the land of a shop", risen(300_000, 200_000, 1_050, 90_000)),
  scrivener("its tax", rise(90_000, 210_000, 20, 18_000)),
  on("https://zh.cemle.com/post/what-is-the-real-estate-tax")(
    "held for three years, since July 2021",
    examplesOf("sale")(
      "sale.tax",
      "2021-12-31",
      { "sale.gain": 2_000_000, "sale.months": 36, "sale.isResident": true },
      700_000,
      none,
    ),
  ),
  dividends("600,000 of salary, merged: 900 come back", taxReturn(2020, chen, -900, none)),
  dividends("600,000 of salary, apart", taxReturn(2020, chen, 93_600, none, "income.apart")),
  dividends(
    "5,000,000 of salary, merged",
    taxReturn(2020, { salary: 5_000_000, dividends: 1_000_000 }, 1_327_200, none, "income.merged"),
  ),
  south("basic income", basic("amt.basicIncome", 15_000_000)),
  south("basic tax", basic("amt.basicTax", 1_660_000)),
  vocus("33 years", pension(45_800, "33", "0", 23_427)),
  vocus("a year early", pension(45_800, "33", "-4%", 22_490)),
  couple("17 years and nine months, a year early", pension(45_800, "17.75", "-4%", 12_097)),
  couple("23 years and three months, five years late", pension(45_800, "23.25", "20%", 19_806)),
  on("https://www.bg3.co/a/nian-zi-chao-guo-60nian-76sui-lao-bao-nian-jin-wang-yue-ling-jin-5mo-chuang-ji-lu.html")(
    "60 years and three months, five years late",
    pension(43_900, "60.25", "20%", 49_196),
  ),
  on("https://www.mobile01.com/topicdetail.php?f=651&t=4844027")("forty years", pension(30_000, "40", "0", 18_600)),
  bureau("formula A since 2016", national("np.formulaA", "2016-01-01", 18_282, 3_628, 3_866)),
  bureau("formula B", national("np.formulaB", "2016-01-01", 18_282, 0, 475)),
  on("https://vocus.cc/article/69317969fd89780001ca2ad4")(
    "a dividend of 22,071",
    examplesOf("nhi-supplementary")(
      "supplementary.premium",
      "2025-12-31",
      Object.fromEntries(
        ["dividend", "interest", "rent", "practice", "outside", "bonus", "bonusBefore", "insured"].map((name) => [
          `supplementary.${name}`,
          name === "dividend" ? 22_071 : 0,
        ]),
      ),
      466,
      none,
    ),
  ),
  question("item-3184282")(
    "question 19: 150,000 in a whole year of 2022",
    examplesOf("business")("cit.tax", "2022-12-31", { "business.amount": 150_000 }, 15_000, none),
  ),
  on("https://news.cnyes.com/news/id/6306433")(
    "payable online for thirty days more",
    examplesOf("late")(
      "late.onlineUntil",
      "2026-01-26",
      { "late.tax": 10_000, "late.due": "2026-01-26", "late.paid": "2026-01-26", "late.kind": "income" },
      "2026-02-25",
      none,
    ),
  ),
];
