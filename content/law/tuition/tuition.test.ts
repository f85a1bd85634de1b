import assert from "node:assert/strict";
import { test } from "node:test";
import { createLaw, explain, type Facts, LawError, loadParameters, reform, type Value } from "@troad/law";
import { laws } from "../index.ts";
import parameters from "../parameters/tuition.json" with { type: "json" };

const law = laws.get("tuition")!;
const today = "2026-11-22";

/** A student of the deciding school from an approved middle-to-low-income household. */
const student = {
  "tuition.fees": 28_500,
  "tuition.otherSubsidy": false,
  "tuition.decidingSchool": "ndu",
  "tuition.enrolledSchool": "ndu",
  "tuition.enrolmentStatus": "enrolled",
  "tuition.schoolLevel": "university",
  "tuition.householdNo": "H1",
  "tuition.lowIncomeHouseholdNo": "H1",
  "tuition.lowIncomeStatus": "mid-low",
  "tuition.lowIncomeValidUntil": "2026-12-31",
  "tuition.specialCircumstance": false,
  "tuition.disabilityDegree": "none",
};
type Change = Partial<Record<keyof typeof student | "tuition.householdIncome", Value>>;
const want = ["tuition.outcome", "tuition.category", "tuition.rate", "tuition.reduction"];
const decide = (change: Change = {}, at = today, knownAt?: string) =>
  law.calculate({ want, situation: { ...student, ...change } as Facts, at, ...(knownAt ? { knownAt } : {}) }).values;
const rateOf = (change: Change = {}, at = today, knownAt?: string) => decide(change, at, knownAt)["tuition.rate"];

test("worked examples", () => {
  const none = { "tuition.lowIncomeStatus": "none" } as const;
  const examples: [string, Change, string, string, string, number][] = [
    ["middle-to-low income: 60 % of 28,500", {}, "granted", "mid-low", "0.6", 17_100],
    ["60 % of 28,501 is 17,100.6, rounded", { "tuition.fees": 28_501 }, "granted", "mid-low", "0.6", 17_101],
    ["60 % of 28,502 is 17,101.2, rounded", { "tuition.fees": 28_502 }, "granted", "mid-low", "0.6", 17_101],
    ["low income: everything", { "tuition.lowIncomeStatus": "low" }, "granted", "low", "1", 28_500],
    ["hardship: 60 %", { ...none, "tuition.specialCircumstance": true }, "granted", "special", "0.6", 17_100],
    [
      "profound disability",
      { ...none, "tuition.disabilityDegree": "profound", "tuition.householdIncome": 2_200_000 },
      "granted",
      "disability",
      "1",
      28_500,
    ],
    [
      "severe disability",
      { ...none, "tuition.disabilityDegree": "severe", "tuition.householdIncome": 0 },
      "granted",
      "disability",
      "1",
      28_500,
    ],
    [
      "moderate disability",
      { ...none, "tuition.disabilityDegree": "moderate", "tuition.householdIncome": 1 },
      "granted",
      "disability",
      "0.7",
      19_950,
    ],
    [
      "mild disability",
      { ...none, "tuition.disabilityDegree": "mild", "tuition.householdIncome": 1 },
      "granted",
      "disability",
      "0.4",
      11_400,
    ],
    [
      "one dollar above the income cap",
      { ...none, "tuition.disabilityDegree": "severe", "tuition.householdIncome": 2_200_001 },
      "no-category",
      "none",
      "0",
      0,
    ],
    [
      "no stacking: moderate disability is better",
      { "tuition.disabilityDegree": "moderate", "tuition.householdIncome": 1 },
      "granted",
      "disability",
      "0.7",
      19_950,
    ],
    [
      "no stacking: mid-low is better than mild",
      { "tuition.disabilityDegree": "mild", "tuition.householdIncome": 1 },
      "granted",
      "mid-low",
      "0.6",
      17_100,
    ],
    ["no ground", none, "no-category", "none", "0", 0],
    ["another school", { "tuition.enrolledSchool": "other" }, "not-enrolled", "mid-low", "0", 0],
    ["on leave", { "tuition.enrolmentStatus": "on-leave" }, "not-enrolled", "mid-low", "0", 0],
    ["another subsidy", { "tuition.otherSubsidy": true }, "other-subsidy", "mid-low", "0", 0],
    ["nothing to pay", { "tuition.fees": 0 }, "nothing-to-pay", "mid-low", "0", 0],
    ["junior high school", { "tuition.schoolLevel": "junior-high" }, "level", "none", "0", 0],
    ["the approval is another household's", { "tuition.lowIncomeHouseholdNo": "H2" }, "approval-ended", "none", "0", 0],
  ];
  for (const [name, change, outcome, category, rate, reduction] of examples)
    assert.deepEqual(
      decide(change),
      { "tuition.outcome": outcome, "tuition.category": category, "tuition.rate": rate, "tuition.reduction": reduction },
      name,
    );
});

test("an approval counts on its last day and not on the day after", () => {
  assert.equal(decide({}, "2026-12-31")["tuition.outcome"], "granted");
  assert.equal(decide({}, "2027-01-01")["tuition.outcome"], "approval-ended");
});

test("middle-to-low income was 30 % until 31 January 2016 and is 60 % from the day after", () => {
  assert.equal(rateOf({}, "2016-01-31"), "0.3");
  assert.equal(rateOf({}, "2016-02-01"), "0.6");
});

test("the amendment of 2011 reached back: who asks as of a day before its promulgation finds no rule", () => {
  assert.equal(rateOf({}, "2011-09-01"), "0.3");
  assert.equal(rateOf({}, "2011-09-01", "2011-12-07"), "0.3");
  assert.throws(
    () => rateOf({}, "2011-09-01", "2011-12-06"),
    (error) => error instanceof LawError && error.code === "law.out-of-range",
  );
  assert.throws(
    () => rateOf({}, "2011-07-31"),
    (error) => error instanceof LawError && error.code === "law.out-of-range",
  );
});

test("one altered figure changes the worked examples", () => {
  const altered = structuredClone(parameters);
  altered.parameters.find(({ name }) => name === "tuition.midLowIncome.rate")!.values[1]!.value = "0.59";
  const other = createLaw({ inputs: law.inputs, variables: law.variables, parameters: loadParameters(altered) });
  const { values } = other.calculate({ want, situation: student as Facts, at: today });
  assert.equal(values["tuition.reduction"], 16_815);
  assert.notDeepEqual(values, decide());
});

test("what a higher rate would give is asked of a reform, and the law stays as it is", () => {
  const draft = loadParameters({
    parameters: [
      {
        name: "tuition.midLowIncome.rate",
        type: "rate",
        label: { "zh-Hant": "草案", en: "draft" },
        values: [
          {
            value: "0.8",
            from: "2026-08-01",
            to: null,
            announced: null,
            citation: { "zh-Hant": "草案", en: "draft" },
            certainty: "D",
            source: "supposition",
          },
        ],
      },
    ],
  });
  const { values } = reform(law, { parameters: draft }).calculate({ want, situation: student as Facts, at: today });
  assert.equal(values["tuition.reduction"], 22_800);
  assert.equal(decide()["tuition.reduction"], 17_100);
});

test("whatever the facts, the reduction is the rate of the fees, never more, and only for who is entitled", () => {
  const lists = {
    "tuition.fees": [0, 1, 28_501, 200_000],
    "tuition.otherSubsidy": [true, false],
    "tuition.enrolledSchool": ["ndu", "other"],
    "tuition.schoolLevel": ["junior-high", "university"],
    "tuition.lowIncomeStatus": ["low", "mid-low", "none"],
    "tuition.lowIncomeValidUntil": ["2026-11-21", "2026-11-22"],
    "tuition.specialCircumstance": [true, false],
    "tuition.disabilityDegree": ["none", "identified", "moderate", "profound"],
    "tuition.householdIncome": [2_200_000, 2_200_001],
  };
  const situations = Object.entries(lists).reduce<Facts[]>(
    (all, [name, values]) => all.flatMap((facts) => values.map((value) => ({ ...facts, [name]: value }))),
    [student],
  );
  assert.equal(situations.length, 3072);
  for (const situation of situations) {
    const { values, missing } = law.calculate({ want: [...want, "tuition.eligible"], situation, at: today });
    const [fees, reduction, rate] = [
      situation["tuition.fees"] as number,
      values["tuition.reduction"] as number,
      Number(values["tuition.rate"]),
    ];
    assert.deepEqual(missing, []);
    assert.ok(Math.abs(reduction - fees * rate) <= 0.5 && reduction <= fees);
    assert.equal(values["tuition.eligible"], values["tuition.outcome"] === "granted");
    assert.equal(values["tuition.eligible"], rate > 0);
  }
});

test("the household's income is asked for only where a disability is claimed", () => {
  const missing = (change: Change) =>
    law.calculate({ want, situation: { ...student, ...change } as Facts, at: today }).missing.map(({ input }) => input);
  assert.deepEqual(missing({}), []);
  assert.deepEqual(missing({ "tuition.disabilityDegree": "mild" }), ["tuition.householdIncome"]);
});

test("the amount is explained in both languages, with the figure, its date, its article and what the law leaves open", () => {
  const { trace } = law.calculate({ want, situation: { ...student, "tuition.fees": 28_501 } as Facts, at: today });
  const at = (name: string) => trace.findIndex(({ variable }) => variable === name);
  assert.equal(
    explain(trace, "zh-Hant")[at("tuition.reduction")],
    "減免金額：17,101 元。算法：學雜費 28,501 元 × 減免比率 60%，四捨五入到整數。依據：社會救助法第 16-2 條第 1 項。法規沒有規定元以下如何計算，這裡四捨五入到元。",
  );
  assert.match(
    explain(trace, "en")[at("tuition.lowIncomeRate")]!,
    /^Rate for low or middle-to-low income: 60%\. .*is 60% \(from 1 February 2016, Public Assistance Act, Article 16-2, paragraph 1, item 2\)\./,
  );
});

test("what was not read in a statute says so", () => {
  const { trace } = law.calculate({ want: ["tuition.reduction"], situation: student as Facts, at: "2015-03-01" });
  assert.equal(trace.find(({ variable }) => variable === "tuition.lowIncomeRate")?.certainty, "C");
  assert.match(explain(trace, "en").at(-1)!, /has not been checked/);
});
