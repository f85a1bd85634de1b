import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { readAch, writeAchAnswer } from "@troad/iso20022";
import { CodedError, type Database, defineModule, sql } from "@troad/kernel";
import { bankDay, booksOf } from "@troad/sandbox-bank";
import { startModules } from "../../../kernel/test/modules.ts";
import { applyFile } from "../bank/apply.ts";
import { type BankChannel, folderChannel } from "../bank/channel.ts";
import { bankFormats } from "../bank/format.ts";
import { readBankFile } from "../bank/take.ts";
import { type Batches, batchJob, openBatches } from "../batches/batches.ts";
import { balances } from "../ledger/journal.ts";

const account = "004-100000000001";
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-bank-"));
let started: Awaited<ReturnType<typeof startModules>>;
let batches: Batches;
let db: Database;
let parts: Parameters<typeof applyFile>[0];
let channel: BankChannel = folderChannel({ folder, account });
const alone = defineModule({
  name: "pay",
  root: new URL("../module.ts", import.meta.url).href,
  create: async (ctx) => {
    batches = openBatches({ ...ctx, channel: () => channel, payerName: () => "農業部" });
    db = ctx.db;
    parts = ctx;
    return { jobs: batches.jobs };
  },
});
before(async () => {
  started = await startModules([alone]);
});
after(async () => {
  await started.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const purpose = { "zh-Hant": "津貼", en: "Allowance" };
type Line = { amount: number; account?: string };
/** A batch of these lines, sealed; the keys of its lines begin with its own. */
async function paidOut(key: string, lines: readonly Line[]): Promise<{ id: string; msgId: string }> {
  const sum = lines.reduce((total, { amount }) => total + amount, 0);
  const opened = await batches.openBatch({ key, agency: "moa", purpose, day: "2026-11-30", count: lines.length, sum });
  const rows = lines.map((line, n) => ({
    key: `${key} ${n}`,
    account: "700-00012345678901",
    name: "王小明",
    text: "津貼",
    ...line,
  }));
  await batches.addLines({ batch: opened.id, from: 1, lines: rows });
  await batches.sealBatch({ id: opened.id });
  return opened;
}
async function sent(id: string): Promise<void> {
  for (let tries = 0; (await batches.batch(id))?.sentAt === null; tries++) {
    if (tries > 200) assert.fail("the file was not handed over");
    await sleep(25);
  }
}
const work = async (): Promise<number> => {
  await bankDay(folder, new Date());
  return batches.takeIn();
};
const statesOf = async (id: string) =>
  (await batches.outcomes({ batch: id, after: 0, limit: 100 })).map(({ key, state, reason }) => [key, state, reason]).toSorted();
const refusedWith = (code: string, work: Promise<unknown>) =>
  assert.rejects(work, (error) => error instanceof CodedError && error.code === code);
const standing = async () => new Map((await balances(db)).map((one) => [one.account, one.amount]));
async function booksAgree(): Promise<void> {
  const all = await standing();
  assert.equal(
    [...all.values()].reduce((sum, one) => sum + one, 0),
    0,
  );
  assert.equal(all.get("bank") ?? 0, booksOf(folder).balance);
}

test("a batch goes out as one file, is answered and arrives; what the bank refuses or sends back belongs to the agency again", async () => {
  const { id } = await paidOut("run 1", [
    { amount: 5_000 },
    { amount: 6_000, account: "998-00012345678901" },
    { amount: 7_001, account: "999-00012345678901" },
  ]);
  await sent(id);
  assert.equal(await work(), 2);
  assert.deepEqual(await statesOf(id), [
    ["run 1 0", "arrived", null],
    ["run 1 1", "rejected", "AC01"],
    ["run 1 2", "arrived", null],
  ]);
  await work();
  assert.deepEqual((await statesOf(id)).at(-1), ["run 1 2", "returned", "AC04"]);
  assert.deepEqual([(await standing()).get("transit"), (await standing()).get("agency/moa")], [0, 5_000]);
  await booksAgree();
});

test("the sandbox bank is a program of its own", async () => {
  const { id } = await paidOut("program", [{ amount: 801 }]);
  await sent(id);
  const main = path.join(import.meta.dirname, "../../../packages/sandbox-bank/main.ts");
  assert.equal(spawnSync(process.execPath, [main, folder]).status, 0);
  await batches.takeIn();
  assert.equal((await statesOf(id))[0]?.[1], "arrived");
});

test("attack: a key, a number of a line or a batch is used again for something else", async () => {
  const { id } = await paidOut("again", [{ amount: 500 }]);
  assert.equal((await paidOut("again", [{ amount: 500 }])).id, id);
  const open = (count: number, sum: number, key = "again") =>
    batches.openBatch({ key, agency: "moa", purpose, day: "2026-11-30", count, sum });
  await refusedWith("pay.key-reused", open(2, 500));
  const line = { key: "again 0", amount: 500, account: "700-00012345678901", name: "王", text: "津貼" };
  const other = await open(1, 500, "other");
  await refusedWith("pay.key-reused", batches.addLines({ batch: other.id, from: 1, lines: [{ ...line, amount: 600 }] }));
  // unicef/hope#4892: a follow-up with the payment that was made already
  await refusedWith("pay.key-reused", batches.addLines({ batch: other.id, from: 1, lines: [line] }));
  await refusedWith("pay.batch-differs", batches.sealBatch({ id: other.id }));
  await refusedWith("pay.key-reused", batches.addLines({ batch: id, from: 2, lines: [{ ...line, key: "more" }] }));
  await sent(id);
  await work();
});

test("killed anywhere, the same batch sends the same file under the same MsgId, or nothing", async () => {
  const whole = channel;
  const names: string[] = [];
  let cut = 0;
  const { id, msgId } = await (async () => {
    channel = {
      ...whole,
      put: async (name, pieces) => {
        names.push(name);
        // the first tries end before, in the middle of and after writing
        if (cut++ === 0) throw new Error("killed before");
        if (cut === 2)
          return whole.put(
            name,
            (async function* () {
              for await (const piece of pieces) yield piece.slice(0, 100);
              throw new Error("killed in the middle");
            })(),
          );
        const digest = await whole.put(name, pieces);
        if (cut === 3) throw new Error(`killed after ${digest.toString("hex")}`);
        return digest;
      },
    };
    return paidOut(
      "killed",
      Array.from({ length: 900 }, (_, n) => ({ amount: 1_000 + n })),
    );
  })();
  for (let tries = 0; (await batches.batch(id))?.sentAt === null; tries++) {
    const part = fs.readdirSync(path.join(folder, "out")).filter((name) => !name.startsWith("."));
    assert.ok(part.every((name) => name === `${msgId}.xml`));
    if (tries > 400) assert.fail("the file was not handed over");
    await sleep(25);
  }
  channel = whole;
  assert.deepEqual(new Set(names), new Set([`${msgId}.xml`]));
  await work();
  assert.equal((await batches.outcomes({ batch: id, after: 0, limit: 1_000 })).length, 900);
  // the same file once more: the bank knows its MsgId
  const balance = booksOf(folder).balance;
  await db.tx((tx) => tx.enqueue(batchJob, { batch: id }));
  await work();
  assert.equal(booksOf(folder).balance, balance);
  await booksAgree();
});

test("a statement that is cut in the middle gives nothing, and everything when it comes whole", async () => {
  const { id } = await paidOut("cut", [{ amount: 96 }]);
  await sent(id);
  await work();
  assert.deepEqual(await statesOf(id), []);
  assert.equal((await batches.refusedFiles(5))[0]?.outcome, "truncated");
  await work();
  assert.deepEqual(await statesOf(id), [["cut 0", "arrived", null]]);
  await booksAgree();
});

test("a statement that is sent twice, and a batch with one entry, count once", async () => {
  const twice = await paidOut("twice", [{ amount: 97 }]);
  const together = await paidOut("together", [{ amount: 50 }, { amount: 48 }]);
  await Promise.all([sent(twice.id), sent(together.id)]);
  await work();
  assert.equal((await statesOf(twice.id)).length, 1);
  assert.equal((await statesOf(together.id)).length, 2);
  await booksAgree();
});

test("a bank that is silent is listed, and nothing is paid again", async () => {
  const { id, msgId } = await paidOut("silent", [{ amount: 95 }]);
  await sent(id);
  await work();
  assert.deepEqual((await batches.silentBatches({ hours: 168, limit: 10 })).length, 0);
  assert.ok((await batches.silentBatches({ hours: 0, limit: 10 })).some((one) => one.msgId === msgId));
  assert.equal((await standing()).get("transit"), -95);
});

const statement = (n: number, entries: string, number = "100000000001"): Buffer =>
  Buffer.from(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>X${n}</MsgId>
    <CreDtTm>2026-11-30T10:00:00Z</CreDtTm></GrpHdr><Stmt><Id>X${n}</Id><CreDtTm>2026-11-30T10:00:00Z</CreDtTm>
    <Acct><Id><Othr><Id>${number}</Id></Othr></Id></Acct>${entries}</Stmt></BkToCstmrStmt></Document>`);
const entry = `<Ntry><Amt Ccy="TWD">88000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>R</AcctSvcrRef></Ntry>`;
async function take(n: number, bytes: Buffer): Promise<string> {
  async function* source() {
    yield bytes;
  }
  return applyFile(parts, `x${n}.xml`, await readBankFile(source()), "100000000001");
}

test("what fits nothing is the cashier's, who says once what it is; attack: other accounts and numbers used again are refused", async () => {
  assert.equal(await take(1, statement(1, entry)), "taken");
  assert.equal(await take(1, statement(1, entry)), "known");
  assert.equal(await take(1, statement(1, entry + entry)), "message-id-reused");
  assert.equal(await take(2, statement(2, entry, "999")), "other-account");
  assert.equal(await take(3, Buffer.from("<x/>")), "not-this-message");
  const [open] = await batches.mismatches({ limit: 10 });
  assert.deepEqual([open?.reason, open?.amount], ["unknown", 88_000]);
  assert.equal((await standing()).get("unmatched"), -88_000);
  const explain = () => batches.explain({ id: open!.id, agency: "moa", reason: "撥入年度預算", by: "cashier" });
  await explain();
  await refusedWith("pay.mismatch-ended", explain());
  assert.equal((await standing()).get("unmatched"), 0);
  assert.deepEqual(await batches.mismatches({ limit: 10 }), []);
  await refusedWith("pay.not-found", batches.explain({ ...{ id: parts.ids.uuid(), agency: null }, reason: "x", by: "cashier" }));
});

test("the interbank layout goes through the same port: the file names each payment once, and refusals go back to the agency", async () => {
  const usual = channel;
  channel = { ...usual, format: bankFormats.ach };
  const { id, msgId } = await paidOut("ach", [{ amount: 4_000 }, { amount: 5_000 }]);
  await sent(id);
  channel = usual;
  const text = fs.readFileSync(path.join(folder, "out", `${msgId}.txt`), "utf8");
  const { msgId: read, lines } = readAch(text);
  assert.deepEqual([read, lines.map(({ amount }) => amount)], [msgId, [4_000, 5_000]]);
  const before = (await standing()).get("agency/moa") ?? 0;
  const payments = lines.map(({ endToEndId, amount }, n) => ({ endToEndId, amount, code: n === 0 ? "00" : "22" }));
  const answer = [...writeAchAnswer({ moment: "2026-11-30T10:00:00Z", originalMsgId: msgId, payments })].join("");
  const cut = await readBankFile(Readable.from([Buffer.from(answer.slice(0, -100))]));
  assert.deepEqual([cut.kind, cut.kind === "unknown" && cut.code], ["unknown", "truncated"]);
  fs.writeFileSync(path.join(folder, "in", "answer.txt"), answer);
  fs.writeFileSync(path.join(folder, "in", "answer-again.txt"), answer);
  await batches.takeIn();
  assert.deepEqual(await statesOf(id), [["ach 1", "rejected", "ACH22"]]);
  assert.equal(((await standing()).get("agency/moa") ?? 0) - before, -5_000);
});

test("attack: a line, a seal or an answer of the bank is changed: the database refuses", async () => {
  for (const change of [
    sql`update batch_line set amount = amount + 1`,
    sql`update batch_line set account = '004-000000000000'`,
    sql`delete from batch_seal`,
    sql`update line_state set state = 'arrived'`,
    sql`delete from bank_mismatch`,
  ])
    await assert.rejects(db.run(change), /permission denied/);
});
