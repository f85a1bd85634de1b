/** Articles that the definition of a service names: in its listing, its agreements, its law, its texts, and the rules of the entries it makes. */
import { laws } from "@troad/content-law";
import acts from "../../content/law/acts.json" with { type: "json" };
import type { Definition } from "./definition.ts";
import { actsOfEntries } from "./entries.ts";

const actNames = [...new Set([...Object.keys(acts), ...actsOfEntries])].toSorted((a, b) => b.length - a.length);
const article = /^[、及 ]*第 ?(\d+)(?:-(\d+))? ?條(?:之 ?(\d+))?(?: ?第 ?\d+ ?[項款])*(?:但書)?(?: ?第 ?\d+ ?[項款])*/;

/** Articles in a text as Chinese law is cited: the act once, then article after article. */
function citedIn(text: string): string[] {
  const found: string[] = [];
  for (const act of actNames)
    for (let at = text.indexOf(act); at >= 0; at = text.indexOf(act, at + 1)) {
      let rest = text.slice(at + act.length);
      for (let match = article.exec(rest); match; match = article.exec(rest)) {
        found.push(`${act} ${[match[1], match[2] ?? match[3]].filter(Boolean).join("-")}`);
        rest = rest.slice(match[0].length);
      }
    }
  return found;
}

export function citationsOf({ service, listing, agreements, texts, entries }: Definition): Set<string> {
  const law = service.law && laws.get(service.law.name);
  return new Set([
    ...listing.law.map((one) => (one.article === undefined ? one.act : `${one.act} ${one.article}`)),
    ...agreements.flatMap(({ legalBasis }) => citedIn(legalBasis)),
    ...(law?.variables ?? []).flatMap((variable) => citedIn(variable.article?.["zh-Hant"] ?? "")),
    ...Object.values(texts).flatMap(citedIn),
    ...entries.flatMap(({ shown }) => [...shown.cites]),
  ]);
}
