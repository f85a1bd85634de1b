import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type Invoice, writeMessageDocument } from "@troad/invoice-formats";
import { CodedError, sql } from "@troad/kernel";
import { type InvoiceApi, invoiceApi } from "../api.ts";
import type { Answer } from "../intake/take.ts";
import { envelopeOf, type Installation, install, numbered, postJson, postSigned, repository, signed } from "./installation.ts";

const main = path.join(repository, "apps/troad/main.ts");

let at: Installation;
let api: InvoiceApi;
before(async () => {
  at = await install();
  api = at.process.use(invoiceApi);
});
after(() => at.stop());

const shop = { ban: "10458574", name: "示範書局股份有限公司" };
const of = (number: string, changes: Partial<Invoice> = {}): Invoice => numbered(0, { seller: shop, number, ...changes });
const range = (first: number, last: number, more: object = {}) => ({
  ...{ term: "11502", track: "QA", seller: shop.ban },
  ...{ first: String(first).padStart(8, "0"), last: String(last).padStart(8, "0") },
  ...more,
});
let keys = 0;
const send = async (...invoices: Invoice[]): Promise<string[]> => {
  // the same bytes would get the answer that they got before
  const answer = (await (await postJson(at, invoices, { "idempotency-key": `s${++keys}` })).json()) as Answer;
  return invoices.map(
    (_, place) =>
      answer.refused
        .find((one) => one.at === place)
        ?.errors.map(({ code, path }) => `${code} ${path}`)
        .join() ?? "taken",
  );
};
const sendXml = async (xml: string): Promise<Answer> =>
  (await (await postSigned(at, await signed(at.shop, xml), { accept: "application/json" })).json()) as Answer;
const refusal = (code: string) => (error: unknown) => error instanceof CodedError && error.code === code;
const assign = (...ranges: ReturnType<typeof range>[]): Promise<string> =>
  api.assignNumbers({ ranges, by: "tester", key: `t${++keys}` });

test("an invoice is taken if its number was assigned to its seller in its period, and refused with code and place otherwise", async () => {
  const wrong = "number.not-assigned /number";
  assert.deepEqual(await send(of("QA00000000")), [wrong], "others have numbers in this period, this shop has none of them");
  await assign(range(0, 49), range(100, 149));
  const tried = ["QA00000000", "QA00000049", "QA00000050", "QA00000099", "QA00000100", "QB00000000", "AB00000001"].map((number) =>
    of(number),
  );
  assert.deepEqual(await send(...tried), ["taken", "taken", wrong, wrong, "taken", wrong, wrong]);
  assert.deepEqual(await send(numbered(0, { number: "QA00000001" })), [wrong], "another seller's");
  assert.deepEqual(await send(of("QA00000002", { date: "2025-12-05" })), [wrong], "another period's");
  const xml = await sendXml(envelopeOf([of("QA00000003"), of("QA00000051")]));
  assert.deepEqual(xml.refused, [
    {
      at: 1,
      number: "QA00000051",
      errors: [{ kind: "rule", code: "number.not-assigned", path: "/Invoice/Main/InvoiceNumber" }],
      date: "2026-01-05",
    },
  ]);
});

test("numbers that are assigned while the shop sends count at once", async () => {
  assert.deepEqual(await send(of("QA00000200")), ["number.not-assigned /number"]);
  await assign(range(200, 249));
  assert.deepEqual(await send(of("QA00000200")), ["taken"]);
});

test("where nothing at all was assigned in a period it is taken, unless the installation is set to refuse", async () => {
  const old = of("QA00000000", { date: "2025-03-05" });
  assert.deepEqual(await send(old), ["taken"]);
  await assign(range(0, 49, { term: "11404", track: "ZZ" }));
  assert.deepEqual(
    await send(of("QA00000001", { date: "2025-03-05" })),
    ["number.not-assigned /number"],
    "now it is a period with assignments",
  );
  const strict = await install({ INVOICE_UNASSIGNED: "refuse" });
  try {
    const answer = (await (await postJson(strict, [old])).json()) as Answer;
    assert.equal(answer.refused[0]?.errors[0]?.code, "number.not-assigned");
    assert.equal(((await (await postJson(strict, [numbered(1)])).json()) as Answer).taken, 1);
  } finally {
    await strict.stop();
  }
});

test("a branch issues what its head office handed on; nobody hands on or leaves blank what it does not have", async () => {
  const branch = { ban: "12345670", name: "分公司" };
  const track = (first: string, last: string, head = shop.ban) => ({
    Main: {
      HeadBan: head,
      BranchBan: branch.ban,
      InvoiceType: "07",
      YearMonth: "11502",
      InvoiceTrack: "QA",
      InvoiceBeginNo: first,
      InvoiceEndNo: last,
    },
    Details: { BranchTrackItem: [{ InvoiceBeginNo: first, InvoiceEndNo: last, InvoiceBooklet: "1" }] },
  });
  const blank = (first: string, last: string) => ({
    Main: { HeadBan: shop.ban, BranchBan: branch.ban, InvoiceType: "07", YearMonth: "11502", InvoiceTrack: "QA" },
    Details: { BranchTrackBlankItem: [{ InvoiceBeginNo: first, InvoiceEndNo: last }] },
  });
  const byBranch = of("QA00000120", { seller: branch });
  assert.deepEqual(await send(byBranch), ["number.not-assigned /number"]);
  const refused = await sendXml(writeMessageDocument("E0401", "4.1", track("00000130", "00000179")));
  assert.deepEqual(refused.refused[0]?.errors, [
    { kind: "rule", code: "range.not-assigned", path: "/BranchTrack/Details/BranchTrackItem[1]/InvoiceBeginNo" },
  ]);
  assert.equal((await sendXml(writeMessageDocument("E0401", "4.1", track("00000100", "00000149")))).taken, 1);
  assert.deepEqual(await send(byBranch), ["taken"]);
  const empty = await sendXml(writeMessageDocument("E0402", "4.1", blank("00000240", "00000260")));
  assert.equal(empty.refused[0]?.errors[0]?.path, "/BranchTrackBlank/Details/BranchTrackBlankItem[1]/InvoiceBeginNo");
  assert.deepEqual(await send(of("QA00000241")), ["taken"]);
  const used = await sendXml(writeMessageDocument("E0402", "4.1", blank("00000240", "00000249")));
  assert.deepEqual(used.refused[0]?.errors, [
    { kind: "rule", code: "range.issued", path: "/BranchTrackBlank/Details/BranchTrackBlankItem[1]/InvoiceBeginNo" },
  ]);
  const report = writeMessageDocument("E0402", "4.1", blank("00000242", "00000249"));
  assert.equal((await sendXml(report)).taken, 1);
  assert.deepEqual((await sendXml(`${report} `)).again.length, 1, "the same report again is no new one");
  const late = await send(of("QA00000242"), of("QA00000250"), of("QA00000240", { seller: branch }));
  assert.deepEqual(late, ["number.blank /number", "number.not-assigned /number", "number.not-assigned /number"]);
  assert.deepEqual(await send(of("QA00000239")), ["taken"]);
});

const blankReport = (track: string, first: string, last: string): string =>
  writeMessageDocument("E0402", "4.1", {
    Main: { HeadBan: shop.ban, BranchBan: shop.ban, InvoiceType: "07", YearMonth: "11502", InvoiceTrack: track },
    Details: { BranchTrackBlankItem: [{ InvoiceBeginNo: first, InvoiceEndNo: last }] },
  });

test("a number is issued or blank, never both, when the invoice and the report come at the same instant", async () => {
  await assign(range(0, 999, { track: "QR" }));
  assert.deepEqual(await send(of("QR00000999")), ["taken"], "the shop's ranges are in memory");
  const rounds = 40;
  const both: number[] = [];
  let issued = 0;
  for (let round = 0; round < rounds; round++) {
    const number = `QR${String(round).padStart(8, "0")}`;
    const report = await signed(at.shop, blankReport("QR", number.slice(2), number.slice(2)));
    const reporting = postSigned(at, report, { accept: "application/json" });
    // a report takes longer to read: somewhere between none and its time both are checked before either is written
    await setTimeout(round % 20);
    const [sent, answer] = await Promise.all([send(of(number)), reporting]);
    const reported = (await answer.json()) as Answer;
    if (reported.taken === 1 && sent[0] === "taken") both.push(round);
    if (sent[0] === "taken") issued += 1;
    else assert.equal(sent[0], "number.blank /number");
    if (reported.taken === 0) assert.equal(reported.refused[0]?.errors[0]?.code, "range.issued");
  }
  assert.deepEqual(both, []);
  assert.ok(issued > 0 && issued < rounds, `${issued} of ${rounds} were issued`);
});

test("what another process was told of blank numbers counts at once", async () => {
  const db = at.process.schemas.of("invoice");
  await db.run(sql`
    with counted as (
      insert into blank_report values ('11502', 'QR', 1)
      on conflict (term, track) do update set reports = blank_report.reports + 1)
    insert into number_range (term, kind, track, first, last, holder, package, content)
    select '11502', 'blank', 'QR', '00000500', '00000509', ${shop.ban}, id, json_build_object('BranchBan', ${shop.ban}::text)
    from package limit 1`);
  assert.deepEqual(await send(of("QR00000505"), of("QR00000510")), ["number.blank /number", "taken"]);
});

test("ranges are whole books of one period that nobody has, all of an act or none, and each act once", async () => {
  const wrong: [object, string, RegExp][] = [
    [range(300, 348), "numbers.malformed", /range.not-fifty/],
    [range(349, 300), "numbers.malformed", /range.reversed/],
    [range(300, 349, { seller: "10458571" }), "numbers.malformed", /ban.check-digit/],
    [range(300, 349, { track: "qa" }), "numbers.malformed", /value.pattern/],
    [range(300, 349, { term: "11503" }), "numbers.malformed", /value.pattern/],
    [range(300, 349, { term: "11702" }), "numbers.malformed", /period.not-open/],
    [range(0, 49), "numbers.taken", /2/],
    [range(125, 174, { seller: "12345675" }), "numbers.taken", /2/],
  ];
  for (const [one, code, params] of wrong)
    await assert.rejects(assign(range(400, 449), one as ReturnType<typeof range>), (error: CodedError) => {
      assert.equal(error.code, code);
      assert.match(JSON.stringify(error.params), params);
      return true;
    });
  await assert.rejects(assign(range(400, 449), range(440, 489)), refusal("numbers.malformed"));
  assert.deepEqual(await send(of("QA00000400")), ["number.not-assigned /number"], "none of these acts left anything");
  const act = { ranges: [range(400, 449)], by: "tester", key: "act" };
  const [first, second] = await Promise.all([api.assignNumbers(act), api.assignNumbers(act)]);
  assert.equal(first, second);
  await assert.rejects(api.assignNumbers({ ...act, ranges: [range(450, 499)] }), refusal("numbers.key-reused"));
  const race = await Promise.allSettled([assign(range(500, 549)), assign(range(500, 549)), assign(range(525, 574))]);
  assert.equal(race.filter(({ status }) => status === "fulfilled").length, 1, "one of those who want the same numbers gets them");
  const audited = await at.process.schemas
    .of("invoice")
    .rows(sql`select 1 from kernel_audit where action = 'invoice.numbers-assigned' and target = ${first}`);
  assert.equal(audited.length, 1);
});

test("the platform's operator assigns numbers by a command, which says why it cannot", async () => {
  const troad = async (...args: string[]): Promise<{ status: number | null; said: string }> => {
    const child = spawn(process.execPath, [main, "invoice", ...args, `--data=${at.dataDir}`], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
    const [status] = (await once(child, "close")) as [number | null];
    return { status, said };
  };
  const of600 = ["--term=11502", `--seller=${shop.ban}`, "--track=QA", "--first=00000600", "--last=00000649"];
  const done = await troad("assign", ...of600, "--json");
  assert.equal(done.status, 0, done.said);
  assert.deepEqual(await troad("assign", ...of600, "--json"), done, "the same command is the same act");
  assert.deepEqual(await send(of("QA00000649")), ["taken"]);
  const taken = await troad("assign", ...of600, "--key=other", "--json");
  assert.deepEqual([taken.status, (JSON.parse(taken.said) as { code: string }).code], [1, "numbers.taken"]);
  const list = await troad("numbers", `--seller=${shop.ban}`, "--term=11502", "--limit=1");
  assert.match(list.said, /^\d+\t11502\t07\tQA00000600-00000649\t10458574\n$/);
  assert.equal((await troad("assign", "--term=11502")).status, 2);
});
