import type { Book } from "@troad/entry";
import { household } from "./household/book.ts";

/** The books of content: registers that are changed by kinds of entry, by their id. */
export const books: Readonly<Record<string, Book>> = { household };
