import type { Note } from "@troad/ask";
import { citedAct, laws } from "@troad/content-law";
import type { LocalText, Variable } from "@troad/law";
import { calculators } from "../domain/catalogue.ts";
import en from "../text/en.json" with { type: "json" };
import zh from "../text/zh-Hant.json" with { type: "json" };

/** Laws that are about taxes: the others answer applications and benefits. */
const taxLaws = [
  "income",
  "late",
  "vehicle",
  "property",
  "house",
  "sale",
  "basic",
  "business",
  "consumption",
  "spouse-claim",
  "under-reporting",
];

/** Pages of this module, and what the rules of the law say they leave open: where no guide answers, these lead on. */
export const askNotes = (): Note[] => [...pages(), ...ruleNotes()];

function pages(): Note[] {
  return calculators
    .filter(({ group }) => group !== "benefit")
    .map(({ id, words, law, want }) => ({
      id: `page/${id}`,
      kind: "page" as const,
      title: words.title ?? own(`tax.${id}.title`),
      text: words.lead ?? own(`tax.${id}.lead`),
      law: articlesOf(want.flatMap((name) => law.definitions.variable(name)?.article ?? [])).slice(0, 3),
      href: `/tax/${id}`,
    }));
}

function ruleNotes(): Note[] {
  return taxLaws.flatMap((name) =>
    (laws.get(name)?.variables ?? []).flatMap(({ name: variable, label, note, article }: Variable) =>
      note && article
        ? [{ id: `note/${variable}`, kind: "note" as const, title: label, text: note, law: articlesOf([article]), href: null }]
        : [],
    ),
  );
}

const own = (key: string): LocalText => ({
  "zh-Hant": (zh as Record<string, string>)[key] ?? key,
  en: (en as Record<string, string>)[key] ?? key,
});

/** The articles of citations, without repeating one. */
function articlesOf(citations: readonly LocalText[]): { law: string; article: string }[] {
  const found = new Map<string, { law: string; article: string }>();
  for (const part of citations.flatMap((citation) => citation["zh-Hant"].split(/[、；，/]\s*/))) {
    const cited = citedAct(part);
    if (cited?.article) found.set(`${cited.act}${cited.article}`, { law: cited.act, article: cited.article });
  }
  return [...found.values()];
}
