import { laws } from "@troad/content-law";
import type { Answers } from "@troad/forms";
import { type Facts, LawError } from "@troad/law";
import { ask, type Calculator, calculator, type Derivation } from "../calculator.ts";

const law = laws.get("benefits")!;
const grades = laws.get("insurance")!;
/** The highest insured salary of the labour insurance; farmers and the national pension stay below it. */
const MOST_INSURED = 45_800;
const insured = ask(law, "benefit.insured", { min: 1, max: MOST_INSURED, hint: "tax.insured-hint" });
/** The grade of a salary is a rule of its own, in the law of the insurances. */
const gradeOf = (applies: (answers: Answers) => boolean): Derivation => ({
  law: grades,
  gives: (answers) => (applies(answers) ? { "benefit.insured": "insurance.labourInsured" } : {}),
  more: () => ({ "insurance.partTime": false }),
});
const isEmployee = ({ scheme }: Answers): boolean => scheme === "labour";
/** Employees know their salary; what farmers are insured for is on their premium slip. */
const insuredPages = [
  {
    id: "wage",
    ask: [ask(grades, "insurance.wage", { min: 1, hint: "tax.wage-hint" })],
    showWhen: { field: "scheme", is: "labour" },
  },
  { id: "insured", ask: [insured], showWhen: { field: "scheme", is: "farmers" } },
];
const years = [2024, 2025, 2026];
const noAmount = (answers: Answers): Facts =>
  answers.insured === undefined && !isEmployee(answers) ? { "benefit.insured": 0 } : {};

/** What the family of a new child may claim, and the allowance that follows. */
const birth = calculator({
  id: "birth",
  group: "benefit",
  law,
  pages: [
    { id: "start", ask: [ask(law, "benefit.scheme"), ask(law, "benefit.children", { min: 1 })] },
    ...insuredPages,
    { id: "care", ask: [ask(law, "benefit.order", { min: 1 }), ask(law, "benefit.publicCare")] },
    {
      id: "leave",
      optional: true,
      ask: [ask(law, "benefit.newlyInsured", { optional: true })],
      showWhen: { field: "scheme", is: "labour" },
    },
  ],
  derived: [gradeOf(isEmployee)],
  want: [
    "birth.claimTotal",
    "birth.claimInsured",
    "birth.claimTopUp",
    "parental.monthly",
    "parental.allowance",
    "parental.subsidy",
    "childcare.ofBirth",
  ],
  years: [2026],
  more: (answers) => ({ ...noAmount(answers), "benefit.ageMonths": 0 }),
});
const age = laws.get("child-age")!;
const childcare = calculator({
  id: "childcare",
  group: "benefit",
  law,
  pages: [
    {
      id: "start",
      ask: [
        ask(age, "child.years"),
        ask(age, "child.months"),
        ask(law, "benefit.order", { min: 1, hint: "tax.childcare.order-hint" }),
        ask(law, "benefit.publicCare"),
      ],
    },
  ],
  derived: [{ law: age, gives: () => ({ "benefit.ageMonths": "childAge.months" }) }],
  want: ["childcare.monthly"],
  years: [2023, ...years],
});
const careSubsidy = calculator({
  id: "care-subsidy",
  group: "benefit",
  law,
  pages: [{ id: "start", ask: [ask(law, "benefit.care"), ask(law, "benefit.order", { min: 1 })] }],
  want: ["childcare.subsidy"],
  years,
});
const unemployment = calculator({
  id: "unemployment",
  group: "benefit",
  law,
  pages: [
    {
      id: "start",
      ask: [
        ask(grades, "insurance.wage", { min: 1, label: "tax.unemployment.wage", hint: "tax.unemployment.wage-hint" }),
        ask(law, "benefit.dependants", { hint: "tax.unemployment.dependants-hint" }),
      ],
    },
    { id: "age", ask: [ask(law, "benefit.longer")] },
  ],
  derived: [gradeOf(() => true)],
  want: ["unemployment.monthly", "unemployment.months"],
  years,
  vary: { fact: "benefit.insured", most: MOST_INSURED },
});
const funeral = calculator({
  id: "funeral",
  group: "benefit",
  law,
  pages: [{ id: "start", ask: [ask(law, "benefit.scheme")] }, ...insuredPages],
  derived: [gradeOf(isEmployee)],
  want: ["funeral.paid"],
  years,
  more: noAmount,
});

const months = { type: "integer", name: "months", label: "tax.months", min: 1, max: 600 } as const;
const inYears = (of: Answers[string] | undefined): string => `${typeof of === "number" ? of : 0}/12`;
/** Parts of a year to two decimals, half up (勞工保險條例施行細則 §45). */
const toHundredths = (of: Answers[string] | undefined): string =>
  `${Math.round(((typeof of === "number" ? of : 0) * 100) / 12)}/100`;
/** The national pension began in October 2008: nobody has been insured for longer. */
const monthsSince2008 = (at: string): number => (Number(at.slice(0, 4)) - 2008) * 12 + Number(at.slice(5, 7)) - 9;
const nationalPension = calculator({
  id: "national-pension",
  group: "benefit",
  law,
  pages: [
    { id: "start", ask: [months] },
    { id: "formula", optional: true, ask: [ask(law, "benefit.blocked", { optional: true })] },
  ],
  want: ["np.pay", "np.formulaA", "np.formulaB"],
  years,
  more: (answers, at) => ({
    "benefit.years": inYears(possibleMonths(answers.months, at)),
    "benefit.insured": Number(law.definitions.valueOn("np.insured", at, undefined)?.given),
    "benefit.addon": Number(law.definitions.valueOn("np.addon", at, undefined)?.given),
  }),
});
function possibleMonths(months: Answers[string] | undefined, at: string): Answers[string] | undefined {
  const most = monthsSince2008(at);
  if (typeof months === "number" && months > most)
    throw new LawError("law.range", "benefit.months", {
      "zh-Hant": `國民年金自 2008 年 10 月開辦，到這一年最多 ${most} 個月`,
      en: `the national pension began in October 2008: at most ${most} months by then`,
    });
  return months;
}
const percents = [-20, -16, -12, -8, -4, 0, 4, 8, 12, 16, 20];
const labourPension = calculator({
  id: "labour-pension",
  group: "benefit",
  law,
  pages: [
    { id: "start", ask: [insured, months] },
    {
      id: "when",
      optional: true,
      ask: [
        {
          type: "choice",
          name: "shift",
          label: "tax.labour-pension.shift",
          required: false,
          options: percents.map((one) => ({ value: `p${one}`, label: `tax.labour-pension.shift.${one}` })),
        },
      ],
    },
  ],
  want: ["labour.pay", "labour.formulaA", "labour.formulaB", "labour.lumpSum"],
  // Under fifteen years there is a lump sum in place of the pension.
  tidy: (results) => {
    const lump = results.find(({ name }) => name === "labour.lumpSum");
    return lump?.value ? [lump] : results.filter((one) => one !== lump);
  },
  years,
  more: ({ months: of, shift }) => ({
    "benefit.years": toHundredths(of),
    "benefit.adjust": typeof shift === "string" ? `${shift.slice(1)}%` : "0",
  }),
  vary: { fact: "benefit.insured", most: MOST_INSURED },
});

/** What an employee pays a month: a cost, but the grades are what the benefits are counted from. */
const premiums = calculator({
  id: "premiums",
  group: "tax",
  law: grades,
  pages: [
    { id: "start", ask: [ask(grades, "insurance.wage", { min: 1 }), ask(grades, "insurance.dependants")] },
    { id: "hours", optional: true, ask: [ask(grades, "insurance.partTime", { optional: true })] },
  ],
  want: [
    "insurance.premiums",
    "insurance.labourPremium",
    "insurance.healthPremium",
    "insurance.labourInsured",
    "insurance.healthInsured",
  ],
  years,
  vary: { fact: "insurance.wage", most: 200_000 },
});

export const benefitCalculators: readonly Calculator[] = [
  premiums,
  birth,
  childcare,
  careSubsidy,
  unemployment,
  funeral,
  nationalPension,
  labourPension,
];
