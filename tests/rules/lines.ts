import type { SourceFile } from "./transactions.ts";

const columns = 160;

/** Lines that nobody reads to their end, templates of HTML above all: they are split into small named functions. */
export const longLines = (sources: readonly SourceFile[]): string[] =>
  sources.flatMap(({ path, source }) =>
    source
      .split("\n")
      .flatMap((line, at) => (line.length > columns ? [`${path}:${at + 1}: ${line.length} columns, more than ${columns}`] : [])),
  );
