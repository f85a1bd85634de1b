import type { SourceFile } from "./transactions.ts";

/** Ids that the engine uses as names of something else as well; each says of what. */
const otherMeanings: Readonly<Record<string, string>> = {};

/** An id of one word is a word of English too: only code that has it as a whole string, or in an address, names the service. */
function patternOf(id: string, path: string): RegExp | undefined {
  if (id.includes("-")) return new RegExp(`(?<![\\w-])${id}(?![\\w-])`);
  return path.endsWith(".ts") ? new RegExp(`(["'\`])${id}\\1|/services/${id}(?![\\w-])`) : undefined;
}

/** Finds ids of content's services in the engine and its tests: a service is a folder, and nothing else knows one of them by name. */
export const namedServices = (sources: readonly SourceFile[], ids: readonly string[], allowed = otherMeanings): string[] =>
  sources.flatMap(({ path, source }) =>
    ids
      .filter((id) => !Object.hasOwn(allowed, id) && patternOf(id, path)?.test(source))
      .map((id) => `${path}: names the service ${id}; services are content`),
  );
