import { addMonths, addYears, and, code, day, defineVariable, eq, ge, le, lt, ne, not, or, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { insuranceLaw, insuranceOf } from "./insured.ts";

const from = "2022-01-12";
const of = writer("person", "day", from);
const act = (zh: string, en: string) => [`就業保險法第 ${zh}`, `Employment Insurance Act, Article ${en}`] as const;
const count = (name: string, zh: string, en: string, label: readonly [string, string], value: number) =>
  figuresOf(act(zh, en), "A", `law.moj.gov.tw pcode=N0050021 art. ${en}`).count(`job.${name}`, label, { [from]: value });

const bornOn = of.date("job.bornOn", ["出生日", "Birthday"]);
const { status, since, until } = insuranceOf(of, "job.insured", ["就業保險", "Employment insurance"]);
const reason = of.one("job.reason", ["離職原因", "Why the job ended"], {
  closure: { "zh-Hant": "關廠、遷廠、休業、解散、破產", en: "the employer closed or moved" },
  dismissed: { "zh-Hant": "勞動基準法第十一條等情事", en: "dismissed, or left for the employer's fault" },
  contract: { "zh-Hant": "定期契約屆滿", en: "a fixed term ended" },
  own: { "zh-Hant": "自願離職", en: "of one's own will" },
});
const contractMonths = of.count("job.contractMonths", ["離職前一年內契約月數", "Months of contracts in the year before"], 12);
const disability = of.one("job.disability", ["身心障礙等級", "Degree of disability"], {
  mild: { "zh-Hant": "輕度", en: "mild" },
  moderate: { "zh-Hant": "中度", en: "moderate" },
  severe: { "zh-Hant": "重度", en: "severe" },
  profound: { "zh-Hant": "極重度", en: "profound" },
  none: { "zh-Hant": "無", en: "none" },
});

const needed = count("needed", "11 條第 1 項第 1 款", "11", ["年資（年）", "Years insured"], 1);
const term = count("contract", "11 條第 2 項", "11", ["契約月數", "Months of contracts"], 6);
const idle = count("idle", "11 條第 2 項", "11", ["未能就業月數", "Months without a job"], 1);
const claimed = count("claimed", "25 條第 1 項", "25", ["申請年數", "Years in which it is claimed"], 2);
const older = count("older", "16 條第 1 項", "16", ["延長的年齡", "Age for more months"], 45);
const first = count("firstAge", "5 條第 1 項", "5", ["最低年齡", "Youngest"], 15);
const last = count("lastAge", "5 條第 1 項", "5", ["最高年齡", "Oldest"], 65);

const involuntary = of.yes(
  "job.involuntary",
  ["非自願離職", "Against one's will"],
  act("11 條第 2 項、第 3 項", "11, paragraphs 2 and 3"),
  or(
    eq(reason, code("closure")),
    eq(reason, code("dismissed")),
    and(eq(reason, code("contract")), ge(contractMonths, term), ge(day, addMonths(until, idle))),
  ),
);
const left = eq(status, code("ended"));
/** The register has the last period, which reaches to the day of leaving: a year of it lies within the three that count. */
const longEnough = of.yes(
  "job.longEnough",
  ["三年內年資滿一年", "A year insured within three"],
  act("11 條第 1 項第 1 款", "11, paragraph 1, item 1"),
  and(left, le(addYears(since, needed), until)),
);
const ofAge = of.yes(
  "job.ofAge",
  ["年滿十五歲至六十五歲以下", "15 to 65"],
  act("5 條第 1 項", "5"),
  and(ge(day, addYears(bornOn, first)), lt(day, addYears(bornOn, last))),
);
const inTime = of.yes(
  "job.inTime",
  ["離職退保後二年內", "Within two years"],
  act("24 條、第 25 條第 1 項", "24 and 25"),
  and(left, le(day, addYears(until, claimed))),
);
const longer = of.yes(
  "job.longer",
  ["最長發給九個月", "Up to nine months"],
  act("16 條第 1 項", "16, paragraph 1"),
  or(ge(until, addYears(bornOn, older)), ne(disability, code("none"))),
);
const begins = of.day("job.from", ["失業認定日", "Recognised on"], act("25 條第 2 項", "25, paragraph 2"), day);
const eligible = of.yes(
  "job.eligible",
  ["可以請領失業給付", "Entitled"],
  act("11 條", "11"),
  and(involuntary, longEnough, ofAge, inTime),
);
const outcome = defineVariable({
  ...{ name: "job.outcome", entity: "person", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "核給", en: "granted" },
    "own-will": { "zh-Hant": "非屬非自願離職", en: "not against one's will" },
    "too-short": { "zh-Hant": "年資未滿一年或仍在保", en: "insured for less than a year, or still" },
    "not-of-age": { "zh-Hant": "年齡不符", en: "not of the age" },
    "too-late": { "zh-Hant": "逾二年", en: "after two years" },
  },
  formula: when(not(ofAge), code("not-of-age"))
    .when(not(longEnough), code("too-short"))
    .when(not(involuntary), code("own-will"))
    .when(not(inTime), code("too-late"))
    .otherwise(code("granted")),
});

/** Who gets the unemployment benefit once no job was found within fourteen days, and whether for nine months instead of six. */
export const jobSeeking = insuranceLaw([outcome, eligible, longer, begins]);
