import { isInvoiceNumber, isRandomNumber, isTerm, parseCode39, readQr, termOf } from "@troad/invoice-formats";
import { halfWidth } from "../intake/characters.ts";
import type { Pages } from "../site/pages.ts";
import type { Entry } from "./pile.ts";

/** What a person read from a paper invoice. */
export type Paper = {
  term: string;
  number: string;
  /** Undefined if the code leaves it blank, as on invoices to businesses. */
  random: string | undefined;
  /** Further data in the QR code; the bar code and typing lack it. */
  claims?: { date: string; total: number; seller: string; buyer: string | undefined };
};

/** Papers per request; a pile is scanned one by one. */
export const mostPapers = 20;

/** Reads the text of codes, one per line: left QR codes (their right ones may follow) and bar codes. Other lines are counted. */
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
 * The head of a left QR code (77 characters) is ASCII. If it is full-width, the whole line was converted; if not, full-width characters
 * after it belong to item names.
 */
function inPlainWidth(line: string): string {
  const plain = halfWidth(line);
  return line.slice(0, 77) === plain.slice(0, 77) ? line : plain;
}

/** A paper that was typed in, or the name of the invalid field. */
export function typedPaper(term: string, number: string, random: string): Paper | { fault: "number" | "term" | "random" } {
  const written = halfWidth(number).toUpperCase().replaceAll(/[\s-]/g, "");
  if (!isInvoiceNumber(written)) return { fault: "number" };
  if (!isTerm(term)) return { fault: "term" };
  const code = halfWidth(random);
  if (!isRandomNumber(code)) return { fault: "random" };
  return { term, number: written, random: code };
}

/**
 * Compares a paper with the platform's data. A wrong random code and an invoice that does not exist look the same. A business's paper
 * without a random code reveals nothing except that it is not in the draw.
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
