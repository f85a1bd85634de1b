import { tag } from "@troad/design";
import type { Html } from "@troad/html";
import { isTerm, termOf, termPlus } from "@troad/invoice-formats";
import type { ModuleContext } from "@troad/kernel";
import { asked, type Session, type Site } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { dayText, money, paramIn } from "../shop/parts.ts";
import type { BooksAccess, Client } from "./access.ts";
import type { InboundActs, InboundState } from "./inbound.ts";
import type { BooksRecords } from "./records.ts";

export const booksPath = "/books";
/** What every page of books needs. */
export type BooksPages = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">;
  site: Site;
  access: BooksAccess;
  inbound: InboundActs;
  records: BooksRecords;
};
export type BooksPageFile = (app: FastifyInstance, pages: BooksPages) => void;

export { dayText, money, paramIn };
/** The business of the address, if the person keeps its books at this moment. */
export const clientIn = (
  { access }: Pick<BooksPages, "access">,
  request: FastifyRequest,
  { subject }: Session,
): Promise<Client> => access.need(subject, paramIn(request, "ban"));

const termsShown = 31;
/** Periods whose books are kept, the current one first. */
export const termsOf = ({ inbound }: Pick<BooksPages, "inbound">): string[] =>
  Array.from({ length: termsShown }, (_, back) => termPlus(termOf(inbound.today()), -back));
/** The period that the address asks for; the one before this if it asks for none, since that is the one to be filed. */
export function termIn(pages: Pick<BooksPages, "inbound">, request: FastifyRequest): string {
  const term = asked(request, "term", 5);
  const all = termsOf(pages);
  return isTerm(term) && all.includes(term) ? term : all[1]!;
}

export const addressIn = ({ ban }: Pick<Client, "ban">, rest = ""): string => `${booksPath}/${ban}${rest}`;
export const trail = ({ t }: FastifyRequest, client?: Client, ...more: { href: string; text: string }[]) => [
  { href: booksPath, text: t("invoice.books.title") },
  ...(client ? [{ href: addressIn(client), text: client.name }] : []),
  ...more,
];
const colours: Record<InboundState, string> = {
  ...{ archived: "tr-tag--grey", open: "tr-tag--yellow", confirmed: "tr-tag--green", delivered: "tr-tag--green" },
  ...{ rejected: "tr-tag--red", cancelled: "tr-tag--red", voided: "tr-tag--red" },
};
export const stateTag = ({ t }: FastifyRequest, state: InboundState): Html =>
  tag({ text: t(`invoice.books.state.${state}`), classes: colours[state] });
