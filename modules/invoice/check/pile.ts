import { createHmac, timingSafeEqual } from "node:crypto";
import { installationSecret } from "@troad/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Pages } from "../site/pages.ts";

/**
 * A pile of paper invoices, kept in a browser cookie: results stay on the page without an account, and no number appears in an address. It
 * is sealed, because an entry found on the platform shows items that only the random code reveals.
 */
export type Entry = {
  term: string;
  number: string;
  /**
   * known: the platform has it and the codes match; differs: the paper states another amount or seller; unknown: not found with these
   * codes; business: not found with these codes, and the paper says that it was issued to a business.
   */
  state: "known" | "differs" | "unknown" | "limit" | "business";
};
const COOKIE = "invoice_pile";
export const mostEntries = 60;
const letters = { known: "k", differs: "d", unknown: "u", limit: "l", business: "b" } as const;
const states = { k: "known", d: "differs", u: "unknown", l: "limit", b: "business" } as const;

const sealOf = (pages: Pages, body: string): string =>
  createHmac("sha256", installationSecret(pages.ctx.folder, "invoice-pile")).update(body).digest("base64url");

/** The pile of a browser; empty if its seal is not ours. */
export function pileOf(pages: Pages, request: FastifyRequest): Entry[] {
  const [body = "", seal = ""] = (request.cookies[COOKIE] ?? "").slice(0, 4000).split(".");
  const [given, right] = [Buffer.from(seal), Buffer.from(sealOf(pages, body))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return [];
  return [...body.matchAll(/(\d{5})([A-Z]{2}\d{8})([kdulb])/g)].map(([, term, number, letter]) => ({
    term: term!,
    number: number!,
    state: states[letter as keyof typeof states],
  }));
}

/** Stores a pile, newest first. */
export function keepPile(pages: Pages, reply: FastifyReply, entries: readonly Entry[]): void {
  const body = entries
    .slice(0, mostEntries)
    .map(({ term, number, state }) => `${term}${number}${letters[state]}`)
    .join("");
  reply.setCookie(COOKIE, body === "" ? "" : `${body}.${sealOf(pages, body)}`, {
    path: "/invoice/check",
    httpOnly: true,
    sameSite: "lax",
    secure: pages.ctx.origin("invoice").startsWith("https:"),
    maxAge: body === "" ? 0 : 86_400,
  });
}
