import {
  type Ask,
  type ContentReader,
  joinSigns,
  openAsk,
  readGuides,
  readOtherTopics,
  type Sources,
  signsSchema,
} from "@troad/ask";
import { addressOfAct, laws } from "@troad/content-law";
import { parseSynonyms, synonymsSchema } from "@troad/search";
import { askNotes } from "./notes.ts";

/** What people ask about taxes, answered from the guides of content; `quoteOf` gives articles that the operator imported. */
export function openTaxAsk(content: ContentReader, quoteOf?: Sources["quoteOf"]): Ask {
  return openAsk({
    guides: readGuides(content),
    others: readOtherTopics(content),
    notes: askNotes(),
    synonyms: parseSynonyms(content.read("search", "ask.json", synonymsSchema).map(({ value }) => value)),
    signs: joinSigns(content.read("search", "signs.json", signsSchema).map(({ value }) => value)),
    laws,
    addressOf: (act, article) => addressOfAct(act, article) ?? searchFor(act),
    pageOf: (calculator) => `/tax/${calculator}`,
    ...(quoteOf ? { quoteOf } : {}),
  });
}

/** Acts whose code in the database is not known here are looked for by name. */
const searchFor = (act: string): string =>
  `https://law.moj.gov.tw/Law/LawSearchResult.aspx?ty=ONEBAR&kw=${encodeURIComponent(act)}`;

export { laws as askLaws };
