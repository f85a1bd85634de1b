import { type BanCheck, maxMessages } from "@troad/invoice-formats";
import { invoiceFailure } from "../errors.ts";
import { mayBeUnwritable, unwritablePlaces, writable } from "./characters.ts";
import { parseInvoice } from "./json-invoice.ts";
import { invoiceRow, rowsOf } from "./message-rows.ts";
import type { Entry } from "./take.ts";

const fatal = new TextDecoder("utf-8", { fatal: true });

/** The members of a list as JSON, not read yet; throws `invoice.malformed`, `invoice.too-many`. */
export function jsonList(body: Buffer): { invoices: unknown[]; searched: boolean } {
  let parsed: unknown;
  let searched = false;
  try {
    const text = fatal.decode(body);
    searched = mayBeUnwritable(text);
    parsed = JSON.parse(text);
  } catch {
    throw invoiceFailure("invoice.malformed");
  }
  const invoices = Array.isArray(parsed) ? parsed : (parsed as { invoices?: unknown } | null)?.invoices;
  if (!Array.isArray(invoices) || invoices.length === 0) throw invoiceFailure("invoice.malformed");
  if (invoices.length > maxMessages) throw invoiceFailure("invoice.too-many", { most: maxMessages });
  return { invoices, searched };
}

/** The invoices of a list; throws as `jsonList`. */
export function jsonEntries(body: Buffer, isBan: BanCheck): Entry[] {
  const { invoices, searched } = jsonList(body);
  return invoices.map((value: unknown): Entry => {
    const places = searched ? unwritablePlaces(value) : [];
    const read = places.length === 0 ? parseInvoice(value, isBan) : { errors: places.map(unwritableAt) };
    if ("invoice" in read) return { number: read.invoice.number, rows: [invoiceRow(read.invoice)], errors: [] };
    const number = (value as { number?: unknown } | null)?.number;
    return { number: typeof number === "string" ? writable(number).slice(0, 20) : "", rows: [], errors: read.errors };
  });
}

const unwritableAt = (path: string) => ({ kind: "schema" as const, code: "json.characters", path });

/** What a message of MIG adds. */
export function xmlEntry(message: Parameters<typeof rowsOf>[0]): Entry {
  const rows = message.findings.length === 0 ? rowsOf(message) : [];
  const number = message.invoice?.number ?? firstNumber(message.body);
  if (message.findings.length === 0 && rows.length === 0)
    return { number, rows, errors: [{ kind: "schema", code: "message.unknown", path: "/" }] };
  return { number, rows, errors: message.findings };
}

/** The number of a message, for the answer: the first of its fields that ends in Number. */
function firstNumber(body: unknown): string {
  const fields = (body ?? {}) as Record<string, unknown>;
  const main = (fields.Main ?? fields) as Record<string, unknown>;
  const found = Object.entries(main).find(([name, value]) => name.endsWith("Number") && typeof value === "string");
  return found ? String(found[1]).slice(0, 20) : "";
}
