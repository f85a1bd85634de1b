import {
  add,
  addDays,
  addMonths,
  and,
  code,
  collect,
  createLaw,
  date,
  day,
  eq,
  firstOfYear,
  le,
  match,
  min,
  multiply,
  not,
  oneOf,
  or,
  round,
  subtract,
  when,
  whole,
  years,
  yes,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2021-06-25";
const of = writer("person", "day", from);
const cityMost = figuresOf(
  ["土地稅法第 17 條第 1 項第 1 款", "Land Tax Act, Article 17, paragraph 1, subparagraph 1"],
  "A",
  "law.moj.gov.tw pcode=G0340096 art. 17",
).count("selfUse.cityMost", ["都市土地上限（平方公尺）", "Most in a city, in square metres"], { [from]: 300 });
const otherMost = figuresOf(
  ["土地稅法第 17 條第 1 項第 2 款", "Land Tax Act, Article 17, paragraph 1, subparagraph 2"],
  "A",
  "law.moj.gov.tw pcode=G0340096 art. 17",
).count("selfUse.otherMost", ["非都市土地上限（平方公尺）", "Most elsewhere, in square metres"], { [from]: 700 });
const daysBefore = figuresOf(
  ["土地稅法第 41 條第 1 項", "Land Tax Act, Article 41, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=G0340096 art. 41",
).count("selfUse.daysBefore", ["開徵前日數", "Days before the levy"], { [from]: 40 });
const lowRate = figuresOf(
  ["土地稅法第 17 條第 1 項", "Land Tax Act, Article 17, paragraph 1"],
  "A",
  "law.moj.gov.tw pcode=G0340096 art. 17",
).rate("selfUse.lowRate", ["自用住宅用地稅率", "Rate of an own home"], { [from]: "0.002" });
const levyMonth = figuresOf(
  ["土地稅法第 41 條第 1 項", "Land Tax Act, Article 41, paragraph 1"],
  "B",
  "land value tax is levied from 1 November, announced each year",
).count("selfUse.levyMonth", ["開徵月（年初後月數）", "Months from January to the levy"], { [from]: 10 });

const who = of.one(
  "selfUse.who",
  ["設籍者", "Who is registered there"],
  codesOf({
    owner: ["本人", "The owner"],
    spouse: ["配偶", "Spouse"],
    child: ["子女", "Child"],
    parent: ["父母", "Parent"],
    kin: ["其他直系親屬", "Other direct kin"],
  }),
);
const owner = text("selfUse.owner", "申請人", "Applicant");
const ownerSpouse = text("selfUse.ownerSpouse", "申請人之配偶", "Spouse of the applicant");
const ownerFather = text("selfUse.ownerFather", "申請人之父", "Father of the applicant");
const ownerMother = text("selfUse.ownerMother", "申請人之母", "Mother of the applicant");
const resident = text("selfUse.resident", "設籍者身分證字號", "National ID of who is registered");
const residentFather = text("selfUse.residentFather", "設籍者之父", "Father of who is registered");
const residentMother = text("selfUse.residentMother", "設籍者之母", "Mother of who is registered");
const residentAddress = text("selfUse.residentAddress", "設籍者戶籍地址", "Address in the household register");
const homeAddress = text("selfUse.homeAddress", "建物門牌", "Address of the building");
const landOwner = text("selfUse.landOwner", "土地所有權人", "Owner of the land");
const houseOwner = text("selfUse.houseOwner", "建物所有權人", "Owner of the building");
const leased = of.fact("selfUse.leased", ["出租", "Let"]);
const trading = of.fact("selfUse.trading", ["供營業", "Used for business"]);
const area = of.count("selfUse.area", ["土地面積", "Area of the land"], 10000000);
const urban = of.fact("selfUse.urban", ["都市土地", "Urban land"]);
const another = of.fact("selfUse.another", ["本人、配偶或未成年受扶養親屬另有自用住宅用地", "The family has another such place"]);
const chosen = of.fact("selfUse.chosen", ["擇定本處", "This place is chosen"]);
const announced = of.amount("selfUse.announced", ["公告地價", "Announced land value"]);

const owns = of.yes(
  "selfUse.owns",
  ["為土地所有權人", "Owns the land"],
  ["土地稅法第 9 條", "Land Tax Act, Article 9"],
  eq(landOwner, owner),
);
const kin = of.yes(
  "selfUse.kin",
  ["設籍者為本人、配偶或直系親屬", "Owner, spouse or direct kin"],
  ["土地稅法第 9 條", "Land Tax Act, Article 9"],
  match(who, {
    owner: eq(resident, owner),
    spouse: eq(resident, ownerSpouse),
    child: or(eq(residentFather, owner), eq(residentMother, owner)),
    parent: or(eq(resident, ownerFather), eq(resident, ownerMother)),
    kin: yes,
  }),
);
const sameAddress = of.yes(
  "selfUse.sameAddress",
  ["戶籍地址與門牌相同", "Registered at the address of the building"],
  ["土地稅法第 9 條", "Land Tax Act, Article 9"],
  eq(residentAddress, homeAddress),
);
const houseOfKin = of.yes(
  "selfUse.houseOfKin",
  ["建物屬本人、配偶或直系親屬", "The building is of owner, spouse or direct kin"],
  ["土地稅法施行細則第 4 條", "Enforcement Rules of the Land Tax Act, Article 4"],
  or(
    eq(houseOwner, owner),
    eq(houseOwner, ownerSpouse),
    eq(houseOwner, ownerFather),
    eq(houseOwner, ownerMother),
    and(kin, eq(houseOwner, resident)),
  ),
);
const lived = of.yes(
  "selfUse.lived",
  ["無出租或營業", "Neither let nor used for business"],
  ["土地稅法第 9 條", "Land Tax Act, Article 9"],
  and(not(leased), not(trading)),
);
const onePlace = of.yes(
  "selfUse.onePlace",
  ["以一處為限", "One place"],
  [
    "土地稅法第 17 條第 3 項；土地稅法施行細則第 8 條",
    "Land Tax Act, Article 17, paragraph 3; Enforcement Rules of the Land Tax Act, Article 8",
  ],
  or(not(another), chosen, oneOf(who, "child", "parent", "kin")),
);
const lowArea = of.whole(
  "selfUse.lowArea",
  ["適用面積", "Area at the lower rate"],
  [
    "土地稅法第 17 條第 1 項；土地稅法施行細則第 9 條",
    "Land Tax Act, Article 17, paragraph 1; Enforcement Rules of the Land Tax Act, Article 9",
  ],
  min(area, when(urban, cityMost).otherwise(otherMost)),
);
const applyBy = of.day(
  "selfUse.applyBy",
  ["申請期限", "Last day to apply"],
  ["土地稅法第 41 條第 1 項", "Land Tax Act, Article 41, paragraph 1"],
  addDays(addMonths(firstOfYear(day), levyMonth), subtract(whole(0), daysBefore)),
);
const sinceYear = of.whole(
  "selfUse.sinceYear",
  ["適用起始年", "From the year"],
  ["土地稅法第 41 條第 1 項", "Land Tax Act, Article 41, paragraph 1"],
  add(years(date("2000-01-01"), firstOfYear(day)), when(le(day, applyBy), whole(2000)).otherwise(whole(2001))),
);
const tax = of.money(
  "selfUse.tax",
  ["每年地價稅（公告地價全部適用時）", "Tax a year, where all of it bears the rate"],
  ["土地稅法第 17 條第 1 項", "Land Tax Act, Article 17, paragraph 1"],
  round(multiply(announced, lowRate), "down"),
);
const eligible = of.yes(
  "selfUse.eligible",
  ["符合規定", "As the rules say"],
  ["土地稅法第 9 條、第 17 條", "Land Tax Act, Articles 9 and 17"],
  and(owns, kin, houseOfKin, lived, onePlace),
);
const result = outcome(
  "selfUse.outcome",
  from,
  {
    "self-use": ["適用自用住宅用地稅率", "the rate of an own home"],
    "not-owner": ["不是土地所有權人", "not the owner"],
    "not-kin": ["設籍者關係不符", "not owner, spouse or direct kin"],
    house: ["建物不屬本人、配偶或直系親屬", "the building is of another"],
    used: ["有出租或營業", "let or used for business"],
    "second-place": ["已有他處適用", "another place has the rate"],
  },
  when(eligible, code("self-use"))
    .when(not(owns), code("not-owner"))
    .when(not(kin), code("not-kin"))
    .when(not(houseOfKin), code("house"))
    .when(not(lived), code("used"))
    .otherwise(code("second-place")),
);
/** Whether land is that of an own home, how much of it, and from which year. */
export const selfUseLaw = createLaw(collect([result, eligible, lowArea, sinceYear, tax, sameAddress]));
