import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { composeLetter, type LetterText } from "./letter.ts";
import { letterPdf } from "./pdf.ts";

const texts: Record<string, string> = {
  name: "攤位許可",
  "letter.refused.title": "不予核准通知",
  "letter.refused.body": "您的申請未獲核准。\n\n理由：{reasons}",
  right: "您可以在三十日內提出異議。",
};
const text = (key: string, params: Record<string, string> = {}): string =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
const letterOf = (reasons: string): LetterText =>
  composeLetter({
    ...{
      letter: "refused",
      right: "right",
      agency: "法務部",
      to: "王小明",
      reference: "ABCD-EFGH-IJKL",
      day: "民國115年11月29日",
    },
    ...{ params: { reasons }, text, t: (key, params) => `${key} ${Object.values(params ?? {}).join(" ")}` },
  });
const missing = spawnSync("pdftotext", ["-v"]).error ? "needs pdftotext (poppler-utils)" : false;

test("a letter says to whom, about what, why, and what can be done against it", () => {
  const letter = letterOf("攤位太窄");
  assert.deepEqual(letter.paragraphs, ["您的申請未獲核准。", "理由：攤位太窄"]);
  assert.equal(letter.right, "您可以在三十日內提出異議。");
});

test("its PDF can be read and copied, long reasons included, and the same letter gives the same bytes", { skip: missing }, () => {
  const letter = letterOf(`<b>${"攤位的寬度不足，消防車無法通過。".repeat(80)}</b>完`);
  const pdf = letterPdf(letter, ["文件編號 1"]);
  assert.deepEqual(pdf, letterPdf(letter, ["文件編號 1"]));
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "letter-")), "letter.pdf");
  fs.writeFileSync(file, pdf);
  const read = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  assert.equal(read.status, 0, read.stderr);
  const joined = read.stdout.replaceAll(/\s/g, "");
  for (const words of ["不予核准通知", "您可以在三十日內提出異議。", "<b>攤位", "</b>完", "文件編號1"])
    assert.ok(joined.includes(words), words);
  fs.rmSync(path.dirname(file), { recursive: true });
});
