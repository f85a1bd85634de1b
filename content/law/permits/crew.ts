import {
  addMonths,
  addYears,
  and,
  code,
  collect,
  createLaw,
  day,
  earliest,
  eq,
  ge,
  gt,
  le,
  match,
  not,
  or,
  when,
  whole,
  years,
  yes,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome } from "./build.ts";

const from = "2022-11-22";
const of = writer("person", "day", from);
const rules = (zh: string, en: string) =>
  [`漁船船員管理規則第 ${zh}`, `Regulations for the Management of Fishing Vessel Crew, Article ${en}`] as const;
const figures = (no: string, en: string) => figuresOf(rules(no, en), "A", `law.moj.gov.tw pcode=M0050006 art. ${en}`);
const count = (no: string, en: string, name: string, zh: string, label: string, value: number) =>
  figures(no, en).count(`crew.${name}`, [zh, label], { [from]: value });
const crewAge = count("9 條", "9", "crewAge", "普通船員最低年齡", "Least age of crew", 16);
const kinAge = count("9 條", "9", "kinAge", "船主近親最低年齡", "Least age of the owner's close relatives", 15);
const officerAge = count("9 條", "9", "officerAge", "幹部船員最低年齡", "Least age of officers", 18);
const medicalMonths = count("10 條", "10", "medicalMonths", "體格檢查有效月數", "Months that a medical examination holds", 6);
const courseYears = count("14 條", "14", "courseYears", "結業證書可用年數", "Years in which a course counts for the book", 5);
const bookYears = count("14 條", "14", "bookYears", "手冊有效年數", "Years that a book holds", 5);
const yearBefore = count("14 條", "14", "renewYears", "期滿前可換發年數", "Years before its end in which it is renewed", 1);
const officerCourseYears = count(
  "15 條",
  "15",
  "officerCourseYears",
  "幹部訓練可用年數",
  "Years in which an officers' course counts",
  5,
);
const officerYears = count("15 條", "15", "officerYears", "執業證書有效年數上限", "Most years of an officer's certificate", 5);
const seaInstead = count("15 條", "15", "seaInstead", "可代替訓練的出海日數", "Days at sea instead of a course", 365);
const lapse = count(
  "14-1 條",
  "14-1",
  "lapseYears",
  "逾期後須重新訓練的年數",
  "Years after its end until a new course is needed",
  5,
);
const barFishery = count("20 條", "20", "barYears", "撤銷後不予核發年數", "Years without papers after a revocation", 2);
const barDistant = count(
  "20 條",
  "20",
  "barDistantYears",
  "依遠洋漁業條例廢止後年數",
  "The same after one by the distant-water act",
  4,
);

const paper = of.one(
  "crew.paper",
  ["申請項目", "Paper"],
  codesOf({
    course: ["基本安全訓練", "basic safety course"],
    book: ["初領船員手冊", "first seaman's book"],
    renewal: ["換發船員手冊", "renewed book"],
    officer: ["幹部船員執業證書", "officer's certificate"],
  }),
);
const bornOn = of.date("crew.bornOn", ["出生日期", "Born on"]);
const kin = of.fact("crew.kin", [
  "船主二親等內親屬且在有限水域的小船",
  "Close relative of the owner on a small boat near the coast",
]);
const examinedOn = of.date("crew.examinedOn", ["體格檢查日", "Examined on"]);
const trainedOn = of.date("crew.trainedOn", ["基本安全訓練結業日", "Basic course completed on"]);
const officerTrainedOn = of.date("crew.officerTrainedOn", ["幹部訓練結業日", "Officers' course completed on"]);
const bookUntil = of.date("crew.bookUntil", ["手冊有效期限", "The book holds until"]);
const seaDays = of.count("crew.seaDays", ["最近五年出海日數", "Days at sea in five years"], 1_826);
const revokedOn = of.date("crew.revokedOn", ["撤銷或廢止日", "Revoked on"]);
const revokedBy = of.one(
  "crew.revokedBy",
  ["撤銷依據", "Revoked by"],
  codesOf({
    none: ["無", "nothing"],
    fisheries: ["漁業法", "Fisheries Act"],
    distant: ["遠洋漁業條例", "Act for Distant Water Fisheries"],
  }),
);

const oldEnough = of.yes(
  "crew.oldEnough",
  ["達最低年齡", "Old enough"],
  rules("9 條", "9"),
  ge(
    years(bornOn, day),
    when(eq(paper, code("officer")), officerAge)
      .when(kin, kinAge)
      .otherwise(crewAge),
  ),
);
const examined = of.yes(
  "crew.examined",
  ["體格檢查有效", "The examination holds"],
  rules("10 條", "10"),
  ge(addMonths(examinedOn, medicalMonths), day),
);
const free = of.yes(
  "crew.free",
  ["未在不予核發期間", "No bar"],
  rules("20 條", "20"),
  match(revokedBy, {
    none: yes,
    fisheries: le(addYears(revokedOn, barFishery), day),
    distant: le(addYears(revokedOn, barDistant), day),
  }),
);
const trained = of.yes(
  "crew.trained",
  ["訓練符合", "The training counts"],
  rules("14 條、第 14-1 條、第 15 條", "14, 14-1 and 15"),
  match(paper, {
    course: yes,
    book: ge(addYears(trainedOn, courseYears), day),
    renewal: and(gt(seaDays, whole(0)), ge(addYears(bookUntil, lapse), day)),
    officer: and(ge(bookUntil, day), or(ge(addYears(officerTrainedOn, officerCourseYears), day), ge(seaDays, seaInstead))),
  }),
);
const inTime = of.yes(
  "crew.inTime",
  ["在可換發期間", "It may be renewed now"],
  rules("14 條", "14"),
  or(not(eq(paper, code("renewal"))), ge(addYears(day, yearBefore), bookUntil)),
);
const eligible = of.yes(
  "crew.eligible",
  ["可核發", "May be issued"],
  rules("9 條、第 10 條、第 14 條、第 15 條、第 20 條", "9, 10, 14, 15 and 20"),
  and(oldEnough, examined, free, trained, inTime),
);
const result = outcome(
  "crew.outcome",
  from,
  {
    issued: ["可核發", "may be issued"],
    "too-young": ["未達最低年齡", "too young"],
    "not-examined": ["體格檢查已失效", "the examination is too old"],
    barred: ["不予核發期間", "barred after a revocation"],
    "not-trained": ["訓練或手冊不符", "course or book does not count"],
    "too-early": ["尚未到換發期間", "too early to renew"],
  },
  when(eligible, code("issued"))
    .when(not(oldEnough), code("too-young"))
    .when(not(examined), code("not-examined"))
    .when(not(free), code("barred"))
    .when(not(trained), code("not-trained"))
    .otherwise(code("too-early")),
);
/** An officer's certificate does not outlast the book. */
const validUntil = of.day(
  "crew.validUntil",
  ["有效或可用期限", "Holds or counts until"],
  rules("14 條、第 15 條", "14 and 15"),
  match(paper, {
    course: addYears(day, courseYears),
    book: addYears(day, bookYears),
    renewal: addYears(day, bookYears),
    officer: earliest(bookUntil, addYears(day, officerYears)),
  }),
);

/** Which papers of a crew are issued, and until when they hold. */
export const crew = createLaw(collect([result, eligible, validUntil]));
