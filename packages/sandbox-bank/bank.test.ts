import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { accountAnswer, bankDay, booksOf } from "./index.ts";

const order = (msgId: string, amounts: number[], said = amounts.length): string => `<?xml version="1.0"?><Document>
<GrpHdr><MsgId>${msgId}</MsgId><NbOfTxs>${said}</NbOfTxs><CtrlSum>${amounts.reduce((sum, one) => sum + one, 0)}</CtrlSum></GrpHdr>
<DbtrAcct><Id><Othr><Id>123456</Id></Othr></Id></DbtrAcct>
${amounts
  .map(
    (amount, n) => `<CdtTrfTxInf><EndToEndId>${msgId}-${n}</EndToEndId><InstdAmt Ccy="TWD">${amount}</InstdAmt><MmbId>700</MmbId>
  <CdtrAcct><Id><Othr><Id>654321</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>`,
  )
  .join("\n")}</Document>`;

test("a file is paid once by its MsgId; one whose number differs is refused as a whole; half a file is none", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-sandbox-bank-"));
  const put = (name: string, text: string): void => fs.writeFileSync(path.join(folder, "out", name), text);
  const now = new Date("2026-11-30T02:00:00Z");
  await bankDay(folder, now);
  put("a.xml", order("A", [100, 200]));
  put("b.xml", order("A", [100, 200]));
  put("c.xml", order("C", [500], 2));
  put("d.xml", order("D", [700]).slice(0, -20));
  await bankDay(folder, now);
  assert.deepEqual([booksOf(folder).balance, booksOf(folder).taken], [-300, ["A", "C"]]);
  const files = fs.readdirSync(path.join(folder, "in"));
  assert.deepEqual(files, ["camt053-1.xml", "pain002-A.xml", "pain002-C.xml"]);
  assert.match(fs.readFileSync(path.join(folder, "in", "pain002-C.xml"), "utf8"), /<GrpSts>RJCT<\/GrpSts>[\s\S]*AM10/);
  fs.rmSync(folder, { recursive: true, force: true });
});

test("the bank knows accounts by their names, but for those that end in 13", () => {
  assert.equal(accountAnswer({ account: "700-00000000000013", name: "王" }), "differs");
  assert.equal(accountAnswer({ account: "700-00000000000012", name: "王" }), "matches");
});
