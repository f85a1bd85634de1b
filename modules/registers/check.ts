import { books, checks } from "@troad/content-entries";
import type { Change } from "@troad/entry";
import type { Content, Queryable } from "@troad/kernel";
import { readRegisters } from "./domain/read-registers.ts";
import { replayBook, versions } from "./replay.ts";

export type BookCheck = {
  entries: number;
  records: number;
  /** What a replay finds otherwise than it stands, then what cannot be true of the registers as a whole; the first thousand. */
  faults: string[];
  /** How often something cannot be true, by its code. */
  counts: Readonly<Record<string, number>>;
};

const mostFaults = 1_000;

/** Makes all entries of a book again, compares every record, and looks at the present records as a whole. `q` answers as of one moment. */
export async function checkBook(q: Queryable, bookId: string, today: string): Promise<BookCheck> {
  const { entries, records, faults } = await replayBook(q, bookId);
  const whole = await checks[bookId]?.(present(q, bookId), today);
  const odd = (whole?.faults ?? []).map(
    ({ register, key, code, other }) => `${register} ${key}: ${code}${other ? ` (${other})` : ""}`,
  );
  return { entries, records, faults: [...faults, ...odd].slice(0, mostFaults), counts: whole?.counts ?? {} };
}

async function* present(q: Queryable, bookId: string): AsyncGenerator<Change> {
  for (const register of books[bookId]?.registers ?? [])
    for await (const { subject, data } of versions(q, register, "newest")) yield { register, key: subject, data };
}

/** Which agency keeps which book, by content. */
export function booksIn(content: Content): { agency: string; book: string }[] {
  const kept = new Map<string, { agency: string; book: string }>();
  for (const { agency, book } of readRegisters(content))
    if (book !== undefined) kept.set(`${agency.id} ${book}`, { agency: agency.id, book });
  return [...kept.values()];
}
