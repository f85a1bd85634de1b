import assert from "node:assert/strict";
import { test } from "node:test";
import {
  InvalidFile,
  type PaymentFile,
  type PaymentLine,
  readAch,
  readAchAnswer,
  readCamt053,
  readMoney,
  readPain002,
  wholeDollars,
  writeAch,
  writeAchAnswer,
  writePain001,
} from "./index.ts";

const file = (change: Partial<PaymentFile> = {}): PaymentFile => ({
  ...{ msgId: "R20261130-1", createdAt: "2026-11-30T01:00:00Z", executionDay: "2026-11-30", initiator: "衛生福利部" },
  ...{ debtor: { name: "衛生福利部社會及家庭署", bank: "004", account: "123456789012" }, count: 2, sum: 12_000 },
  ...change,
});
const line = (n: number, change: Partial<PaymentLine> = {}): PaymentLine => ({
  ...{
    endToEndId: `E${n}`,
    amount: 6_000,
    name: "王 <小> & 明\u0001",
    bank: "700",
    account: "00012345678901",
    text: "育兒津貼 2026-11",
  },
  ...change,
});
const written = async (head: PaymentFile, lines: Iterable<PaymentLine>): Promise<string> => {
  let text = "";
  for await (const piece of writePain001(head, lines)) text += piece;
  return text;
};
const refusedAs = (code: string) => (error: unknown) => error instanceof InvalidFile && error.code === code;
const chunks = (text: string, size = 7): Uint8Array[] => {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
};
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test("a file of payments says the number and sum of its lines, escapes names, and is the same each time", async () => {
  const text = await written(file(), [line(1), line(2)]);
  assert.equal(text, await written(file(), [line(1), line(2)]));
  assert.equal(text.match(/<NbOfTxs>2<\/NbOfTxs><CtrlSum>12000<\/CtrlSum>/g)?.length, 2);
  assert.match(text, /<Nm>王 &lt;小&gt; &amp; 明<\/Nm>/);
});

test("attack: a file whose lines are not what its head says, or with an EndToEndId twice, never gets an end", async () => {
  for (const [head, lines] of [
    [file(), [line(1)]],
    [file({ sum: 11_999 }), [line(1), line(2)]],
    [file(), [line(1), line(2), line(3)]],
    [file(), [line(1), line(1)]],
  ] as const)
    await assert.rejects(written(head, lines), refusedAs("disagrees"));
  await assert.rejects(written(file({ count: 50_001, sum: 1 }), []), refusedAs("too-large"));
  await assert.rejects(written(file(), [line(1, { amount: 0.5 })]), refusedAs("invalid"));
  await assert.rejects(written(file({ msgId: "x".repeat(36) }), []), refusedAs("invalid"));
  await assert.rejects(written(file(), [line(1, { account: "1<2" })]), refusedAs("invalid"));
});

const camt = (entries: string, version = "08"): string =>
  `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
  <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-30T10:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id><CreDtTm>2026-11-30T10:00:00</CreDtTm>
  <Acct><Id><Othr><Id>123</Id></Othr></Id></Acct>${entries}</Stmt></BkToCstmrStmt></Document>`;
const batch = `<Ntry><Amt Ccy="TWD">12000.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls>
  <Btch><MsgId>R1</MsgId><NbOfTxs>2</NbOfTxs></Btch>
  ${["E1", "E2"].map((id) => `<TxDtls><Refs><EndToEndId>${id}</EndToEndId></Refs><Amt Ccy="TWD">6000</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>`).join("\n")}
  </NtryDtls></Ntry>`;

test("a batch entry is read with its payments, whatever the pieces in which the file comes", async () => {
  for (const size of [1, 7, 100_000]) {
    const read = await all(readCamt053(chunks(camt(batch), size)));
    assert.deepEqual(
      read.map(({ kind }) => kind),
      ["header", "statement", "entry", "transaction", "transaction", "end"],
    );
    const [, , entry, first] = read;
    assert.ok(entry?.kind === "entry" && first?.kind === "transaction");
    assert.equal(wholeDollars(entry.money), -12_000);
    assert.equal(entry.batch?.count, 2);
    assert.deepEqual([first.endToEndId, first.money && wholeDollars(first.money)], ["E1", -6_000]);
  }
});

test("attack: a file cut anywhere, with a document type, of another kind or too deep is refused", async () => {
  const whole = camt(batch);
  for (let end = 1; end < whole.length - 1; end += 13)
    await assert.rejects(all(readCamt053(chunks(whole.slice(0, end), 50))), InvalidFile, `cut at ${end}`);
  const bomb = whole.replace('<?xml version="1.0"?>', '<!DOCTYPE x [<!ENTITY a "b">]>').replace("M1", "&a;");
  await assert.rejects(all(readCamt053(chunks(bomb))), refusedAs("malformed"));
  await assert.rejects(all(readCamt053(chunks(whole.replace("camt.053", "camt.054")))), refusedAs("not-this-message"));
  await assert.rejects(all(readCamt053(chunks(camt(`${"<a>".repeat(50)}${"</a>".repeat(50)}`)))), refusedAs("too-large"));
  await assert.rejects(all(readCamt053([Buffer.from([0xff, 0xfe])])), refusedAs("malformed"));
  await assert.rejects(all(readCamt053(chunks(camt("").replace(/<Stmt>.*<\/Stmt>/s, "")))), refusedAs("missing"));
  await assert.rejects(
    all(readCamt053(chunks(whole), { bytes: 100, depth: 40, textLength: 99, elements: 99, records: 99 })),
    refusedAs("too-large"),
  );
});

test("a status report says what became of the file, a group and single payments", async () => {
  const report = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.11"><CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId>
    <CreDtTm>2026-11-30T10:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>R1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
    <GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>R1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>E2</OrgnlEndToEndId>
    <TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;
  const [head, group, payment] = await all(readPain002(chunks(report)));
  assert.ok(head?.kind === "report" && head.originalMsgId === "R1" && head.status === "PART");
  assert.ok(group?.kind === "group" && group.status === null);
  assert.deepEqual(payment, { kind: "payment", group: "R1", endToEndId: "E2", status: "RJCT", reasons: ["AC04"] });
  await assert.rejects(all(readPain002(chunks(report.slice(0, -20)))), refusedAs("truncated"));
});

test("amounts are exact, in minor units", () => {
  assert.equal(readMoney("18.150", "EUR").amount, 1_815n);
  assert.equal(readMoney("2700", "JPY").amount, 2_700n);
  assert.equal(wholeDollars(readMoney("9007199254.00", "TWD")), 9_007_199_254);
  assert.throws(() => readMoney("1.005", "TWD"), refusedAs("invalid"));
  assert.throws(() => wholeDollars(readMoney("1.50", "TWD")), refusedAs("invalid"));
  assert.throws(() => readMoney("1e3", "TWD"), refusedAs("invalid"));
});

test("the interbank file is read back as written, and a cut or altered one is refused", async () => {
  const text = (await Array.fromAsync(writeAch(file(), [line(1), line(2)]))).join("");
  const read = readAch(text);
  assert.deepEqual(read.lines[0], { endToEndId: "E1", amount: 6_000, bank: "7000000", account: "0000012345678901" });
  assert.throws(() => readAch(text.slice(0, -170)), refusedAs("truncated"));
  assert.throws(() => readAch(text.replace("000000006000", "000000007000")), refusedAs("disagrees"));
  await assert.rejects(Array.fromAsync(writeAch(file({ sum: 1 }), [line(1), line(2)])), refusedAs("disagrees"));
  assert.ok(text.split("\r\n").every((row) => row === "" || row.length === 160));
  const payments = [
    { endToEndId: "M1-1", amount: 6_000, code: "00" },
    { endToEndId: "M1-2", amount: 5_000, code: "99" },
  ];
  const answer = [...writeAchAnswer({ moment: "2026-11-30T10:00:00Z", originalMsgId: "M1", payments })].join("");
  assert.ok(answer.split("\r\n").every((row) => row === "" || row.length === 160));
  assert.deepEqual(readAchAnswer(answer), { msgId: "M1-20261130100000", originalMsgId: "M1", payments });
  assert.throws(() => readAchAnswer(answer.slice(0, -170)), refusedAs("truncated"));
  assert.throws(() => readAchAnswer(answer.replace("000000006000", "000000007000")), refusedAs("disagrees"));
  assert.throws(() => readAchAnswer(text), refusedAs("not-this-message"));
});
