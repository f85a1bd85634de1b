import type { SourceFile } from "./transactions.ts";

const columns = 160;
/** Pages of the portal move to the modules whose state they show, and are split there. */
const moving = "modules/portal/";

/** Lines that nobody reads to their end, templates of HTML above all: they are split into small named functions. */
export const longLines = (sources: readonly SourceFile[]): string[] =>
  sources
    .filter(({ path }) => !path.startsWith(moving))
    .flatMap(({ path, source }) =>
      source
        .split("\n")
        .flatMap((line, at) =>
          line.length > columns ? [`${path}:${at + 1}: ${line.length} columns, more than ${columns}`] : [],
        ),
    );
