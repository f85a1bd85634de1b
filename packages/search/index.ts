/** Full-text search over some thousand entries in Chinese and English, in memory. */
export { openSearch, type Search, type SearchEntry, type SearchHit, type SearchPage, type SearchQuery } from "./search.ts";
export { parseSynonyms, type SynonymGroup, synonymsSchema } from "./synonyms.ts";
export { foldText, tokenize } from "./tokens.ts";
