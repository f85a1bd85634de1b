import type { Book, Change } from "@troad/entry";
import { villageOf } from "./household/applying/offices.ts";
import { household } from "./household/book.ts";
import { checkRegisters } from "./household/check/registers.ts";
import { type Counting, countHousehold } from "./household/counting.ts";
import { type FormerHousehold, openHousehold } from "./household/opening.ts";

/** The books of content: registers that are changed by kinds of entry, by their id. */
export const books: Readonly<Record<string, Book>> = { household };

/** How a book begins: the first versions of records, household by household, from what was known before entries were kept. */
export const openings: Readonly<Record<string, (household: FormerHousehold, today: string) => Change[]>> = {
  household: openHousehold,
};

type Present = Iterable<Change> | AsyncIterable<Change>;

/** What cannot be true of all present records of a book as a whole; read once, in any order. */
export const checks: Readonly<Record<string, (records: Present, today: string) => ReturnType<typeof checkRegisters>>> = {
  household: (records, today) => checkRegisters(records, { today, isVillage: (code) => villageOf(code) !== undefined }),
};
/** What is counted of the entries of a book. */
export const countings: Readonly<Record<string, () => Counting>> = { household: countHousehold };
export type { Counting, EnteredEntry } from "./household/counting.ts";
export type { KindRow, VillageRow } from "./household/statistics.ts";
export type { FormerHousehold };
