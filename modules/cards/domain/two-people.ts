/** What two people counted: still one of them, or not the same; or they agree. */
export type Counted = { state: "one" } | { state: "differ" } | { state: "agree"; counted: number; people: [string, string] };

/** Two different people have to come to the same number; a third count settles nothing that two of them do not agree on. */
export function agreed(counts: readonly { person: string; counted: number }[]): Counted {
  for (const [at, first] of counts.entries()) {
    const second = counts.slice(at + 1).find((other) => other.counted === first.counted && other.person !== first.person);
    if (second) return { state: "agree", counted: first.counted, people: [first.person, second.person] };
  }
  return { state: new Set(counts.map(({ person }) => person)).size < 2 ? "one" : "differ" };
}

/** Numbers of blanks that follow each other; undefined where the last one would be longer than a number of a blank is. */
export function numbersFrom(first: string, count: number): string[] | undefined {
  const match = /^([A-Z]{2})(\d{8})$/.exec(first);
  if (!match || !Number.isInteger(count) || count < 1 || count > 10_000) return undefined;
  const start = Number(match[2]);
  if (start + count - 1 > 99_999_999) return undefined;
  return Array.from({ length: count }, (_, n) => `${match[1]}${String(start + n).padStart(8, "0")}`);
}
