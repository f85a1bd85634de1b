import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { toF0401, writeMessageDocument } from "@troad/invoice-formats";
import { sampleInvoice } from "../../../packages/invoice/test/samples.ts";

const main = path.resolve(import.meta.dirname, "../../../apps/troad/main.ts");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-invoice-"));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

function troad(...args: string[]): { status: number | null; said: unknown } {
  const done = spawnSync(process.execPath, [main, "invoice", ...args, "--json"], { encoding: "utf8" });
  return { status: done.status, said: done.stdout === "" ? done.stderr : JSON.parse(done.stdout) };
}

function file(text: string): string {
  const name = path.join(folder, "message.xml");
  fs.writeFileSync(name, text);
  return name;
}

const good = writeMessageDocument("F0401", "4.1", toF0401(sampleInvoice));

test("a correct message is ok, one wrong amount is a rule with its path", () => {
  assert.deepEqual(troad("check", file(good)), { status: 0, said: { ok: true, errors: [] } });
  const wrong = troad("check", file(good.replace("<TotalAmount>216", "<TotalAmount>217")));
  const errors = [{ kind: "rule", code: "amount.total", path: "/Invoice/Amount/TotalAmount" }];
  assert.deepEqual(wrong, { status: 1, said: { ok: false, errors } });
});

test("a file larger than a document may be is refused unread", () => {
  const name = path.join(folder, "large.xml");
  fs.writeFileSync(name, "");
  fs.truncateSync(name, 1024 * 1024 * 1024);
  const errors = [{ kind: "schema", code: "xml.too-large", path: "/" }];
  assert.deepEqual(troad("check", name), { status: 1, said: { ok: false, errors } });
});

test("prizes of past periods are told with what is paid over the counter and remitted", () => {
  const won = troad("prize", "--term", "10802", "--number", "AB03440631", "--net").said;
  assert.deepEqual(won, { prize: "second", amount: 40_000, net: { counter: 31_840, remitted: 32_000 } });
  assert.deepEqual(troad("prize", "--term", "11410", "--number", "00000000").said, { prize: null, amount: 0 });
  assert.deepEqual(troad("prize", "--term", "10612", "--number", "99999055").said, { prize: "add6", amount: 200 });
});

test("a period whose draw is not known, and what is no period, are refused", () => {
  assert.equal(troad("prize", "--term", "10614", "--number", "00000000").status, 1);
  assert.equal(troad("prize", "--term", "12002", "--number", "00000000").status, 1);
  assert.equal(troad("prize", "--term", "10802").status, 2);
});
