import {
  add,
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
  le,
  lt,
  not,
  nt,
  oneOf,
  or,
  when,
  whole,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome, text } from "./build.ts";

const from = "2018-01-16";
const of = writer("person", "day", from);
const rules = (zh: string, en: string) =>
  [
    `遠洋漁業漁獲證明書核發辦法第 ${zh}`,
    `Regulations for Issuing Distant Water Fisheries Catch Certificates, Article ${en}`,
  ] as const;
const read = "law.moj.gov.tw pcode=M0050056";
const holds = figuresOf(rules("5 條", "5"), "A", `${read} art. 5`);
const years = holds.count("catch.years", ["有效年數上限", "Most years that it holds"], { [from]: 4 });
const freshMonths = holds.count(
  "catch.freshMonths",
  ["生鮮統計文件有效月數", "Months of a statistical document for fresh fish"],
  {
    [from]: 2,
  },
);
const freshTonnage = figuresOf(rules("14 條", "14"), "A", `${read} art. 14`).count(
  "catch.freshTonnage",
  ["生鮮統計文件的總噸位界限", "Tonnage below which fresh fish may be certified"],
  { [from]: 100 },
);

const kind = of.one(
  "catch.kind",
  ["證明書種類", "Kind of certificate"],
  codesOf({
    fishing: ["漁船捕撈證明文件", "proof that the vessel caught it"],
    origin: ["魚貨來源證明文件", "proof of origin"],
    frozen: ["冷凍漁獲統計文件", "statistical document, frozen"],
    fresh: ["生鮮漁獲統計文件", "statistical document, fresh"],
    legal: ["捕撈合法證明書", "certificate of legal catch"],
    eu: ["輸歐盟漁獲證明書", "certificate for the European Union"],
  }),
);
const applicant = text("catch.applicant", "申請人", "Applicant");
const operator = text("catch.operator", "漁船經營者", "Operator of the vessel");
const vessel = text("catch.vessel", "漁船", "Vessel");
const landedBy = text("catch.landedBy", "卸下漁獲的漁船", "Vessel that landed the catch");
const exporter = of.fact("catch.exporter", ["經核准的出口業者", "An approved exporter"]);
const permitUntil = of.date("catch.permitUntil", ["遠洋漁業作業許可期限", "The fishing permit ends on"]);
const listed = of.fact("catch.iuu", ["列入非法漁撈名單", "On the list of illegal fishing"]);
const fines = of.amount("catch.fines", ["未繳罰鍰", "Unpaid fines"]);
const suspended = of.fact("catch.suspended", ["收回執照處分未執行", "A suspension is not yet served"]);
const unreported = of.fact("catch.unreported", [
  "船位、日誌、通報或卸魚違規",
  "Position, logbook, reports or landing against the rules",
]);
const clean = of.fact("catch.clean", ["通過衛生評鑑", "Passed the hygiene assessment"]);
const inUnion = of.fact("catch.registered", ["完成歐盟登錄", "Registered with the European Union"]);
const tonnage = of.count("catch.tonnage", ["總噸位", "Gross tonnage"]);
const open = of.count("catch.open", ["逾期未核銷證明書", "Certificates overdue for write-off"]);
const landedOn = of.date("catch.landedOn", ["卸魚日", "Landed on"]);
const landed = of.count("catch.landed", ["查核量（公斤）", "Verified weight in kilograms"], 100_000_000);
const used = of.count("catch.used", ["已申請量（公斤）", "Already certified, in kilograms"], 100_000_000);
const weight = of.count("catch.weight", ["申請量（公斤）", "Weight applied for, in kilograms"], 100_000_000);

const entitled = of.yes(
  "catch.entitled",
  ["得為申請人", "May apply"],
  rules("4 條", "4"),
  or(eq(applicant, operator), and(exporter, not(eq(kind, code("fishing"))))),
);
const ofVessel = of.yes(
  "catch.ofVessel",
  ["漁獲屬這艘漁船", "The vessel landed this catch"],
  rules("4 條", "4"),
  eq(vessel, landedBy),
);
const permitted = of.yes(
  "catch.permitted",
  ["漁船經許可", "The vessel has a permit"],
  rules("7 條第 3 款", "7, item 3"),
  ge(permitUntil, landedOn),
);
const strict = oneOf(kind, "frozen", "fresh", "legal", "eu");
const lawful = of.yes(
  "catch.lawful",
  ["漁撈作業合法", "The fishing was lawful"],
  rules("12 條、第 20 條", "12 and 20"),
  or(not(strict), not(or(listed, unreported))),
);
const settled = of.yes(
  "catch.settled",
  ["無未繳罰鍰與未執行處分", "No fine or suspension is open"],
  rules("17 條第 5 款", "17, item 5"),
  or(not(strict), and(eq(fines, nt(0)), not(suspended))),
);
const fit = of.yes(
  "catch.fit",
  ["漁船符合衛生、登錄與噸位規定", "Hygiene, registration and tonnage are as the rules say"],
  rules("8 條、第 14 條、第 24 條", "8, 14 and 24"),
  and(
    or(not(oneOf(kind, "origin", "eu")), clean),
    or(not(eq(kind, code("eu"))), inUnion),
    or(not(eq(kind, code("fresh"))), lt(tonnage, freshTonnage)),
  ),
);
const writtenOff = of.yes(
  "catch.writtenOff",
  ["先前證明書已核銷", "Earlier certificates are written off"],
  rules("10 條第 6 款", "10, item 6"),
  or(eq(kind, code("fishing")), eq(open, whole(0))),
);
const within = of.yes(
  "catch.within",
  ["未超過查核量", "Within the verified weight"],
  rules("7 條第 4 款、第 10 條第 4 款", "7, item 4; 10, item 4"),
  le(add(used, weight), landed),
);
const eligible = of.yes(
  "catch.eligible",
  ["可核發", "May be issued"],
  rules("7 條、第 10 條、第 17 條、第 22 條、第 27 條", "7, 10, 17, 22 and 27"),
  and(entitled, ofVessel, permitted, lawful, settled, fit, writtenOff, within),
);
const result = outcome(
  "catch.outcome",
  from,
  {
    issued: ["可核發", "may be issued"],
    "not-entitled": ["不得申請", "may not apply"],
    "other-vessel": ["漁獲屬其他漁船", "another vessel landed it"],
    "no-permit": ["漁船未經許可", "the vessel had no permit"],
    unlawful: ["作業違規", "the fishing was not lawful"],
    sanctions: ["罰鍰未繳或處分未執行", "a fine or suspension is open"],
    unfit: ["不符衛生、登錄或噸位規定", "hygiene, registration or tonnage"],
    "not-written-off": ["先前證明書未核銷", "an earlier certificate is not written off"],
    exceeds: ["超過查核量", "more than was verified"],
  },
  when(eligible, code("issued"))
    .when(not(entitled), code("not-entitled"))
    .when(not(ofVessel), code("other-vessel"))
    .when(not(permitted), code("no-permit"))
    .when(not(lawful), code("unlawful"))
    .when(not(settled), code("sanctions"))
    .when(not(fit), code("unfit"))
    .when(not(writtenOff), code("not-written-off"))
    .otherwise(code("exceeds")),
);
/** Counted from the end of the landing; where it is issued before, from the day of issue. */
const validUntil = of.day(
  "catch.validUntil",
  ["有效期限", "Holds until"],
  rules("5 條", "5"),
  when(eq(kind, code("fresh")), addMonths(earliest(landedOn, day), freshMonths)).otherwise(
    addYears(earliest(landedOn, day), years),
  ),
);

/** Which catch is certified, for whom, and until when. */
export const catchCertificate = createLaw(collect([result, eligible, validUntil]));
