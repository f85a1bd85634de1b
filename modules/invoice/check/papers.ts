import { isInvoiceNumber, isRandomNumber, isTerm, parseCode39, readQr, termOf } from "@troad/invoice-formats";
import { halfWidth } from "../intake/characters.ts";
import type { Pages } from "../site/pages.ts";
import type { Entry } from "./pile.ts";

/** What someone read off a paper invoice. */
export type Paper = {
  term: string;
  number: string;
  /** Undefined where the code leaves it blank, as those of businesses do. */
  random: string | undefined;
  /** What the QR code says besides; the bar code and typing say nothing of it. */
  claims?: { date: string; total: number; seller: string; buyer: string | undefined };
};

/** Papers of one request; a pile is scanned one by one. */
export const mostPapers = 20;

/** Reads texts of codes, one a line: left QR codes (their right ones may follow) and bar codes. Lines that are none are counted. */
export function papersIn(text: string): { papers: Paper[]; unread: number } {
  const papers: Paper[] = [];
  let unread = 0;
  for (const line of text.split(/\r?\n/).map((one) => inPlainWidth(one.trim()))) {
    if (line === "" || line.startsWith("**")) continue;
    const bar = parseCode39(line);
    const proof = bar ? undefined : readQr(line);
    if (papers.length >= mostPapers) unread++;
    else if (bar) papers.push(bar);
    else if (proof && !("fault" in proof))
      papers.push({
        term: termOf(proof.date),
        number: proof.number,
        random: proof.random,
        claims: { date: proof.date, total: proof.total, seller: proof.seller, buyer: proof.buyer },
      });
    else unread++;
  }
  return { papers, unread };
}

/**
 * The head of a left QR code (77 characters) is ASCII. Where it is full-width the whole line was converted; where it is not, full-width signs
 * behind it belong to names of items.
 */
function inPlainWidth(line: string): string {
  const plain = halfWidth(line);
  return line.slice(0, 77) === plain.slice(0, 77) ? line : plain;
}

/** A paper that was typed in, or which field is wrong. */
export function typedPaper(term: string, number: string, random: string): Paper | { fault: "number" | "term" | "random" } {
  const written = halfWidth(number).toUpperCase().replaceAll(/[\s-]/g, "");
  if (!isInvoiceNumber(written)) return { fault: "number" };
  if (!isTerm(term)) return { fault: "term" };
  const code = halfWidth(random);
  if (!isRandomNumber(code)) return { fault: "random" };
  return { term, number: written, random: code };
}

/**
 * Compares a paper with what the platform has. A wrong random code and an invoice that is not there are told alike. A business's paper without
 * random code opens nothing: it is told only that it takes part in no draw.
 */
export async function judge({ lookup }: Pages, { term, number, random, claims }: Paper): Promise<Entry> {
  const absent = claims?.buyer === undefined ? "unknown" : "business";
  const invoice = random === undefined ? undefined : await lookup.find(term, number);
  if (!invoice) return { term, number, state: absent };
  if (!(await lookup.countLook(term, number))) return { term, number, state: "limit" };
  if (invoice.content.randomNumber !== random) return { term, number, state: absent };
  const { total, date, content } = invoice;
  const agrees = !claims || (claims.total === total && claims.date === date && claims.seller === content.seller.ban);
  return { term, number, state: agrees ? "known" : "differs" };
}
