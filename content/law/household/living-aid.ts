import {
  add,
  and,
  code,
  collect,
  createLaw,
  day,
  defineVariable,
  eq,
  firstOfMonth,
  ge,
  match,
  multiply,
  ne,
  not,
  nt,
  when,
} from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2020-01-01";
const raised = "2024-01-01";
const of = writer("household", "day", from, "B");
const article = (zh: string, en: string) => [`社會救助法第 ${zh}`, `Public Assistance Act, Article ${en}`] as const;

const status = of.one("livingAid.status", ["低收入資格", "Low income"], {
  low: { "zh-Hant": "低收入戶", en: "low" },
  "mid-low": { "zh-Hant": "中低收入戶", en: "middle-to-low" },
  none: { "zh-Hant": "無", en: "none" },
});
const validUntil = of.date("livingAid.validUntil", ["資格有效期限", "Approved until"]);
const isLow = eq(status, code("low"));
const eligible = of.yes(
  "livingAid.eligible",
  ["可以申請生活扶助", "May be paid the allowance"],
  article("10 條第 1 項", "10, paragraph 1"),
  and(isLow, ge(validUntil, day)),
);
const begins = of.day("livingAid.from", ["生效日", "Paid from"], article("10 條第 4 項", "10, paragraph 4"), firstOfMonth(day));
const outcome = defineVariable({
  ...{ name: "livingAid.outcome", entity: "household", period: "day", type: "code", from },
  label: { "zh-Hant": "結果", en: "Outcome" },
  article: null,
  codes: {
    granted: { "zh-Hant": "資格相符", en: "approved" },
    "not-low": { "zh-Hant": "不是低收入戶", en: "not low-income" },
    lapsed: { "zh-Hant": "資格已過期", en: "the approval has ended" },
  },
  formula: when(eligible, code("granted")).when(not(isLow), code("not-low")).otherwise(code("lapsed")),
});

const group = of.one("livingAid.group", ["核定的縣市", "County"], {
  kaohsiung: { "zh-Hant": "高雄市", en: "Kaohsiung" },
  other: { "zh-Hant": "其他", en: "another" },
});
const category = of.one("livingAid.category", ["款別", "Class"], {
  "class-1": { "zh-Hant": "第一款", en: "first" },
  "class-2": { "zh-Hant": "第二款", en: "second" },
  "class-3": { "zh-Hant": "第三款", en: "third" },
});
const people = of.count("livingAid.people", ["列冊人口", "People on the list"], 30);
const children = of.count("livingAid.children", ["未滿十五歲兒童", "Children below fifteen"], 20);
const students = of.count("livingAid.students", ["高中職以上學生", "Students from senior high school on"], 20);

const scale = article("11 條第 2 項、第 3 項（各直轄市、縣市公告）", "11, paragraphs 2 and 3, as each county announces");
const page = figuresOf(scale, "C", "niaosong.kcg.gov.tw, the page on low-income households of 2020 to 2023");
const later = "from memory: 7.35 % more from 2024 on by the price index, for four years; no announcement was read";
const elsewhere = "the county's announcement was not found: the amounts of Kaohsiung stand in for it";
/** What Kaohsiung pays, and in its place what is supposed of the other counties. */
const amounts = (name: string, zh: string, en: string, first: number, second: number) =>
  match(group, {
    kaohsiung: page.money(`livingAid.${name}Kaohsiung`, [`${zh}（高雄市）`, `${en}, Kaohsiung`], {
      [from]: first,
      [raised]: [second, "D", later],
    }),
    other: page.money(`livingAid.${name}Other`, [`${zh}（其他縣市）`, `${en}, other counties`], {
      [from]: [first, "D", elsewhere],
      [raised]: [second, "D", elsewhere],
    }),
  });
const perPerson = amounts("person", "第一款每人每月", "First class, a person and month", 12_813, 13_755);
const perHousehold = amounts("household", "第二款每戶每月", "Second class, a household and month", 6_358, 6_825);
const perChild = amounts("child", "兒童生活補助", "For a child", 2_802, 3_008);
const perStudent = amounts("student", "就學生活補助", "For a student", 6_358, 6_825);

/** In the first class each person is paid for alike; the others are paid for their children and students, the second for the household as well. */
const monthly = of.money(
  "livingAid.monthly",
  ["每月生活扶助費", "Allowance a month"],
  scale,
  when(ne(status, code("low")), nt(0))
    .when(eq(category, code("class-1")), multiply(perPerson, people))
    .otherwise(
      add(
        when(eq(category, code("class-2")), perHousehold).otherwise(nt(0)),
        multiply(perChild, children),
        multiply(perStudent, students),
      ),
    ),
);

/** Which low-income households are paid every month, and how much; the scales of the counties were not found but one of earlier years. */
export const livingAid = createLaw(collect([outcome, begins, monthly]));
