import type { Invoice } from "@troad/invoice-formats";
import { drawn, grouped, linesOf, roll } from "./paper.ts";

const lead = 10;
const size = 7.5;

/** The slip of items that goes with a proof (交易明細), 57 mm wide and as long as it needs. */
export function detailPdf({ seller, number, date, time, items, total }: Invoice, { demo }: { demo: boolean }): Buffer {
  const width = roll.width - 2 * roll.edge;
  const rows = items.map((item) => ({ item, lines: linesOf(item.description, width, size) }));
  const height = 92 + rows.reduce((sum, { lines }) => sum + (lines.length + 1) * lead, 0) + (demo ? 14 : 0);
  return drawn(`交易明細 ${number}`, { width: roll.width, height }, (sheet) => {
    const right = roll.width - roll.edge;
    sheet.text(roll.width / 2, 18, [...seller.name].slice(0, 14).join(""), { size: 9, align: "center" });
    sheet.text(roll.width / 2, 34, "交易明細", { size: 12, face: "Bold", align: "center" });
    sheet.text(roll.edge, 48, `${number.slice(0, 2)}-${number.slice(2)}`, { size });
    sheet.text(right, 48, `${date} ${time.slice(0, 8)}`, { size, align: "right" });
    sheet.line(roll.edge, 53, right, 53, { dash: true, grey: 0.5 });
    let y = 64;
    for (const { item, lines } of rows) {
      for (const line of lines) {
        sheet.text(roll.edge, y, line, { size });
        y += lead;
      }
      sheet.text(roll.edge + 8, y, `${item.quantity} × ${grouped(item.unitPrice)}`, { size });
      sheet.text(right, y, `${grouped(item.amount)}${item.taxType === "1" ? " TX" : ""}`, { size, align: "right" });
      y += lead;
    }
    sheet.line(roll.edge, y - 4, right, y - 4, { dash: true, grey: 0.5 });
    sheet.text(roll.edge, y + 9, `合計 ${items.length} 項`, { size });
    sheet.text(right, y + 9, `NT$ ${grouped(total)}`, { size: 10, face: "Bold", align: "right" });
    if (demo) sheet.text(roll.width / 2, y + 24, "示範，不得兌獎", { size: 8, face: "Bold", align: "center" });
  });
}
