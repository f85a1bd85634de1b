import type { Html } from "@troad/html";
import type { Prize } from "@troad/invoice-formats";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { StoredInvoice } from "../invoices/lookup.ts";
import type { Pages } from "../site/pages.ts";
import { takesPart } from "./standing.ts";

/** What an invoice won, as its holder may know it: nothing of one that was given away. */
export const prizeOf = ({ lists }: Pages, invoice: StoredInvoice): Prize | undefined =>
  invoice.donatedTo === null && takesPart(invoice) ? lists.prizeOf(invoice) : undefined;

/** Says that the winning numbers of a period are the demonstration's. */
export const madeUpNote = ({ lists }: Pages, request: FastifyRequest, term: string): Html | undefined =>
  lists.current(term)?.madeUp ? uiOf(request).warningText({ text: request.t("invoice.winnings.made-up") }) : undefined;
