import { and, code, collect, createLaw, eq, ge, le, match, not, nt, or, when } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { codesOf, outcome, text } from "../permits/build.ts";
import { writer } from "../taxes/write.ts";

const from = "2023-08-01";
const of = writer("person", "day", from, "C");
const mostIncome = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.mostIncome", ["學士家庭年所得上限", "Most income, undergraduates"], { [from]: 900000 });
const mostGraduate = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.mostGraduate", ["碩博士家庭年所得上限", "Most income, graduates"], { [from]: 700000 });
const mostProperty = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.mostProperty", ["不動產上限", "Most property"], { [from]: 6500000 });
const leastGrade = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).count("studentAid.leastGrade", ["前一學期平均成績", "Least average"], { [from]: 60 });
const under = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.under", ["學士助學金（70 萬元以下）", "Undergraduates up to 700,000"], { [from]: 20000 });
const underMore = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.underMore", ["學士助學金（70 萬至 90 萬元）", "Undergraduates up to 900,000"], { [from]: 15000 });
const g1 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.g1", ["碩博士第一級", "Graduates, first tier"], { [from]: 35000 });
const g2 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.g2", ["碩博士第二級", "Graduates, second tier"], { [from]: 27000 });
const g3 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.g3", ["碩博士第三級", "Graduates, third tier"], { [from]: 22000 });
const g4 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.g4", ["碩博士第四級", "Graduates, fourth tier"], { [from]: 17000 });
const g5 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.g5", ["碩博士第五級", "Graduates, fifth tier"], { [from]: 12000 });
const t1 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.t1", ["第一級上限", "First tier up to"], { [from]: 300000 });
const t2 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.t2", ["第二級上限", "Second tier up to"], { [from]: 400000 });
const t3 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.t3", ["第三級上限", "Third tier up to"], { [from]: 500000 });
const t4 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.t4", ["第四級上限", "Fourth tier up to"], { [from]: 600000 });
const t5 = figuresOf(
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  "C",
  "announcement of Shih Hsin University on the amendment of 30 August 2023, its table flattened",
).money("studentAid.t5", ["第五級上限", "Fifth tier up to"], { [from]: 700000 });

const counted = of.one(
  "studentAid.counted",
  ["合計所得的家人", "Whose income counts"],
  codesOf({
    both: ["父母雙方", "Both parents"],
    one: ["父或母一方", "One parent"],
    spouse: ["配偶", "Husband or wife"],
    self: ["只有自己", "Myself alone"],
  }),
);
const marital = of.one(
  "studentAid.marital",
  ["婚姻狀況", "Marital status"],
  codesOf({
    single: ["未婚", "single"],
    married: ["已婚", "married"],
    divorced: ["離婚", "divorced"],
    widowed: ["喪偶", "widowed"],
  }),
);
const dad = text("studentAid.dad", "父", "Father");
const mum = text("studentAid.mum", "母", "Mother");
const spouse = text("studentAid.spouse", "配偶", "Husband or wife");
const first = text("studentAid.first", "第一位家人", "First person");
const second = text("studentAid.second", "第二位家人", "Second person");
const income = of.amount("studentAid.income", ["家庭年所得", "Income of the family"]);
const ownSchool = of.fact("studentAid.ownSchool", ["本校學生", "A student of this school"]);
const status = of.one(
  "studentAid.status",
  ["學籍", "Enrolment"],
  codesOf({ enrolled: ["在學", "enrolled"], "on-leave": ["休學", "on leave"], none: ["查無", "none"] }),
);
const level = of.one(
  "studentAid.level",
  ["學制", "Level"],
  codesOf({
    elementary: ["國小", "elementary"],
    "junior-high": ["國中", "junior high"],
    "senior-high": ["高級中等學校", "senior high"],
    university: ["大學", "university"],
    graduate: ["研究所", "graduate"],
    none: ["查無", "none"],
  }),
);
const property = of.amount("studentAid.property", ["家庭不動產", "Property of the family"]);
const average = of.count("studentAid.average", ["前一學期平均成績", "Average of the semester before"], 100);
const reduced = of.fact("studentAid.reduced", ["已辦學雜費減免", "Tuition is reduced"]);

const studies = of.yes(
  "studentAid.studies",
  ["具學籍", "Enrolled"],
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  and(ownSchool, eq(status, code("enrolled")), or(eq(level, code("university")), eq(level, code("graduate")))),
);
const relatives = of.yes(
  "studentAid.relatives",
  ["家人依規定計入", "The family as the rules say"],
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  match(marital, {
    single: or(
      and(eq(counted, code("both")), or(and(eq(first, dad), eq(second, mum)), and(eq(first, mum), eq(second, dad)))),
      and(eq(counted, code("one")), or(eq(first, dad), eq(first, mum))),
    ),
    married: and(eq(counted, code("spouse")), eq(first, spouse)),
    divorced: eq(counted, code("self")),
    widowed: eq(counted, code("self")),
  }),
);
const single = of.yes(
  "studentAid.single",
  ["未領學雜費減免", "No tuition reduction"],
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  not(reduced),
);
const passed = of.yes(
  "studentAid.passed",
  ["成績 60 分以上", "Average of 60"],
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  ge(average, leastGrade),
);
const modest = of.yes(
  "studentAid.modest",
  ["所得未超過", "Income within the limit"],
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  le(
    income,
    match(level, {
      elementary: nt(0),
      "junior-high": nt(0),
      "senior-high": nt(0),
      university: mostIncome,
      graduate: mostGraduate,
      none: nt(0),
    }),
  ),
);
const landless = of.yes(
  "studentAid.landless",
  ["不動產未超過", "Property within the limit"],
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  le(property, mostProperty),
);
const amount = of.money(
  "studentAid.amount",
  ["助學金（每學年）", "Grant a year"],
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  match(level, {
    elementary: nt(0),
    "junior-high": nt(0),
    "senior-high": nt(0),
    university: when(le(income, t5), under).otherwise(underMore),
    graduate: when(le(income, t1), g1).when(le(income, t2), g2).when(le(income, t3), g3).when(le(income, t4), g4).otherwise(g5),
    none: nt(0),
  }),
);
const eligible = of.yes(
  "studentAid.eligible",
  ["符合規定", "As the rules say"],
  ["大專校院弱勢學生助學計畫", "Programme for Disadvantaged Students"],
  and(studies, relatives, single, passed, modest, landless),
);
const result = outcome(
  "studentAid.outcome",
  from,
  {
    eligible: ["可核給", "may have it"],
    "not-enrolled": ["沒有大專學籍", "not enrolled at a university"],
    family: ["家人與戶籍不符", "not the family of the register"],
    reduced: ["已辦學雜費減免", "tuition is reduced already"],
    grade: ["成績未達 60 分", "an average below 60"],
    income: ["所得超過", "income above the limit"],
    property: ["不動產超過 650 萬元", "property above the limit"],
  },
  when(eligible, code("eligible"))
    .when(not(studies), code("not-enrolled"))
    .when(not(relatives), code("family"))
    .when(not(single), code("reduced"))
    .when(not(passed), code("grade"))
    .when(not(modest), code("income"))
    .otherwise(code("property")),
);
/** Who gets the grant of the programme for disadvantaged students; certainty C. */
export const studentAidLaw = createLaw(collect([result, eligible, amount]));
