import {
  addMonths,
  and,
  code,
  collect,
  createLaw,
  day,
  defineVariable,
  divide,
  eq,
  ge,
  le,
  max,
  multiply,
  not,
  oneOf,
  round,
  subtract,
  when,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const of = writer("company", "day", "2022-11-24");
const article = [
  "公司登記規費收費準則第 3 條、第 6 條",
  "Regulations for Charging Company Registration Fees, Articles 3 and 6",
] as const;
const figures = figuresOf(article, "A", "law.moj.gov.tw pcode=J0080002 art. 3, 6");
const least = figures.money("company.leastFee", ["設立登記規費下限", "Least fee for the registration"], { "2022-11-24": 1_000 });
const online = figures.money("company.online", ["電子申請減收", "Reduction for applying online"], { "2022-11-24": 300 });
const per = figures.count("company.capitalPerDollar", ["每一元規費的資本額", "Capital for each dollar of the fee"], {
  "2022-11-24": 4_000,
});
const capital = of.amount("company.capital", ["資本總額", "Capital"]);

/** A dollar for each full 4,000 of capital; the rules do not say how to treat what is left over. */
const fee = of.money(
  "company.fee",
  ["設立登記規費（電子申請）", "Fee for the registration, applied for online"],
  article,
  subtract(max(least, round(divide(capital, per), "down")), online),
);

/** What it costs to register a company. */
export const company = createLaw(collect([fee]));

const since = "2023-02-08";
const body = writer("person", "day", since);
const civil = (zh: string, en: string) => [`人民團體法第 ${zh}`, `Civil Associations Act, Article ${en}`] as const;
const scope = body.one("association.scope", ["組織區域", "Area"], {
  national: { "zh-Hant": "全國", en: "the whole country" },
  local: { "zh-Hant": "直轄市或縣市", en: "one county" },
});
const founders = body.count("association.founders", ["發起人數", "Founders"], 10_000);
const adults = body.fact("association.adults", ["發起人均成年", "All founders are adults"]);
const barred = body.fact("association.barred", ["有發起人具消極資格", "A founder is barred"]);
const counties = body.count("association.counties", ["發起人分布縣市數", "Counties of the founders"], 22);
const resident = body.fact("association.resident", ["發起人設籍或工作於組織區域", "Founders live or work in the county"]);
const leastFounders = figuresOf(civil("8 條第 2 項", "8, paragraph 2"), "A", "law.moj.gov.tw pcode=D0050091 art. 8").count(
  "association.leastFounders",
  ["發起人數下限", "Least number of founders"],
  { [since]: 30 },
);
const leastCounties = figuresOf(
  ["全國性團體發起人分布（實務）", "Spread of founders (practice)"],
  "C",
  "reported practice; no rule was read",
).count("association.leastCounties", ["分布縣市數下限", "Least number of counties"], { [since]: 7 });
const enough = ge(founders, leastFounders);
const spread = body.yes(
  "association.spread",
  ["發起人分布符合", "The founders come from the area"],
  civil("5 條", "5"),
  when(eq(scope, code("national")), ge(counties, leastCounties)).otherwise(resident),
);
const permitted = body.yes(
  "association.eligible",
  ["可許可籌組", "May be founded"],
  civil("8 條", "8"),
  and(enough, adults, not(barred), spread),
);
const permit = defineVariable({
  ...{ name: "association.outcome", entity: "person", period: "day", type: "code", from: since },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    permitted: { "zh-Hant": "可許可籌組", en: "may be founded" },
    "too-few": { "zh-Hant": "發起人不足", en: "too few founders" },
    minors: { "zh-Hant": "發起人未成年", en: "a founder is a minor" },
    barred: { "zh-Hant": "發起人具消極資格", en: "a founder is barred" },
    "not-spread": { "zh-Hant": "發起人分布不符", en: "the founders do not come from the area" },
  },
  formula: when(permitted, code("permitted"))
    .when(not(enough), code("too-few"))
    .when(not(adults), code("minors"))
    .when(barred, code("barred"))
    .otherwise(code("not-spread")),
});
/** Who may found a social organisation. */
export const association = createLaw(collect([permit, permitted, spread]));

const joint = writer("person", "day", "2015-06-03");
const coop = (zh: string, en: string) => [`合作社法第 ${zh}`, `Cooperatives Act, Article ${en}`] as const;
const bounds = (zh: string, en: string) => figuresOf(coop(zh, en), "A", `law.moj.gov.tw pcode=D0050112 art. ${en}`);
const begun = "2015-06-03";
const trade = joint.one("coop.trade", ["業務", "Business"], {
  production: { "zh-Hant": "生產", en: "production" },
  marketing: { "zh-Hant": "運銷", en: "marketing" },
  supply: { "zh-Hant": "供給", en: "supply" },
  use: { "zh-Hant": "利用", en: "shared equipment" },
  labour: { "zh-Hant": "勞動", en: "labour" },
  consumption: { "zh-Hant": "消費", en: "consumption" },
  utility: { "zh-Hant": "公用", en: "shared services" },
  transport: { "zh-Hant": "運輸", en: "transport" },
  credit: { "zh-Hant": "信用", en: "credit" },
  insurance: { "zh-Hant": "保險", en: "insurance" },
});
const mixed = joint.fact("coop.mixed", ["兼營其他業務", "Another business beside it"]);
const members = joint.count("coop.members", ["社員數", "Members"], 1_000_000);
const capable = joint.fact("coop.capable", ["社員均有行為能力或經輔助人同意", "All members may join"]);
const meetingOn = joint.date("coop.meetingOn", ["創立會日", "Founding meeting"]);
const value = joint.amount("coop.value", ["每股金額", "Value of a share"]);
const largest = joint.count("coop.largest", ["最多股數", "Most shares of one member"], 1_000_000_000);
const shares = joint.count("coop.shares", ["總股數", "All shares"], 1_000_000_000);
const leastMembers = bounds("8 條", "8").count("coop.leastMembers", ["社員數下限", "Least number of members"], { [begun]: 7 });
const months = bounds("9 條", "9").count("coop.months", ["申請期限", "Months to file"], { [begun]: 1 });
const leastValue = bounds("16 條", "16").money("coop.leastValue", ["每股下限", "Least value of a share"], { [begun]: 6 });
const mostValue = bounds("16 條", "16").money("coop.mostValue", ["每股上限", "Highest value of a share"], { [begun]: 150 });
const mostOfOne = bounds("17 條", "17").rate("coop.mostOfOne", ["一人持股上限", "Most that one member holds"], {
  [begun]: "0.2",
});
const seven = ge(members, leastMembers);
const inTime = le(day, addMonths(meetingOn, months));
const pure = not(and(oneOf(trade, "credit", "insurance"), mixed));
const sound = and(ge(value, leastValue), le(value, mostValue), le(largest, multiply(shares, mostOfOne)));
const formed = joint.yes(
  "coop.eligible",
  ["可以登記", "May be registered"],
  coop("3 條、第 8 條、第 9 條、第 11 條、第 16 條、第 17 條", "3, 8, 9, 11, 16 and 17"),
  and(seven, capable, inTime, pure, sound),
);
const formedOutcome = defineVariable({
  ...{ name: "coop.outcome", entity: "person", period: "day", type: "code", from: begun },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    registered: { "zh-Hant": "可登記", en: "may be registered" },
    "too-few": { "zh-Hant": "社員不足七人", en: "fewer than seven members" },
    "not-capable": { "zh-Hant": "有不得為社員者", en: "a member may not join" },
    "too-late": { "zh-Hant": "逾一個月", en: "filed after a month" },
    mixed: { "zh-Hant": "信用、保險不得兼營", en: "credit and insurance stand alone" },
    shares: { "zh-Hant": "社股不符規定", en: "the shares are not as the law says" },
  },
  formula: when(formed, code("registered"))
    .when(not(seven), code("too-few"))
    .when(not(capable), code("not-capable"))
    .when(not(inTime), code("too-late"))
    .when(not(pure), code("mixed"))
    .otherwise(code("shares")),
});
/** Which cooperatives are registered. */
export const cooperative = createLaw(collect([formedOutcome, formed]));
