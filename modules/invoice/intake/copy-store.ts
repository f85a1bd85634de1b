import type { Tx } from "@troad/kernel";
import {
  type AllowanceRow,
  type InvoiceRow,
  isConsumer,
  type OtherRow,
  type RangeRow,
  type Row,
  sharesOf,
  totalOf,
} from "./message-rows.ts";

/** A column of PostgreSQL's COPY text format: backslash before what would end a column or line. */
const column = (text: string): string => (/[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (one) => escapes[one]!) : text);
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const none = "\\N";

const statements = {
  invoice:
    "copy invoice (term, number, date, seller, buyer, carrier_type, carrier_id, cloud, total, package, content) from stdin",
  invoice_again:
    "copy invoice (term, number, date, seller, buyer, carrier_type, carrier_id, cloud, total, version, package, content) from stdin",
  invoice_action: "copy invoice_action (term, number, kind, seller, version, package, content) from stdin",
  allowance: "copy allowance (term, seller, number, package, content) from stdin",
  allowance_action: "copy allowance_action (term, seller, number, kind, package, content) from stdin",
  allowance_share: "copy allowance_share (term, number, allowance_term, seller, allowance, package, amount) from stdin",
  number_range: "copy number_range (term, kind, track, first, last, holder, package, content) from stdin",
} as const;
type Table = keyof typeof statements;

/** A row as COPY takes it, in two parts: keys and columns, by which lines are sorted, and what is long. */
type Line = { readonly start: string; readonly content: object | string };

function invoiceLine({ term, invoice, version }: InvoiceRow): Line {
  const { carrier } = invoice;
  const type = carrier ? column(carrier.type) : none;
  const id = carrier ? column(carrier.id2) : none;
  const cloud = isConsumer(invoice) && (carrier !== undefined || invoice.donatedTo !== undefined) ? "t" : "f";
  const start = `${term}\t${invoice.number}\t${invoice.date}\t${invoice.seller.ban}\t${invoice.buyer.ban}\t${type}\t${id}\t${cloud}\t${totalOf(invoice)}`;
  return { start: version === undefined ? start : `${start}\t${version}`, content: invoice };
}

function otherLine(row: OtherRow | RangeRow): Line {
  const start =
    row.table === "invoice_action"
      ? [row.term, row.number, row.kind, row.seller, String(row.version ?? 1)]
      : row.table === "allowance"
        ? [row.term, row.seller, row.number]
        : row.table === "allowance_action"
          ? [row.term, row.seller, row.number, row.kind]
          : [row.term, row.kind, row.track, row.first, row.last, row.seller];
  return { start: start.map(column).join("\t"), content: row.content };
}

/** Ten-millionths as a decimal. */
const shareLines = (row: AllowanceRow): Line[] =>
  sharesOf(row).map(({ term, number, amount }) => ({
    start: [term, number, row.term, row.seller, row.number].map(column).join("\t"),
    content: `${amount}e-7`,
  }));

/** Lines one after the other, each text written once: joined texts would be copied again at every step. */
function bytesOf(lines: Line[], packageId: string): Buffer {
  const between = `\t${packageId}\t`;
  const texts = lines
    .sort((a, b) => (a.start < b.start ? -1 : 1))
    .flatMap(({ start, content }) => [
      start + between,
      typeof content === "string" ? content : column(JSON.stringify(content)),
      "\n",
    ]);
  const bytes = Buffer.allocUnsafe(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
  let at = 0;
  for (const text of texts) at += bytes.write(text, at);
  return bytes;
}

const tables = Object.keys(statements) as Table[];

/** Rows of one table as COPY takes them. */
export type Copy = { readonly table: Table; readonly bytes: Buffer };

/**
 * Rows as COPY takes them. Tables, and lines by the keys in front of them, are in the same order for every sender: requests that hold the
 * same rows wait for each other, and never each for the other (a deadlock, 40P01).
 */
export function copiesOf(rows: readonly Row[], packageId: string): Copy[] {
  const lines = new Map<Table, Line[]>(tables.map((table) => [table, []]));
  for (const row of rows) {
    if (row.table === "invoice") lines.get(row.version === undefined ? "invoice" : "invoice_again")!.push(invoiceLine(row));
    else lines.get(row.table)!.push(otherLine(row));
    if (row.table === "allowance") lines.get("allowance_share")!.push(...shareLines(row));
  }
  return [...lines].flatMap(([table, own]) => (own.length === 0 ? [] : [{ table, bytes: bytesOf(own, packageId) }]));
}

/** Adds rows by COPY, a table after the other. A row whose key is there already fails them all (23505): the caller looks which. */
export async function copyIn(tx: Pick<Tx, "copy">, copies: readonly Copy[]): Promise<void> {
  for (const { table, bytes } of copies) await tx.copy(statements[table], [bytes]);
}
