import type { SourceFile } from "./transactions.ts";

/** Ids that are words of English or names of something else as well; each says what the code means by it. */
const wordsOfEnglish: Readonly<Record<string, string>> = {};

/** Finds ids of content's services in the engine: a service is a folder, and no code knows one of them by name. */
export const namedServices = (sources: readonly SourceFile[], ids: readonly string[], allowed = wordsOfEnglish): string[] =>
  sources.flatMap(({ path, source }) =>
    ids
      .filter((id) => !Object.hasOwn(allowed, id) && new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(source))
      .map((id) => `${path}: names the service ${id}; services are content`),
  );
