import { type Invoice, rocYear } from "@troad/invoice-formats";
import { chineseAmount, type Sheet } from "@troad/slip";
import { a4, drawn, grouped, linesOf } from "./paper.ts";

type Column = { text: string; width: number; right?: boolean };
const row = 20;
const size = 9;
const inner = a4.width - 2 * a4.edge;
/** Where the table has to end, so that the sums fit below it. */
const foot = a4.height - 150;

/** A date as it is written on forms. */
const day = (date: string): string =>
  `中華民國 ${Number(rocYear(date))} 年 ${Number(date.slice(5, 7))} 月 ${Number(date.slice(8))} 日`;

/** A ruled table; rows beyond the page are counted in its last line instead. */
function ruled(sheet: Sheet, top: number, columns: readonly Column[], rows: readonly (readonly string[])[]): number {
  let y = top;
  const line = (cells: readonly string[], face: "Regular" | "Bold", grey?: number): void => {
    let x = a4.edge;
    for (const [at, { width, right }] of columns.entries()) {
      sheet.box(x, y, width, row, { stroke: 0.5, ...(grey === undefined ? {} : { fill: grey }) });
      const [text = ""] = linesOf(cells[at] ?? "", width - 8, size);
      sheet.text(right ? x + width - 4 : x + 4, y + 14, text, { size, face, align: right ? "right" : "left" });
      x += width;
    }
    y += row;
  };
  line(
    columns.map(({ text }) => text),
    "Bold",
    0.94,
  );
  const room = Math.floor((foot - y) / row);
  for (const cells of rows.length > room ? rows.slice(0, room - 1) : rows) line(cells, "Regular");
  if (rows.length > room) line([`另有 ${rows.length - room + 1} 項，見明細`], "Regular");
  return y;
}

function head(sheet: Sheet, title: string, parts: readonly (readonly [string, string])[]): number {
  sheet.text(a4.width / 2, 62, title, { size: 18, face: "Bold", align: "center" });
  let y = 92;
  for (const [left, right] of parts) {
    sheet.text(a4.edge, y, left, { size: 10 });
    sheet.text(a4.width - a4.edge, y, right, { size: 10, align: "right" });
    y += 17;
  }
  return y;
}

const sums = (sheet: Sheet, top: number, rows: readonly (readonly [string, string])[]): void => {
  for (const [at, [name, value]] of rows.entries()) {
    const y = top + 8 + at * row;
    sheet.box(a4.edge + inner - 260, y, 120, row, { stroke: 0.5, fill: 0.94 });
    sheet.box(a4.edge + inner - 140, y, 140, row, { stroke: 0.5 });
    sheet.text(a4.edge + inner - 254, y + 14, name, { size });
    sheet.text(a4.width - a4.edge - 4, y + 14, value, { size, align: "right" });
  }
};

const itemColumns: readonly Column[] = [
  { text: "品名", width: inner - 270 },
  { text: "數量", width: 70, right: true },
  { text: "單價", width: 90, right: true },
  { text: "金額", width: 110, right: true },
];

/** An electronic invoice to a business on A4 (電子發票證明聯, 格式 25), as a reprint if it was printed before. */
export function businessPdf(invoice: Invoice, { reprint, demo }: { reprint: boolean; demo: boolean }): Buffer {
  const { number, date, time, seller, buyer, items, sales, exemptSales, zeroSales, tax, total } = invoice;
  return drawn(`電子發票證明聯 ${number}`, a4, (sheet) => {
    const y = head(sheet, `電子發票證明聯${reprint ? "（補印）" : ""}`, [
      [`發票號碼：${number.slice(0, 2)}-${number.slice(2)}`, `${day(date)} ${time.slice(0, 8)}`],
      [`買方：${buyer.name}`, `統一編號：${buyer.ban}`],
      [`賣方：${seller.name}`, `統一編號：${seller.ban}`],
      [`地址：${seller.address ?? ""}`, "格式：25"],
    ]);
    const lines = items.map((one) => [one.description, grouped(one.quantity), grouped(one.unitPrice), grouped(one.amount)]);
    const end = ruled(sheet, y, itemColumns, lines);
    sums(sheet, end, [
      ["銷售額合計", grouped(Number(sales) + Number(zeroSales) + Number(exemptSales))],
      ["營業稅", grouped(tax)],
      ["總計", grouped(total)],
    ]);
    sheet.text(a4.edge, end + 88, `總計新臺幣 ${chineseAmount(Math.round(Number(total)))}`, { size: 11, face: "Bold" });
    if (demo) sheet.text(a4.edge, a4.height - 40, "示範，不得作為憑證", { size: 9, face: "Bold" });
  });
}

export type AllowanceForm = {
  number: string;
  date: string;
  seller: { ban: string; name: string };
  buyer: { ban: string; name: string };
  items: readonly { invoice: string; date: string; description: string; amount: string; tax: string }[];
  sales: string;
  tax: string;
  cancelled: boolean;
};

/** The form of an allowance (銷貨退回、進貨退出或折讓證明單). */
export function allowancePdf(form: AllowanceForm, { demo }: { demo: boolean }): Buffer {
  return drawn(`折讓證明單 ${form.number}`, a4, (sheet) => {
    const y = head(sheet, `電子發票銷貨退回、進貨退出或折讓證明單${form.cancelled ? "（已作廢）" : ""}`, [
      [`折讓單號碼：${form.number}`, day(form.date)],
      [`賣方：${form.seller.name}`, `統一編號：${form.seller.ban}`],
      [`買方：${form.buyer.name}`, `統一編號：${form.buyer.ban}`],
    ]);
    const columns: readonly Column[] = [
      { text: "原發票號碼", width: 90 },
      { text: "原發票日期", width: 90 },
      { text: "品名", width: inner - 360 },
      { text: "金額（不含稅）", width: 100, right: true },
      { text: "營業稅", width: 80, right: true },
    ];
    const rows = form.items.map((one) => [one.invoice, one.date, one.description, grouped(one.amount), grouped(one.tax)]);
    const end = ruled(sheet, y, columns, rows);
    sums(sheet, end, [
      ["合計（不含稅）", grouped(form.sales)],
      ["營業稅合計", grouped(form.tax)],
    ]);
    sheet.text(a4.edge, a4.height - 70, "買方簽章：", { size: 10 });
    if (demo) sheet.text(a4.edge, a4.height - 40, "示範，不得作為憑證", { size: 9, face: "Bold" });
  });
}
