import { laws } from "@troad/content-law";
import type { Answers } from "@troad/forms";
import type { Facts } from "@troad/law";
import { ask, type Calculator, calculator } from "../calculator.ts";

const law = laws.get("benefits")!;
/** The highest insured salary of the labour insurance; farmers and the national pension stay below it. */
const MOST_INSURED = 45_800;
const paysIn = { field: "scheme", in: ["labour", "farmers"] };
const insuredIf = (showWhen?: typeof paysIn) =>
  ask(law, "benefit.insured", { min: 1, max: MOST_INSURED, hint: "tax.insured-hint", ...(showWhen ? { showWhen } : {}) });
const years = [2024, 2025, 2026];
const noAmount = ({ insured }: Answers): Facts => (insured === undefined ? { "benefit.insured": 0 } : {});

/** What the family of a new child may claim, and the allowance that follows. */
const birth = calculator({
  id: "birth",
  group: "benefit",
  law,
  pages: [
    { id: "start", ask: [ask(law, "benefit.scheme"), ask(law, "benefit.children", { min: 1 })] },
    { id: "insured", ask: [insuredIf()], showWhen: paysIn },
    { id: "care", ask: [ask(law, "benefit.order", { min: 1 }), ask(law, "benefit.publicCare")] },
  ],
  want: ["birth.claimTotal", "birth.claimInsured", "birth.claimTopUp", "parental.monthly", "childcare.monthly"],
  years: [2026],
  more: (answers) => ({ ...noAmount(answers), "benefit.ageMonths": 0 }),
});
const childcare = calculator({
  id: "childcare",
  group: "benefit",
  law,
  pages: [
    { id: "start", ask: [ask(law, "benefit.order", { min: 1 }), ask(law, "benefit.ageMonths"), ask(law, "benefit.publicCare")] },
  ],
  want: ["childcare.monthly"],
  years: [2023, ...years],
});
const unemployment = calculator({
  id: "unemployment",
  group: "benefit",
  law,
  pages: [
    { id: "start", ask: [insuredIf(), ask(law, "benefit.dependants")] },
    { id: "age", ask: [ask(law, "benefit.longer")] },
  ],
  want: ["unemployment.monthly", "unemployment.months"],
  years,
  vary: { fact: "benefit.insured", most: MOST_INSURED },
});
const funeral = calculator({
  id: "funeral",
  group: "benefit",
  law,
  pages: [
    { id: "start", ask: [ask(law, "benefit.scheme")] },
    { id: "insured", ask: [insuredIf()], showWhen: paysIn },
  ],
  want: ["funeral.paid"],
  years,
  more: noAmount,
});

const months = { type: "integer", name: "months", label: "tax.months", min: 1, max: 600 } as const;
const inYears = (of: Answers[string] | undefined): string => `${typeof of === "number" ? of : 0}/12`;
/** Parts of a year to two decimals, half up (勞工保險條例施行細則 §45). */
const toHundredths = (of: Answers[string] | undefined): string =>
  `${Math.round(((typeof of === "number" ? of : 0) * 100) / 12)}/100`;
const nationalPension = calculator({
  id: "national-pension",
  group: "benefit",
  law,
  pages: [{ id: "start", ask: [months] }],
  want: ["np.pay", "np.formulaA", "np.formulaB"],
  years,
  more: (answers, at) => ({
    "benefit.years": inYears(answers.months),
    "benefit.insured": Number(law.definitions.valueOn("np.insured", at, undefined)?.given),
    "benefit.addon": Number(law.definitions.valueOn("np.addon", at, undefined)?.given),
  }),
});
const percents = [-20, -16, -12, -8, -4, 0, 4, 8, 12, 16, 20];
const labourPension = calculator({
  id: "labour-pension",
  group: "benefit",
  law,
  pages: [
    { id: "start", ask: [insuredIf(), { ...months, min: 180 }] },
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
  want: ["labour.pay", "labour.formulaA", "labour.formulaB"],
  years,
  more: ({ months: of, shift }) => ({
    "benefit.years": toHundredths(of),
    "benefit.adjust": typeof shift === "string" ? `${shift.slice(1)}%` : "0",
  }),
  vary: { fact: "benefit.insured", most: MOST_INSURED },
});

const grades = laws.get("insurance")!;
/** What an employee pays a month: a cost, but the grades are what the benefits are counted from. */
const premiums = calculator({
  id: "premiums",
  group: "tax",
  law: grades,
  pages: [{ id: "start", ask: [ask(grades, "insurance.wage", { min: 1 }), ask(grades, "insurance.dependants")] }],
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
  unemployment,
  funeral,
  nationalPension,
  labourPension,
];
