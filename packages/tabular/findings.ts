import { type Finding, type FindingCode, meaningOf } from "./codes.ts";

/** How many places of one code and column are reported: the rest only repeats them. */
const maxPlaces = 20;
const maxFindings = 2_000;

/** Collects findings with bounded memory, whatever the file has. */
export function findingList() {
  const list: Finding[] = [];
  const places = new Map<string, number>();
  return {
    add(code: FindingCode, row: number | null = null, column: string | null = null, limit = maxPlaces): void {
      const key = `${code}\0${column ?? ""}`;
      const seen = places.get(key) ?? 0;
      // what refuses a file is told however much was found
      if (seen >= limit || (list.length >= maxFindings && (seen > 0 || meaningOf(code).allows !== "refused"))) return;
      places.set(key, seen + 1);
      list.push({ code, row, column });
    },
    /** In the order of the file; what concerns the whole file stands first. */
    sorted: (): Finding[] => list.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)),
  };
}
export type FindingList = ReturnType<typeof findingList>;
