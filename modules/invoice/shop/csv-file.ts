import { shopField } from "./errors.ts";

/** The columns of a file of invoices; lines with one number are items of one invoice. */
export const csvColumns = [
  ...["number", "date", "time", "buyer", "buyerName", "carrierType", "carrierId", "donation", "print", "randomNumber"],
  ...["description", "quantity", "unitPrice", "amount", "total"],
] as const;
type Column = (typeof csvColumns)[number];
type Line = Record<Column, string>;

/** Cells of a CSV text (RFC 4180). A quotation that is not ended, or a last line without its end, means that the file was cut off. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  if (!/\n$/.test(text)) throw shopField("shop.file-cut-off", "file");
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw shopField("shop.file-cut-off", "file");
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[at++];
        else break;
      }
      at++;
    } else {
      const end = /[,\r\n]/g;
      end.lastIndex = at;
      const stop = end.exec(text)?.index ?? text.length;
      cell = text.slice(at, stop);
      at = stop;
    }
    row.push(cell);
    if (text[at] === ",") at++;
    else {
      if (text[at] === "\r") at++;
      if (text[at] !== "\n") throw shopField("shop.file-form", "file", { line: rows.length + 1 });
      at++;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

/** What a spreadsheet would run rather than show. A barcode begins with a slash, an amount with a digit. */
const formula = /^[=+\-@\t\r]/;

/** The invoices of a file, as the JSON interface takes them: sums are split into sales and tax by what the buyer is. */
export function invoicesInCsv(bytes: Uint8Array, seller: { ban: string; name: string }): object[] {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw shopField("shop.file-form", "file", { line: 1 });
  }
  const [head = [], ...rows] = cellsOf(text);
  if (head.length !== csvColumns.length || csvColumns.some((name, at) => head[at]?.trim() !== name))
    throw shopField("shop.file-columns", "file");
  const lines = rows.map((cells, at): Line => {
    if (cells.length !== head.length) throw shopField("shop.file-cut-off", "file", { line: at + 2 });
    if (cells.some((cell) => formula.test(cell))) throw shopField("shop.file-formula", "file", { line: at + 2 });
    return Object.fromEntries(csvColumns.map((name, column) => [name, cells[column]!.trim()])) as Line;
  });
  return [...Map.groupBy(lines, ({ number }) => number).values()].map((own) => invoiceOf(own, seller));
}

function invoiceOf(lines: readonly Line[], seller: { ban: string; name: string }): object {
  const first = lines[0]!;
  const isBusiness = first.buyer !== "";
  const sum = lines.reduce((all, { amount }) => all + Number(amount), 0);
  const total = Number(first.total);
  return {
    ...{ number: first.number, date: first.date, time: first.time, seller, print: first.print === "Y" },
    ...(isBusiness ? { buyer: { ban: first.buyer, name: first.buyerName || first.buyer } } : {}),
    ...(first.carrierId === "" ? {} : { carrier: { type: first.carrierType, id1: first.carrierId } }),
    ...(first.donation === "" ? {} : { donatedTo: first.donation }),
    ...(first.randomNumber === "" ? {} : { randomNumber: first.randomNumber }),
    items: lines.map(({ description, quantity, unitPrice, amount }) => ({ description, quantity, unitPrice, amount })),
    // prices to a business are without tax
    ...(isBusiness
      ? { sales: String(Math.round(sum)), tax: String(Math.max(0, total - Math.round(sum))) }
      : { sales: first.total, tax: "0" }),
    ...{ taxType: "1", taxRate: "0.05", total: first.total },
  };
}
