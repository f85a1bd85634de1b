import { type Ask, type ContentReader, joinSigns, openAsk, readGuides, readOtherTopics, type Sources, signsSchema } from "@troad/ask";
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
    addressOf: addressOfAct,
    pageOf: (calculator) => `/tax/${calculator}`,
    ...(quoteOf ? { quoteOf } : {}),
  });
}

export { laws as askLaws };
