import { citedAct } from "@troad/content-law";
import type { Listing } from "@troad/directory";
import type { Field } from "@troad/forms";
import type { Texts } from "@troad/kernel";
import { type ListingSource, listingTexts } from "@troad/web";
import type { Calculator } from "./domain/calculator.ts";
import { calculators } from "./domain/catalogue.ts";
import { formTextIn } from "./pages/words.ts";

/** Whose subject a calculation is, and when in life it is looked for; taxes belong to the Ministry of Finance where nothing is said. */
type Place = { agency?: string; lifeEvents?: readonly string[]; popular?: number; dates?: Listing["dates"] };
const places: Readonly<Record<string, Place>> = {
  income: { lifeEvents: ["work"], popular: 1, dates: [{ id: "income", from: "05-01", to: "05-31" }] },
  "basic-tax": { lifeEvents: ["work"] },
  vehicle: { lifeEvents: ["car"], popular: 5, dates: [{ id: "vehicle", from: "04-01", to: "04-30" }] },
  late: { popular: 8 },
  premiums: { agency: "mol", lifeEvents: ["work"], popular: 6 },
  birth: { agency: "mohw", lifeEvents: ["birth"], popular: 4 },
  childcare: { agency: "mohw", lifeEvents: ["birth"] },
  "care-subsidy": { agency: "mohw", lifeEvents: ["birth"] },
  unemployment: { agency: "mol", lifeEvents: ["work"] },
  funeral: { agency: "mol", lifeEvents: ["death"] },
  "national-pension": { agency: "mohw", lifeEvents: ["retirement"] },
  "labour-pension": { agency: "mol", lifeEvents: ["retirement"] },
  house: { lifeEvents: ["home"], dates: [{ id: "house", from: "05-01", to: "05-31" }] },
  "land-home": { lifeEvents: ["home"] },
  land: { lifeEvents: ["home"], dates: [{ id: "land", from: "11-01", to: "11-30" }] },
  "land-increment": { lifeEvents: ["home"] },
  "house-sale": { lifeEvents: ["home"] },
  deed: { lifeEvents: ["home"] },
  estate: { lifeEvents: ["death"] },
  gift: { lifeEvents: ["marriage"] },
  "spouse-claim": { lifeEvents: ["death", "marriage"] },
  "corporate-income": { lifeEvents: ["business"] },
  "business-tax": { lifeEvents: ["business"] },
  stamp: { lifeEvents: ["business"] },
  commodity: { lifeEvents: ["business"] },
  amusement: { lifeEvents: ["business"] },
  "late-filing-corporate": { lifeEvents: ["business"] },
  "elderly-farmers": { agency: "moa", lifeEvents: ["retirement"] },
  kindergarten: { agency: "moe", lifeEvents: ["study", "birth"] },
  "labour-pension-contribution": { agency: "mol", lifeEvents: ["work"] },
  "national-disability": { agency: "mohw", lifeEvents: ["illness"] },
  "national-survivors": { agency: "mohw", lifeEvents: ["death"] },
  "nhi-supplementary": { agency: "mohw", lifeEvents: ["work"] },
  "filing-deadline": {},
};
const secondsAQuestion = 20;

/** The groups of the first page, and at which moments of life each is looked for. */
const groups = {
  person: [],
  property: ["home"],
  vehicle: ["car"],
  business: ["business"],
  family: ["birth", "study", "marriage", "illness", "retirement", "death"],
} satisfies Record<string, string[]>;
export type CalculatorGroup = keyof typeof groups;
export const calculatorGroups = Object.keys(groups) as CalculatorGroup[];

/** Where a calculation stands on the first page; with the person's own where no moment of life is named. */
export const groupOf = (id: string): CalculatorGroup =>
  calculatorGroups.find((group) => (groups[group] as string[]).some((event) => places[id]?.lifeEvents?.[0] === event)) ??
  "person";

/** Every calculation as a service that people can find. */
export const taxListings = ({ texts }: ListingSource): Listing[] => [
  ...calculators.map((calculator) => calculatorListing(calculator, texts)),
  {
    id: "payment-book",
    kind: "pay",
    agency: "mof",
    lifeEvents: [],
    start: "/tax/book",
    signIn: false,
    law: [],
    text: listingTexts(texts, "tax.listing.book"),
  },
];

function calculatorListing(calculator: Calculator, texts: Texts): Listing {
  const { id, words } = calculator;
  const { agency = "mof", lifeEvents = [], popular, dates = [] } = places[id] ?? {};
  const fields = calculator.form.pages.filter((page) => !calculator.optional.has(page.id)).flatMap((page) => page.fields);
  const text = Object.fromEntries(
    texts.languages.map(({ code }) => {
      const t = texts.translator(code);
      const own = (key: string): string => words[key]?.[code === "zh-Hant" ? "zh-Hant" : "en"] ?? t(`tax.${id}.${key}`);
      const label = (field: Field): string => formTextIn(calculator, code, t, field.label);
      return [
        code,
        {
          name: own("title"),
          summary: own("lead"),
          who: t("tax.listing.who"),
          need: fields.map(label).join(t("web.comma")),
          time: t("tax.listing.time", { minutes: Math.max(1, Math.round((fields.length * secondsAQuestion) / 60)) }),
          cost: t("tax.listing.cost"),
          words: t(`tax.words.${id}`),
          ...Object.fromEntries(dates.map((date) => [`date.${date.id}`, t(`tax.date.${date.id}`)])),
        },
      ];
    }),
  );
  return {
    id,
    kind: "calculate",
    agency,
    lifeEvents: [...lifeEvents],
    start: `/tax/${id}`,
    signIn: false,
    law: actsOf(calculator),
    text,
    ...(dates.length > 0 ? { dates } : {}),
    ...(popular === undefined ? {} : { popular }),
  };
}

/** The acts that its answer cites, without repeating one. */
function actsOf({ law, want }: Calculator): Listing["law"] {
  const citations = want.flatMap((name) => law.definitions.variable(name)?.article?.["zh-Hant"].split(/[、；，/]\s*/) ?? []);
  const acts = new Map<string, string | null>();
  for (const citation of citations) {
    const cited = citedAct(citation);
    if (cited && !acts.has(cited.act)) acts.set(cited.act, cited.article);
  }
  return [...acts].slice(0, 5).map(([act, article]) => ({ act, ...(article === null ? {} : { article }) }));
}
