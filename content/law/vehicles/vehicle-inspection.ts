import {
  addMonths,
  addYears,
  and,
  code,
  collect,
  createLaw,
  defineInput,
  defineVariable,
  eq,
  ge,
  gt,
  lt,
  multiply,
  ne,
  not,
  or,
  when,
  whole,
  years,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2024-09-30";
const of = writer("vehicle", "day", from);
const rules = (zh: string, en: string) => [`道路交通安全規則第 ${zh}`, `Road Traffic Security Rules, Article ${en}`] as const;
const penalty = ["道路交通管理處罰條例第 17 條", "Road Traffic Management and Penalty Act, Article 17"] as const;
const text = (name: string, zh: string, en: string) =>
  defineInput({ name, entity: "vehicle", type: "text", label: { "zh-Hant": zh, en } });

const kind = of.one("vehicleInspection.kind", ["車種", "Kind of vehicle"], {
  car: { "zh-Hant": "自用小客車", en: "private car" },
  motorcycle: { "zh-Hant": "普通重型或輕型機車", en: "motorcycle" },
  none: { "zh-Hant": "查無此車", en: "not in the register" },
});
const owner = text("vehicleInspection.owner", "登記的車主", "Owner on record");
const applicant = text("vehicleInspection.applicant", "申報人", "Who reports it");
const madeOn = of.date("vehicleInspection.madeOn", ["出廠年月", "Made in"]);
const dueOn = of.date("vehicleInspection.dueOn", ["指定檢驗日期", "Day of the inspection"]);
const inspectedOn = of.date("vehicleInspection.inspectedOn", ["檢驗日", "Inspected on"]);
const passed = of.fact("vehicleInspection.passed", ["檢驗合格", "Passed"]);

const read = figuresOf(rules("44 條", "44"), "A", "law.moj.gov.tw pcode=K0040013 art. 44");
const exemptBelow = read.count("vehicleInspection.exemptBelow", ["未滿幾年免檢", "None below so many years"], { [from]: 5 });
const twiceFrom = read.count("vehicleInspection.twiceFrom", ["滿幾年起每年二次", "Twice a year from so many years"], {
  [from]: 10,
});
const window = read.count("vehicleInspection.window", ["指定日期前後月數", "Months before and after the day"], { [from]: 1 });
const late17 = figuresOf(penalty, "A", "law.moj.gov.tw pcode=K0040012 art. 17");
const heldAfter = late17.count("vehicleInspection.heldAfter", ["逾期幾個月吊扣牌照", "Months after which plates are held"], {
  [from]: 1,
});
const cancelledAfter = late17.count(
  "vehicleInspection.cancelledAfter",
  ["逾期幾個月註銷牌照", "Months after which plates are cancelled"],
  {
    [from]: 6,
  },
);

const lastOn = addMonths(dueOn, window);
const exempt = of.yes(
  "vehicleInspection.exempt",
  ["免定期檢驗", "No regular inspection"],
  rules("44 條第 1 項第 1 款、第 4 項", "44, paragraphs 1 and 4"),
  or(eq(kind, code("motorcycle")), lt(years(madeOn, inspectedOn), exemptBelow)),
);
const early = lt(inspectedOn, addMonths(dueOn, multiply(whole(-1), window)));
const late = of.yes(
  "vehicleInspection.late",
  ["逾期檢驗", "Inspected late"],
  rules("44 條第 2 項", "44, paragraph 2"),
  gt(inspectedOn, lastOn),
);
const plateHeld = of.yes(
  "vehicleInspection.plateHeld",
  ["逾期一個月以上，應吊扣牌照", "Late by a month or more: the plates are held"],
  penalty,
  ge(inspectedOn, addMonths(lastOn, heldAfter)),
);
const plateCancelled = of.yes(
  "vehicleInspection.plateCancelled",
  ["逾期六個月以上，應註銷牌照", "Late by six months or more: the plates are cancelled"],
  penalty,
  ge(inspectedOn, addMonths(lastOn, cancelledAfter)),
);
const counted = when(late, inspectedOn).otherwise(dueOn);
const nextOn = of.day(
  "vehicleInspection.nextOn",
  ["下次指定檢驗日期", "The next day of inspection"],
  rules("44 條第 1 項第 1 款", "44, paragraph 1"),
  when(lt(years(madeOn, counted), twiceFrom), addYears(counted, whole(1))).otherwise(addMonths(counted, whole(6))),
);
const valid = of.yes(
  "vehicleInspection.valid",
  ["可以登記檢驗合格", "The inspection is entered"],
  rules("44 條、第 46 條", "44 and 46"),
  and(ne(kind, code("none")), eq(owner, applicant), not(exempt), not(early), passed),
);
const outcome = defineVariable({
  ...{ name: "vehicleInspection.outcome", entity: "vehicle", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    "in-time": { "zh-Hant": "如期檢驗合格", en: "passed in time" },
    late: { "zh-Hant": "逾期檢驗合格", en: "passed late" },
    "no-vehicle": { "zh-Hant": "查無此車", en: "no such vehicle" },
    "not-owner": { "zh-Hant": "不是登記的車主", en: "not the owner on record" },
    exempt: { "zh-Hant": "免定期檢驗", en: "no regular inspection" },
    "too-early": { "zh-Hant": "早於指定日期一個月以上", en: "more than a month before the day" },
    failed: { "zh-Hant": "檢驗不合格", en: "not passed" },
  },
  formula: when(and(valid, late), code("late"))
    .when(valid, code("in-time"))
    .when(eq(kind, code("none")), code("no-vehicle"))
    .when(not(eq(owner, applicant)), code("not-owner"))
    .when(exempt, code("exempt"))
    .when(early, code("too-early"))
    .otherwise(code("failed")),
});

/** When a car has to be inspected, whether an inspection is entered, and what follows where it was late. */
export const vehicleInspection = createLaw(collect([outcome, valid, late, plateHeld, plateCancelled, nextOn]));
