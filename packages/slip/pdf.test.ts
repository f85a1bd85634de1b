import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { noticeOf, type Slip, slipCodes, slipPdf, writeOffNumber } from "./index.ts";

const tools = ["zbarimg", "pdftoppm", "pdftotext", "pdffonts", "qpdf"];
const absent = tools.filter((name) => spawnSync(name, ["--help"]).error);
const skip = absent.length > 0 ? `needs the public tools ${absent.join(", ")}` : false;

let folder = "";
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-slip-"));
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const run = (name: string, ...args: string[]): string => {
  const done = spawnSync(name, args, { encoding: "utf8" });
  assert.equal(done.status, 0, `${name}: ${done.stdout}${done.stderr}`);
  return done.stdout;
};
/** Writes the slip and gives what a scanner reads from a print of so many dots an inch. */
function scanned(slip: Slip, today: string, dpi: number): { file: string; read: string[] } {
  const file = path.join(folder, `${slip.writeOff}-${slip.amount}.pdf`);
  fs.writeFileSync(file, slipPdf(slip, today, { demo: true }));
  run("pdftoppm", "-r", String(dpi), "-png", "-singlefile", file, file.replace(".pdf", ""));
  const read = run("zbarimg", "-q", "--nodbus", file.replace(".pdf", ".png"));
  return { file, read: read.trim().split("\n").sort() };
}

const slips: [string, Slip, string][] = [
  [
    "15001",
    { category: "15001", year: 2025, amount: 21_800, due: "2026-06-01", writeOff: writeOffNumber("150011140000001") },
    "2026-05-20",
  ],
  [
    "11223",
    { category: "11223", year: 2026, amount: 7_120, due: "2026-04-30", writeOff: writeOffNumber("112231150000002") },
    "2026-04-20",
  ],
  [
    "11201",
    { category: "11201", year: 2026, amount: 1, due: "2026-06-01", writeOff: writeOffNumber("112011150000003") },
    "2026-05-20",
  ],
  [
    "11331",
    { category: "11331", year: 2026, amount: 30_000, due: "2026-11-30", writeOff: writeOffNumber("113311150000004") },
    "2026-12-03",
  ],
  [
    "11232",
    { category: "11232", year: 2026, amount: 9_999, due: "2026-04-30", writeOff: writeOffNumber("112321150000005") },
    "2026-04-30",
  ],
  [
    "11227",
    { category: "11227", year: 2026, amount: 12_345, due: "2026-04-30", writeOff: writeOffNumber("112271150000006") },
    "2026-04-01",
  ],
];
for (const [category, slip, today] of slips)
  test(`every code of a slip of ${category} is read from a print of 150 dots an inch and says what the slip says`, {
    skip,
  }, () => {
    const { read } = scanned(slip, today, 150);
    const { segments, url } = slipCodes(slip, today);
    assert.deepEqual(read, [...Object.values(segments ?? {}).map((one) => `CODE-39:${one}`), `QR-Code:${url}`].sort());
    if (category !== "15001") assert.equal(noticeOf(url ?? "")?.amount, slip.amount);
  });

test("its faces are embedded, its Chinese can be copied out, its structure is sound", { skip }, () => {
  const [, slip, today] = slips[0]!;
  const { file } = scanned(slip, today, 72);
  const fonts = run("pdffonts", file).trim().split("\n").slice(2);
  assert.equal(fonts.length, 2);
  for (const line of fonts) assert.match(line, /^TROADS\+NotoSansTC-\w+\s+CID TrueType\s+Identity-H\s+yes yes yes/);
  const text = run("pdftotext", "-layout", file, "-");
  for (const words of ["綜合所得稅", "納稅義務人", "貳萬壹仟捌佰元整", "民國 115 年 6 月 1 日", "NT$ 21,800", slip.writeOff])
    assert.ok(text.includes(words), words);
  assert.match(run("qpdf", "--check", file), /No syntax or stream encoding errors found/);
});

test("above the store's limit there are no barcodes, after the cut-off no code at all", { skip }, () => {
  const [, slip] = slips[1]!;
  assert.deepEqual(
    scanned({ ...slip, amount: 30_001 }, "2026-04-20", 150).read.map((one) => one.split(":")[0]),
    ["QR-Code"],
  );
  const file = path.join(folder, "late.pdf");
  fs.writeFileSync(file, slipPdf(slip, "2026-05-04", { demo: true }));
  run("pdftoppm", "-r", "150", "-png", "-singlefile", file, file.replace(".pdf", ""));
  assert.equal(spawnSync("zbarimg", ["-q", "--nodbus", file.replace(".pdf", ".png")], { encoding: "utf8" }).stdout, "");
});

test("one altered place in the table of objects is found", { skip }, () => {
  const [, slip, today] = slips[0]!;
  const bytes = slipPdf(slip, today, { demo: true });
  bytes.write("0000000001", bytes.indexOf("65535 f \n") + 9);
  const file = path.join(folder, "altered.pdf");
  fs.writeFileSync(file, bytes);
  assert.notEqual(spawnSync("qpdf", ["--check", file]).status, 0);
});

test("the same slip on the same day gives the same file", () => {
  const [, slip, today] = slips[0]!;
  assert.ok(slipPdf(slip, today, { demo: true }).equals(slipPdf(slip, today, { demo: true })));
});
