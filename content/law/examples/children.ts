import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const nursery = examplesOf("childcare-subsidy");
/** In a quasi-public centre since the month, forty hours a week. */
const placed = {
  "nursery.applicant": "B123456780",
  "nursery.father": "B123456780",
  "nursery.mother": "none",
  "nursery.bornOn": "2025-06-15",
  "nursery.place": "quasiPublic",
  "nursery.startOn": "2026-11-02",
  "nursery.hours": 30,
};
const annex = official("press of 2026-01 that quotes the annex of the Ministry");
const amount = (care: string, lowIncome: string, order: number, value: number) =>
  nursery(
    "nursery.monthly",
    today,
    { "nursery.care": care, "nursery.lowIncome": lowIncome, "nursery.order": order },
    value,
    annex,
  );

const preschool = examplesOf("preschool-allowance");
const three = {
  "preschool.applicant": "B123456780",
  "preschool.father": "none",
  "preschool.mother": "B123456780",
  "preschool.bornOn": "2023-06-15",
  "preschool.status": "present",
  "preschool.kindergarten": false,
};
const born = (bornOn: string) => ({ ...three, "preschool.bornOn": bornOn });
const page = official("要點 quoted on the page of Beimen District");

const aid = examplesOf("living-aid");
const household = (facts: Record<string, string | number>) => ({
  "livingAid.status": "low",
  "livingAid.validUntil": today,
  "livingAid.group": "kaohsiung",
  "livingAid.category": "class-2",
  "livingAid.people": 3,
  "livingAid.children": 1,
  "livingAid.students": 1,
  ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [`livingAid.${name}`, value])),
});
const niaosong = official("niaosong.kcg.gov.tw, low-income households");
const assistance = (article: string) => statute(`社會救助法 §${article}`);
const earlier = "2023-11-29";

/** The monthly allowance of low-income households. */
export const forHouseholds: readonly WorkedExample[] = [
  aid("livingAid.eligible", today, household({}), true, assistance("10 I: on the last day")),
  aid("livingAid.eligible", today, household({ validUntil: "2026-11-28" }), false, assistance("10 I")),
  aid("livingAid.outcome", today, household({ status: "mid-low" }), "not-low", assistance("10 I")),
  aid("livingAid.from", today, household({}), "2026-11-01", assistance("10 IV")),
  ...["kaohsiung", "other"].flatMap((group) => [
    aid("livingAid.monthly", earlier, household({ group, category: "class-1" }), 38_439, niaosong),
    aid("livingAid.monthly", earlier, household({ group }), 15_518, niaosong),
    aid("livingAid.monthly", earlier, household({ group, category: "class-3", students: 0 }), 2_802, niaosong),
    // the amounts of 2024: 12,813, 6,358 and 2,802 raised by 7.35 %
    aid("livingAid.monthly", today, household({ group, category: "class-1" }), 41_265, assistance("11 III: from memory")),
    aid("livingAid.monthly", today, household({ group, children: 0, students: 0 }), 6_825, assistance("11 III: from memory")),
    aid(
      "livingAid.monthly",
      today,
      household({ group, category: "class-3", students: 0 }),
      3_008,
      assistance("11 III: from memory"),
    ),
    aid(
      "livingAid.monthly",
      today,
      household({ group, category: "class-3", children: 0 }),
      6_825,
      assistance("11 III: from memory"),
    ),
  ]),
  aid("livingAid.monthly", today, household({ status: "none" }), 0, assistance("14")),
];

/** Subsidy and allowance for small children. */
export const forChildren: readonly WorkedExample[] = [
  nursery("nursery.isParent", today, placed, true, annex),
  nursery("nursery.young", today, placed, true, annex),
  nursery("nursery.young", today, { ...placed, "nursery.startOn": "2027-06-15" }, false, annex),
  nursery("nursery.young", "2028-06-14", placed, true, annex),
  nursery("nursery.young", "2028-06-15", placed, false, annex),
  nursery("nursery.eligible", today, { ...placed, "nursery.hours": 29 }, false, annex),
  nursery("nursery.outcome", today, { ...placed, "nursery.place": "private" }, "not-subsidised", annex),
  nursery("nursery.outcome", today, { ...placed, "nursery.hours": 29 }, "too-few-hours", annex),
  nursery("nursery.from", today, placed, "2026-11-02", annex),
  nursery("nursery.from", today, { ...placed, "nursery.startOn": "2026-09-01" }, "2026-11-01", annex),
  amount("public", "none", 1, 7_000),
  amount("public", "low", 3, 13_000),
  amount("quasiPublic", "none", 1, 13_000),
  amount("quasiPublic", "low", 3, 19_000),
  preschool("preschool.isParent", today, three, true, page),
  // five on 15 June 2028: the school year of August 2028
  preschool("preschool.schoolOn", today, three, "2028-08-01", page),
  // five on 1 September 2026 belongs to the year that begins in August 2026, a day later to the next
  preschool("preschool.schoolOn", today, born("2021-09-01"), "2026-08-01", page),
  preschool("preschool.schoolOn", today, born("2021-09-02"), "2027-08-01", page),
  preschool("preschool.countedFrom", today, three, "2024-08-01", page),
  preschool("preschool.from", today, three, "2026-01-01", page),
  preschool("preschool.from", today, born("2024-10-20"), "2026-11-01", page),
  preschool("preschool.eligible", today, three, true, page),
  preschool("preschool.outcome", today, born("2024-11-30"), "too-young", page),
  preschool("preschool.outcome", today, born("2021-09-01"), "too-old", page),
  preschool("preschool.outcome", today, { ...three, "preschool.kindergarten": true }, "kindergarten", page),
  ...[5_000, 6_000, 7_000].map((value, n) =>
    preschool("preschool.monthly", today, { "preschool.order": n + 1, "preschool.kindergarten": false }, value, page),
  ),
  preschool(
    "preschool.monthly",
    today,
    { "preschool.order": 1, "preschool.kindergarten": true },
    0,
    statute("幼兒教育及照顧法 §7"),
  ),
];
