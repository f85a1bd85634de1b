import type { ModuleContext, Queryable } from "@troad/kernel";
import { boughtForMedia, type MediaInvoice, type PageQuery, soldForMedia } from "../exports/export-store.ts";
import { settledAt } from "../exports/period-file.ts";
import { salesOf } from "../sums/sales-store.ts";
import { type AllowanceRow, allowanceSums, allowancesOf, purchasesOf } from "./books-store.ts";
import { type MediaLine, mediaLine } from "./media.ts";
import { type ReturnSums, returnSums } from "./sums.ts";

const pageSize = 2_000;
type Asked = { ban: string; term: string };

/** What the books of a business say of a period: sums for its return, allowances, and the media file. */
export function openBooksRecords({ db, clock }: Pick<ModuleContext, "db" | "clock">) {
  return {
    sums: async ({ ban, term }: Asked): Promise<ReturnSums> =>
      returnSums(...(await Promise.all([salesOf(db, ban, term), purchasesOf(db, ban, term), allowanceSums(db, ban, term)]))),
    allowances: (query: Parameters<typeof allowancesOf>[1]) => allowancesOf(db, query),
    /** Its lines, page by page. */
    media: (asked: Asked, register: string) => mediaFile(db, { ...asked, asOf: settledAt(clock) }, register),
  };
}
export type BooksRecords = ReturnType<typeof openBooksRecords>;

async function* mediaFile(db: Queryable, asked: Asked & { asOf: string }, register: string): AsyncGenerator<string> {
  let serial = 0;
  const text = (lines: readonly MediaLine[]): string =>
    lines.map((line) => `${mediaLine(line, register, ++serial)}\r\n`).join("");
  const sources: [(q: Queryable, query: PageQuery) => Promise<MediaInvoice[]>, "25" | "35"][] = [
    [boughtForMedia, "25"],
    [soldForMedia, "35"],
  ];
  for (const [read, kind] of sources) {
    let after: readonly [string, string] = ["0001-01-01", ""];
    for (;;) {
      const rows = await read(db, { ...asked, after, limit: pageSize });
      const last = rows.at(-1);
      if (!last) break;
      yield text(rows.flatMap((row) => invoiceLines(row, kind)));
      after = [last.date, last.number];
    }
  }
  let before: string | undefined;
  for (;;) {
    const rows = await allowancesOf(db, { ...asked, before, limit: pageSize });
    yield text(rows.flatMap((row) => allowanceLines(row, asked.ban)));
    const last = rows.at(-1);
    if (!last) return;
    before = `${last.date}T00:00:00.000Z ${last.number}`;
  }
}

/** An invoice with several kinds of sales is a line for each; one that ended is on record without sums, where the business sold it. */
function invoiceLines(row: MediaInvoice, kind: "25" | "35"): MediaLine[] {
  const { number: invoice, date, buyer, seller } = row;
  const base = { kind, date, buyer, seller, invoice, mark: kind === "25" ? row.mark : null };
  if (row.special) return [];
  if (row.ended) return kind === "25" ? [] : [{ ...base, buyer: "", sales: 0, tax: 0, taxType: "F" }];
  return [
    ...(row.sales > 0 ? [{ ...base, sales: row.sales, tax: row.tax, taxType: "1" }] : []),
    ...(row.zero > 0 ? [{ ...base, sales: row.zero, tax: 0, taxType: "2", customs: row.customs ?? undefined }] : []),
    ...(row.exempt > 0 ? [{ ...base, sales: row.exempt, tax: 0, taxType: "3" }] : []),
  ];
}

const allowanceLines = ({ given, other, cancelled, date, invoice, sales, tax }: AllowanceRow, ban: string): MediaLine[] =>
  cancelled
    ? []
    : [
        {
          ...{ kind: given ? "33" : "23", date, invoice, sales, tax, taxType: "1", mark: given ? null : 1 },
          ...(given ? { buyer: other, seller: ban } : { buyer: ban, seller: other }),
        },
      ];
