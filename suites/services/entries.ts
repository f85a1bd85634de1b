/** What the rules of a kind of entry find, tell and cite: its dated cases are decided, so it is what the rules do and not what is written of them. */
import { books } from "@troad/content-entries";
import { runEntry } from "@troad/entry";
import { tables } from "../../content/entries/household/cases/index.ts";
import { registersOf } from "../../content/entries/household/cases/registers.ts";
import en from "../../content/entries/household/text/en.json" with { type: "json" };
import text from "../../content/entries/household/text/zh-Hant.json" with { type: "json" };

export type Shown = { readonly findings: Set<string>; readonly tells: Set<string>; readonly cites: Set<string> };

const texts: Readonly<Record<string, string>> = text;
/** "D0030006:48" as "戶籍法 48". */
const plainCitation = (citation: string): string =>
  citation.replace(/^([A-Z]\d+):/, (_, code: string) => `${texts[`act.${code}`]} `);
export const actsOfEntries: readonly string[] = Object.entries(texts).flatMap(([key, name]) =>
  key.startsWith("act.") ? [name] : [],
);

const english = Object.entries(en).filter(([key]) => key.startsWith("act."));
/** "Civil Code, Articles 980 and 981, paragraph 2", as a case says which articles it shows. */
function shownIn(citation: string): string[] {
  const [key = "", name = ""] = english.find(([, act]) => citation.startsWith(`${act}, Article`)) ?? [];
  const [, numbers = ""] = /^, Articles? ([\d-]+(?:(?:, | and )[\d-]+)*)/.exec(citation.slice(name.length)) ?? [];
  return numbers ? numbers.split(/, | and /).map((number) => `${texts[key]} ${number}`) : [];
}

const known = new Map<string, Promise<Shown>>();

async function decideCases(kind: string): Promise<Shown> {
  const shown = { findings: new Set<string>(), tells: new Set<string>(), cites: new Set<string>() };
  for (const name of Object.keys(tables))
    for (const { application, given, article: cited } of tables[name] ?? []) {
      const rule = books.household?.kinds[application.kind];
      if (application.kind !== kind || !rule) continue;
      for (const one of shownIn(cited)) shown.cites.add(one);
      const { outcome } = await runEntry(rule, application, registersOf(given));
      for (const { code, article } of outcome.findings) {
        shown.findings.add(code);
        shown.cites.add(plainCitation(article));
      }
      for (const { what, article } of outcome.tell ?? []) {
        shown.tells.add(what);
        shown.cites.add(plainCitation(article));
      }
      for (const article of [outcome.due?.article, outcome.fine?.article])
        if (article !== undefined) shown.cites.add(plainCitation(article));
    }
  const basis = books.household?.kinds[kind]?.legalBasis;
  if (basis !== undefined) shown.cites.add(plainCitation(basis));
  return shown;
}

export function shownBy(kind: string): Promise<Shown> {
  const present = known.get(kind) ?? decideCases(kind);
  known.set(kind, present);
  return present;
}
