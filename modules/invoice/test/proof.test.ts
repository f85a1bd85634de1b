import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { type Invoice, isProofOf, parseCode39, readQr, termOf } from "@troad/invoice-formats";
import { sampleInvoice } from "../../../packages/invoice/test/samples.ts";
import { detailPdf } from "../print/detail.ts";
import { allowancePdf, businessPdf } from "../print/form.ts";
import { proofPdf } from "../proof/pdf.ts";
import { openProofSigner } from "../proof/signed-code.ts";

const absent = ["zbarimg", "pdftoppm", "pdffonts", "qpdf", "pdfinfo", "pdftotext"].filter(
  (name) => spawnSync(name, ["--help"]).error,
);
const skip = absent.length > 0 ? `needs the public tools ${absent.join(", ")}` : false;
const key = "05D4A324ABAF4A570E64E572221E438B";

let folder = "";
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-proof-"));
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const run = (name: string, ...args: string[]): string => {
  const done = spawnSync(name, args, { encoding: "utf8" });
  assert.equal(done.status, 0, `${name}: ${done.stdout}${done.stderr}`);
  return done.stdout;
};
const item = (description: string, at: number) => ({
  description,
  quantity: String(at + 1),
  unitPrice: String(20 + at),
  amount: String((at + 1) * (20 + at)),
  sequence: String(at + 1),
});
const named = (names: string[]): Invoice => {
  const items = names.map(item);
  const total = String(items.reduce((sum, { amount }) => sum + Number(amount), 0));
  return { ...sampleInvoice, items, sales: total, total, tax: "0" };
};
const cases: [string, Invoice][] = [
  ["of the sample", sampleInvoice],
  ["of one item", named(["咖啡"])],
  [
    "of twelve items",
    named(["便當", "礦泉水", "雞蛋", "衛生紙", "筆記本", "牛奶", "茶葉蛋", "麵包", "香蕉", "蘋果", "豆漿", "報紙"]),
  ],
  [
    "of long names with colons and signs no face has",
    named(["特級冷凍：牛肉片 500g:家庭號 😀 超值組合包裝二十四入", "Tea: green"]),
  ],
  ["of a business", { ...sampleInvoice, buyer: { ban: "12345675", name: "示範公司" } }],
];

for (const [what, invoice] of cases)
  test(`a proof ${what} is read from a print of 150 dots an inch and parses back to the invoice`, { skip }, () => {
    const signer = openProofSigner(folder);
    const term = termOf(invoice.date);
    const signed = { term, number: invoice.number, date: invoice.date, total: Number(invoice.total), seller: invoice.seller.ban };
    const check = `https://troad.example/invoice/proof?code=${signer.sign(signed)}`;
    const file = path.join(folder, "proof");
    fs.writeFileSync(`${file}.pdf`, proofPdf(invoice, { key, check, demo: true }));
    run("pdftoppm", "-r", "150", "-png", "-singlefile", `${file}.pdf`, file);
    const read = run("zbarimg", "-q", "--nodbus", `${file}.png`).trim().split("\n");
    const bar = read.find((line) => line.startsWith("CODE-39:"))?.slice(8);
    const codes = read.filter((line) => line.startsWith("QR-Code:")).map((line) => line.slice(8));
    const left = codes.find((text) => text.startsWith(invoice.number));
    const right = codes.find((text) => text.startsWith("**"));
    assert.deepEqual(parseCode39(bar ?? ""), { term, number: invoice.number, random: invoice.randomNumber });
    assert.ok(left && right, `both codes: ${read.join("\n")}`);
    const proof = readQr(left, right);
    assert.ok(!("fault" in proof), JSON.stringify(proof));
    assert.deepEqual([proof.number, proof.date, proof.random], [invoice.number, invoice.date, invoice.randomNumber]);
    assert.deepEqual(
      [proof.total, proof.seller, proof.itemsTotal],
      [Number(invoice.total), invoice.seller.ban, invoice.items.length],
    );
    assert.ok(proof.recorded >= 1 && proof.items.length === proof.recorded, "as many items as it says");
    assert.deepEqual(
      proof.items.map(({ quantity, price }) => [quantity, price]),
      invoice.items.slice(0, proof.recorded).map(({ quantity, unitPrice }) => [quantity, unitPrice]),
    );
    assert.ok(isProofOf(proof.seal, invoice.number, invoice.randomNumber!, key));
    // this scanner guesses the character set of a code; its bytes are those of the names
    const bytes = run("zbarimg", "-q", "--nodbus", "--raw", "-Sbinary", `${file}.png`);
    for (const { description } of invoice.items.slice(0, proof.recorded))
      assert.ok(bytes.includes([...description.replaceAll(":", "：")].slice(0, 24).join("")), description);
    const own = codes.find((text) => text.startsWith("https://"));
    assert.deepEqual(signer.open(own?.split("=").at(-1) ?? ""), signed);
  });

test("odd and even numbers are read at 203 dots an inch, the printers of tills, and a reprint says so", { skip }, () => {
  for (const number of ["AB12345678", "TW00000007", "XY55555555", "MK31415926"]) {
    const invoice = { ...sampleInvoice, number };
    const file = path.join(folder, "till");
    fs.writeFileSync(
      `${file}.pdf`,
      proofPdf(invoice, { key, check: "https://troad.example/", demo: false, dots: 203, reprint: true }),
    );
    run("pdftoppm", "-r", "203", "-png", "-singlefile", `${file}.pdf`, file);
    const read = run("zbarimg", "-q", "--nodbus", `${file}.png`).trim().split("\n");
    const bar = read.find((line) => line.startsWith("CODE-39:"))?.slice(8) ?? "";
    assert.deepEqual(parseCode39(bar), { term: termOf(invoice.date), number, random: invoice.randomNumber });
    assert.ok(read.filter((line) => line.startsWith("QR-Code:")).length >= 3, read.join("\n"));
    assert.match(run("pdftotext", `${file}.pdf`, "-"), /電子發票證明聯補印/);
  }
});

test("detail slip, A4 form and allowance form say what they have to, with every face embedded, however many items there are", {
  skip,
}, () => {
  const many = named(Array.from({ length: 60 }, (_, at) => `品名 ${at + 1}`));
  const business = { ...many, buyer: { ban: "12345675", name: "示範股份有限公司" } };
  const item = { invoice: "AB10000001", date: "2026-01-05", description: "咖啡", amount: "100", tax: "5" };
  const parties = { seller: { ban: "04595257", name: "好茶有限公司" }, buyer: business.buyer };
  const form = { ...parties, number: "A1", date: "2026-01-06", items: [item], sales: "100", tax: "5", cancelled: false };
  const papers: [string, Buffer, RegExp[]][] = [
    ["detail", detailPdf(many, { demo: false }), [/交易明細/, /品名 60/, /合計 60 項/]],
    [
      "form",
      businessPdf(business, { reprint: true, demo: true }),
      [/證明聯（補印）/, /另有 \d+ 項/, /12345675/, /示範，不得作為憑證/],
    ],
    ["allowance", allowancePdf(form, { demo: false }), [/折讓證明單/, /AB10000001/, /100/]],
  ];
  for (const [name, pdf, says] of papers) {
    const file = path.join(folder, `${name}.pdf`);
    fs.writeFileSync(file, pdf);
    const text = run("pdftotext", "-layout", file, "-");
    for (const one of says) assert.match(text, one, name);
    const fonts = run("pdffonts", file).trim().split("\n").slice(2);
    assert.ok(fonts.length > 0 && fonts.every((line) => /Identity-H\s+yes yes yes/.test(line)), fonts.join("\n"));
    assert.match(run("qpdf", "--check", file), /No syntax or stream encoding errors found/);
  }
});

test("its faces are embedded, it is 57 mm wide, its structure is sound", { skip }, () => {
  const file = path.join(folder, "sound.pdf");
  fs.writeFileSync(file, proofPdf(sampleInvoice, { key, check: "https://troad.example/", demo: false }));
  const fonts = run("pdffonts", file).trim().split("\n").slice(2);
  assert.equal(fonts.length, 2);
  for (const line of fonts) assert.match(line, /^TROADS\+NotoSansTC-\w+\s+CID TrueType\s+Identity-H\s+yes yes yes/);
  assert.match(run("qpdf", "--check", file), /No syntax or stream encoding errors found/);
  const [, width] = /Page size:\s+([\d.]+) x/.exec(run("pdfinfo", file)) ?? [];
  assert.equal(Math.round((Number(width) / 72) * 25.4), 57);
});

test("an altered, foreign or re-headed signed code is refused", () => {
  const signer = openProofSigner(folder);
  const token = signer.sign({ term: "11506", number: "AB12345678", date: "2026-05-01", total: 100, seller: "12345675" });
  const [head, body, signature] = token.split(".") as [string, string, string];
  const more = Buffer.from(Buffer.from(body, "base64url").toString().replace("100", "999")).toString("base64url");
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  const other = openProofSigner(fs.mkdtempSync(path.join(folder, "other-")));
  for (const bad of [
    `${head}.${more}.${signature}`,
    `${none}.${body}.`,
    `${none}.${body}.${signature}`,
    `${head}.${body}`,
    "",
    "a.b.c",
    `${token}.x`,
  ])
    assert.equal(signer.open(bad), undefined, bad);
  assert.equal(other.open(token), undefined);
  assert.equal(signer.open(token)?.total, 100);
});
