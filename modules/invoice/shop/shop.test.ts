import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { banCheck, ruleCodes, schemaCodes } from "@troad/invoice-formats";
import { CodedError } from "@troad/kernel";
import { parseInvoice } from "../intake/json-invoice.ts";
import { blankDue, uploadDue } from "./countdown.ts";
import { cellsOf, csvColumns, invoicesInCsv } from "./csv-file.ts";
import { mendOf } from "./sending.ts";

const seller = { ban: "04595257", name: "好茶有限公司" };
const head = csvColumns.join(",");
const read = (text: string): object[] => invoicesInCsv(Buffer.from(text), seller);
const refused = (code: string, line?: number) => (error: unknown) =>
  error instanceof CodedError && error.code === code && (line === undefined || error.params.line === line);
const consumer = "TW00000001,2026-10-15,09:00:00,,,3J0002,/ABC+123,,N,1234,紅茶,2,30,60,60";

test("a file of invoices is read line by line, items of one number together, to a business and to a consumer", () => {
  const lines = [
    consumer,
    'TW00000002,2026-10-15,09:01:00,12345675,"測試, 商店",,,,Y,,綠茶,1,100,100,157',
    "TW00000002,2026-10-15,09:01:00,12345675,,,,,Y,,茶點,1,50,50,157",
  ];
  const [one, two] = read(`\uFEFF${head}\r\n${lines.join("\r\n")}\r\n`) as [
    { total: string; tax: string },
    { buyer: { name: string }; items: object[]; sales: string; tax: string },
  ];
  assert.deepEqual([one.total, one.tax], ["60", "0"]);
  assert.deepEqual([two.buyer.name, two.items.length, two.sales, two.tax], ["測試, 商店", 2, "150", "7"]);
  assert.ok("invoice" in parseInvoice(one, banCheck([])), JSON.stringify(parseInvoice(one, banCheck([]))));
});

test("a file that was cut off, with formulas or other columns, is refused whole and names the line", () => {
  const whole = `${head}\n${consumer}\n`;
  for (const cut of [head.length + 20, whole.length - 1, whole.length - 30])
    assert.throws(() => read(whole.slice(0, cut)), refused("shop.file-cut-off"), String(cut));
  assert.throws(() => read(`${head}\n"TW00000001,2026\n`), refused("shop.file-cut-off"), "a quotation without its end");
  assert.throws(
    () => read(`${head}\n${consumer}\n${consumer.replace("紅茶", "=HYPERLINK(1)")}\n`),
    refused("shop.file-formula", 3),
  );
  for (const sign of ["+1", "-1", "@SUM(1)"])
    assert.throws(() => read(`${head}\n${consumer.replace("紅茶", sign)}\n`), refused("shop.file-formula", 2), sign);
  assert.throws(() => read(`number,total\n1,2\n`), refused("shop.file-columns"));
  assert.throws(() => invoicesInCsv(Buffer.from([0xff, 0xfe, 0x0a]), seller), refused("shop.file-form"));
  assert.deepEqual(cellsOf('a,"b""c",\n'), [["a", 'b"c', ""]]);
});

test("days are counted down from the day of the invoice and the end of the period, across months and years", () => {
  assert.deepEqual(uploadDue("2026-12-30", "consumer", "2026-12-31"), { day: "2027-01-01", left: 1 });
  assert.deepEqual(uploadDue("2026-12-30", "business", "2026-12-31"), { day: "2027-01-06", left: 6 });
  assert.deepEqual(uploadDue("2026-02-27", "consumer", "2026-03-02"), { day: "2026-03-01", left: -1 });
  assert.deepEqual(blankDue("11510", "2026-11-08"), { day: "2026-11-10", left: 2 });
});

test("everything that is found wrong with a message says in both languages what it is and how it is mended", () => {
  for (const language of ["zh-Hant", "en"]) {
    const file = path.join(import.meta.dirname, "..", "text", `${language}.json`);
    const texts = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, string>;
    for (const code of [...ruleCodes, ...schemaCodes, "number.blank", "range.issued", "seller.not-yours", "invoice.exceeded"]) {
      assert.ok(texts[`invoice.finding.${code}`], `${language} ${code}`);
      assert.ok(texts[`invoice.shop.mend.${mendOf({ code })}`], `${language} ${mendOf({ code })}`);
    }
  }
});
