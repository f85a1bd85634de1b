import type { Book } from "@troad/entry";
import { kinds } from "./kinds/index.ts";

/** Household registration (戶籍登記): persons, households, births and identity cards change by these entries and in no other way. */
export const household: Book = {
  id: "household",
  registers: ["person", "household-unit", "birth", "id-card"],
  kinds,
};
