import { isDay } from "../numbers/term.ts";
import type { ProofItem } from "./codes.ts";
import { readItems } from "./read-items.ts";

export type ProofEncoding = "big5" | "utf-8" | "base64" | "cross-border";

/** The content of a printed proof's QR codes. The head is read whatever follows it. */
export type Proof = {
  readonly number: string;
  readonly date: string;
  /** Undefined if blank, as on an invoice to a business. */
  readonly random: string | undefined;
  /** Whole NT$; with cents for sellers abroad. */
  readonly sales: number;
  readonly total: number;
  readonly buyer: string | undefined;
  readonly seller: string;
  readonly seal: string;
  readonly self: string;
  /** The number of items in both codes, and of the invoice, according to the left code; 0 if unreadable. */
  readonly recorded: number;
  readonly itemsTotal: number;
  /** Undefined if the left code does not say so. */
  readonly encoding: ProofEncoding | undefined;
  /** The items that can be separated. */
  readonly items: readonly ProofItem[];
  /** How many of those recorded are missing from `items`. */
  readonly unread: number;
};
export type InvalidProofCode = "proof.right-code" | "proof.head" | "proof.date";

const encodings: readonly ProofEncoding[] = ["big5", "utf-8", "base64", "cross-border"];
const head =
  /^([A-Z]{2}\d{8})(\d{3})(\d{2})(\d{2})(\d{4}| {4})([0-9A-Fa-f]{8})([0-9A-Fa-f]{8})(\d{8})(\d{8})([A-Za-z0-9+/=]{24})(?=:|\s*$)/;
/** Self area, items recorded, items in all, encoding. */
const counts = /^([^:]*):(\d{1,4}):(\d{1,4}):([0-3])(?::|$)/;

/**
 * Reads the left and, if it was scanned, the right code: the code's bytes, or a text decoded by the scanner. Tills truncate items, put
 * colons into names and units after prices; items that cannot be separated are left out, without affecting the head.
 */
export function readQr(
  left: string | Uint8Array,
  right: string | Uint8Array = "**",
): Proof | { readonly fault: InvalidProofCode } {
  const text = textOf(left, left);
  if (text.startsWith("**")) return { fault: "proof.right-code" };
  const fields = head.exec(text);
  if (!fields) return { fault: "proof.head" };
  const [, number, year, month, day, random, sales, total, buyer, seller, seal] = fields as unknown as string[];
  const date = `${Number(year) + 1911}-${month}-${day}`;
  if (!isDay(date)) return { fault: "proof.date" };
  const told = itemsOf(text.slice(78), textOf(right, left));
  return {
    number: number!,
    date,
    random: random!.trim() === "" ? undefined : random!,
    sales: Number.parseInt(sales!, 16),
    total: Number.parseInt(total!, 16),
    buyer: buyer === "00000000" ? undefined : buyer,
    seller: seller!,
    seal: seal!,
    ...told,
    unread: Math.max(0, told.recorded - told.items.length),
  };
}

type Told = Omit<Proof, "number" | "date" | "random" | "buyer" | "seller" | "seal" | "unread" | "sales" | "total"> &
  Partial<Pick<Proof, "sales" | "total">>;

/** The text after the head. */
function itemsOf(left: string, right: string): Told {
  const [all, self = "", recorded, itemsTotal, code] = counts.exec(left) ?? [];
  if (all === undefined) return { self: left.split(":")[0] ?? "", recorded: 0, itemsTotal: 0, encoding: undefined, items: [] };
  const encoding = encodings[Number(code)]!;
  const known = { self, recorded: Number(recorded), itemsTotal: Number(itemsTotal), encoding };
  const rest = left.slice(all.length);
  if (encoding !== "cross-border") return { ...known, items: readItems(joined(rest, right, encoding), known.recorded) };
  const [sales, total, ...items] = rest.split(":");
  const amounts = [cents(sales), cents(total)];
  if (amounts[0] === undefined || amounts[1] === undefined) return { ...known, items: [] };
  const shown = readItems(joined(items.join(":"), right, encoding), known.recorded);
  return { ...known, sales: amounts[0], total: amounts[1], items: shown };
}

/** The bytes of a code in the encoding that the left one names: Big5 for 0, otherwise UTF-8. */
function textOf(code: string | Uint8Array, left: string | Uint8Array): string {
  if (typeof code === "string") return code;
  const ascii = typeof left === "string" ? left : Buffer.from(left).toString("latin1");
  const isBig5 = counts.exec(ascii.slice(78))?.[4] === "0";
  return new TextDecoder(isBig5 ? "big5" : "utf-8").decode(code);
}

/** Eight hex digits before the point and two behind it: 363.99 is 0000016B63. */
function cents(text = ""): number | undefined {
  if (!/^[0-9A-Fa-f]{10}$/.test(text)) return undefined;
  return Number.parseInt(text.slice(0, 8), 16) + Number.parseInt(text.slice(8), 16) / 100;
}

/** The items of both codes in one text. */
function joined(left: string, right: string, encoding: ProofEncoding): string {
  const more = right.startsWith("**") ? right.slice(2) : right;
  if (encoding === "base64") return Buffer.from(left + more, "base64").toString("utf8");
  const separator = left === "" || left.endsWith(":") || more === "" || more.startsWith(":") ? "" : ":";
  return `${left}${separator}${more}`;
}
