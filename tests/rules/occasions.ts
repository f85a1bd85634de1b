import type { SourceFile } from "./transactions.ts";

/**
 * Finds questions to registers that name no matter: their people are told of each as a read without a case number. The type requires a value; this
 * requires that it is one, unless an officer could have named a matter and did not (`x === "" ? null : x`).
 */
export const readsWithoutMatter = (sources: readonly SourceFile[]): string[] =>
  sources.flatMap(({ path, source }) =>
    source.includes('"@troad/road/ask"')
      ? [...source.matchAll(/\b(?:issue|matter): (?:null|undefined|"")/g)].map(
          ({ 0: named, index }) => `${path}:${source.slice(0, index).split("\n").length}: ${named}: a read names its matter`,
        )
      : [],
  );
