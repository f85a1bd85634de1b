import type { FastifyInstance } from "fastify";
import { boardPages } from "./board-page.ts";
import { booksHomePages } from "./home-page.ts";
import { inboundPages } from "./inbound-page.ts";
import { listPages } from "./lists-page.ts";
import type { BooksPageFile, BooksPages } from "./parts.ts";

const all: readonly BooksPageFile[] = [booksHomePages, boardPages, inboundPages, listPages];

/** The pages of those who keep the books of businesses. */
export function booksPages(app: FastifyInstance, pages: BooksPages): void {
  for (const register of all) register(app, pages);
}
