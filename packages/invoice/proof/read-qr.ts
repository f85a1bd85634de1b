import { isDay } from "../numbers/term.ts";
import type { ProofItem } from "./codes.ts";

export type ProofEncoding = "big5" | "utf-8" | "base64" | "cross-border";

/** What both QR codes of a printed proof say. */
export type Proof = {
  readonly number: string;
  readonly date: string;
  readonly random: string;
  /** Whole NT$; with cents for sellers abroad. */
  readonly sales: number;
  readonly total: number;
  readonly buyer: string | undefined;
  readonly seller: string;
  readonly seal: string;
  readonly self: string;
  readonly recorded: number;
  readonly itemsTotal: number;
  readonly encoding: ProofEncoding;
  readonly items: readonly ProofItem[];
};
export type ProofFault = "proof.right-code" | "proof.head" | "proof.date" | "proof.items";

const encodings: readonly ProofEncoding[] = ["big5", "utf-8", "base64", "cross-border"];
const head =
  /^([A-Z]{2}\d{8})(\d{3})(\d{2})(\d{2})(\d{4}| {4})([0-9A-Fa-f]{8})([0-9A-Fa-f]{8})(\d{8})(\d{8})([A-Za-z0-9+/]{22}==)/;

/**
 * Reads the texts of the left and, if it was scanned, the right code. `left` was decoded by whoever scanned it, in Big5 or UTF-8. A proof may
 * carry fewer items than it has, and tills cut the last one off: a broken item at the end is left out, one in the middle is a fault.
 */
export function readQr(left: string, right = "**"): Proof | { readonly fault: ProofFault } {
  if (left.startsWith("**")) return { fault: "proof.right-code" };
  const found = head.exec(left);
  if (!found) return { fault: "proof.head" };
  const [, number, year, month, day, random, sales, total, buyer, seller, seal] = found as unknown as string[];
  const date = `${Number(year) + 1911}-${month}-${day}`;
  if (!isDay(date)) return { fault: "proof.date" };
  const [self = "", recorded = "", itemsTotal = "", code = "", ...rest] = left.slice(78).split(":");
  if (left[77] !== ":" || !/^\d+$/.test(recorded) || !/^\d+$/.test(itemsTotal) || !/^[0-3]$/.test(code))
    return { fault: "proof.items" };
  const encoding = encodings[Number(code)]!;
  const abroad = encoding === "cross-border" ? rest.splice(0, 2).map(cents) : [];
  if (abroad.includes(undefined)) return { fault: "proof.items" };
  const items = itemsOf(rest.join(":"), right, encoding);
  if (!items) return { fault: "proof.items" };
  return {
    number: number!,
    date,
    random: random!,
    sales: abroad[0] ?? Number.parseInt(sales!, 16),
    total: abroad[1] ?? Number.parseInt(total!, 16),
    buyer: buyer === "00000000" ? undefined : buyer,
    seller: seller!,
    seal: seal!,
    self,
    recorded: Number(recorded),
    itemsTotal: Number(itemsTotal),
    encoding,
    items,
  };
}

/** Eight hex digits before the point and two behind it: 363.99 is 0000016B63. */
function cents(text: string): number | undefined {
  if (!/^[0-9A-Fa-f]{10}$/.test(text)) return undefined;
  return Number.parseInt(text.slice(0, 8), 16) + Number.parseInt(text.slice(8), 16) / 100;
}

function itemsOf(left: string, right: string, encoding: ProofEncoding): ProofItem[] | undefined {
  const more = right.startsWith("**") ? right.slice(2) : right;
  const join = left === "" || left.endsWith(":") || more === "" || more.startsWith(":") ? "" : ":";
  const text = encoding === "base64" ? Buffer.from(left + more, "base64").toString("utf8") : `${left}${join}${more}`;
  const parts = text.split(":").map((part) => part.trim());
  while (parts.at(-1) === "") parts.pop();
  const items: ProofItem[] = [];
  for (let at = 0; at + 2 < parts.length; at += 3) {
    const [name, quantity, price] = parts.slice(at, at + 3) as [string, string, string];
    const whole = /^-?\d+(\.\d+)?$/.test(quantity) && /^-?\d+(\.\d+)?$/.test(price);
    if (!whole) return at + 3 >= parts.length ? items : undefined;
    items.push({ name, quantity, price });
  }
  return items;
}
