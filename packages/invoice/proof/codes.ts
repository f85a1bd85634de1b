import { isInvoiceNumber, isRandomNumber } from "../numbers/carrier.ts";
import { isDay, isTerm, rocYear } from "../numbers/term.ts";
import { encryptProof } from "./encrypt.ts";

/** One item in the codes. */
export type ProofItem = { readonly name: string; readonly quantity: string; readonly price: string };

export type ProofRequest = {
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Undefined for an invoice to a business: four blanks. */
  readonly random?: string | undefined;
  /** Untaxed sales and total in whole NT$. */
  readonly sales: number;
  readonly total: number;
  /** Undefined for a consumer. */
  readonly buyer?: string | undefined;
  readonly seller: string;
  readonly key: string;
  readonly items: readonly ProofItem[];
  /** How many items the invoice has; `items` may be the first of them. */
  readonly itemsTotal?: number;
  readonly self?: string;
};

/** The text of the bar code (Code 39): period, number, random number; 19 characters. */
export function code39Text(term: string, number: string, random: string): string {
  if (!isTerm(term) || !isInvoiceNumber(number) || !isRandomNumber(random)) throw new RangeError("not a proof");
  return `${term}${number}${random}`;
}

/** Parses a scanned Code 39; undefined if it is malformed. */
export function parseCode39(text: string): { term: string; number: string; random: string } | undefined {
  const [, term, number, random] = /^\*?(\d{5})([A-Z]{2}\d{8})(\d{4})\*?$/.exec(text) ?? [];
  return term !== undefined && isTerm(term) ? { term, number: number!, random: random! } : undefined;
}

/** The texts of both QR codes, items in UTF-8 (encoding 1); the right one carries what does not fit into the left one. */
export function qrTexts(request: ProofRequest, leftItems = 2): { left: string; right: string } {
  const { items, self = "**********" } = request;
  if (items.some(({ name }) => name.includes(":"))) throw new RangeError("a colon separates: names have none");
  const head = `${qrHead(request)}:${self}:${items.length}:${request.itemsTotal ?? items.length}:1`;
  const texts = items.map(({ name, quantity, price }) => `${name}:${quantity}:${price}`);
  const left = [head, ...texts.slice(0, leftItems)].join(":");
  const rest = texts.slice(leftItems).join(":");
  return { left: rest === "" ? left : `${left}:`, right: `**${rest}` };
}

/** The 77 characters at the beginning of the left code. */
export function qrHead(request: ProofRequest): string {
  const { number, date, random = "    ", sales, total, buyer = "00000000", seller, key } = request;
  if (!isInvoiceNumber(number) || !isDay(date)) throw new RangeError("not an invoice");
  const day = `${rocYear(date)}${date.slice(5, 7)}${date.slice(8, 10)}`;
  return `${number}${day}${random}${hex8(sales)}${hex8(total)}${buyer}${seller}${encryptProof(number, random, key)}`;
}

function hex8(amount: number): string {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > 0xffff_ffff)
    throw new RangeError(`not an amount of a proof: ${amount}`);
  return amount.toString(16).padStart(8, "0");
}
