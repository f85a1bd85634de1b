import type { SourceFile } from "./transactions.ts";

/** Finds setters of months and years: they turn 31 August plus six months into 3 March. `monthsLater` of the kernel ends on the last day. */
export const monthSetters = (sources: readonly SourceFile[]): string[] =>
  sources.flatMap(({ path, source }) =>
    [...source.matchAll(/\.set(?:UTC)?(?:Month|FullYear)\(/g)].map(
      ({ 0: call, index }) =>
        `${path}:${source.slice(0, index).split("\n").length}: ${call.slice(1)}...) overflows into the next month`,
    ),
  );
