import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { findingsOf, readMig, toF0401, writeMessageDocument } from "@troad/invoice-formats";
import { sql } from "@troad/kernel";
import { invoiceApi } from "../api.ts";
import { type Installation, install, numbered, repository } from "./installation.ts";

let at: Installation;
let folder: string;
/** The demonstration's own. */
let seeded = 0;
before(async () => {
  at = await install();
  seeded = await counted();
  folder = path.join(at.dataDir, "turnkey");
  fs.writeFileSync(path.join(at.dataDir, "c.pem"), at.shop.certificate);
  fs.writeFileSync(path.join(at.dataDir, "k.pem"), at.shop.key);
});
after(() => at.stop());

const start = (to: string, ...more: string[]) => {
  const files = [`--certificate=${at.dataDir}/c.pem`, `--key=${at.dataDir}/k.pem`, "--party=12345675"];
  return spawn(process.execPath, [
    path.join(repository, "apps/troad/main.ts"),
    "turnkey",
    folder,
    `--to=${to}`,
    ...files,
    ...more,
  ]);
};
const put = (name: string, text: string): void => {
  fs.mkdirSync(path.join(folder, "out"), { recursive: true });
  fs.writeFileSync(path.join(folder, `.${name}`), text);
  fs.renameSync(path.join(folder, `.${name}`), path.join(folder, "out", name));
};
const listed = (place: string): string[] => fs.readdirSync(path.join(folder, place)).sort();
const message = (serial: number, changes = {}): string =>
  writeMessageDocument("F0401", "4.1", toF0401(numbered(serial, changes)));
const stored = async (): Promise<number> => (await counted()) - seeded;
const counted = async (): Promise<number> =>
  (await at.process.schemas.of("invoice").one<{ n: number }>(sql`select count(*)::int as n from invoice`))!.n;

test("files are sent in packages, sorted into done and error, and results come back", async () => {
  for (let serial = 1; serial <= 5; serial++) put(`${serial}.xml`, message(serial));
  put("6.xml", message(6, { total: "1" }));
  put("7.xml", message(1, { remark: "another under the number of the first" }));
  put("8.xml", "this is no XML");
  put("note.txt", "left alone");
  const [code] = (await once(start(at.process.origin, "--once"), "exit")) as [number];
  assert.equal(code, 1, "something was refused");
  assert.deepEqual(listed("done"), ["1.xml", "2.xml", "3.xml", "4.xml", "5.xml"]);
  assert.deepEqual(listed("error"), ["6.xml", "7.xml", "8.xml"]);
  assert.deepEqual([listed("out"), listed("work")], [["note.txt"], []]);
  assert.equal(await stored(), 5);
  const results = listed("in").filter((name) => name.endsWith(".xml"));
  for (const name of results) assert.deepEqual(findingsOf(readMig(fs.readFileSync(path.join(folder, "in", name)))), [], name);
  const text = (name: string) => fs.readFileSync(path.join(folder, "in", name), "utf8");
  assert.match(text("ProcessResult-7.xml"), /<Parameter1>number\.taken</);
  const summary = results.find((name) => name.startsWith("SummaryResult"))!;
  const assigned = results.filter((name) => /^E0501-\d+-12345675\.xml$/.test(name));
  assert.equal(assigned.length, 5, "the demonstration's periods and the next one");
  assert.match(text(assigned.at(-1)!), /<YearMonth>11504<.*<InvoiceTrack>AB<.*<InvoiceBeginNo>00000000</s);
  assert.match(
    text(summary),
    /<Total><ResultDetailType><Count>6<.*<Good><ResultDetailType><Count>5<.*<Failed><ResultDetailType><Count>1</s,
  );
});

test("what was under way when the program was killed, and what the platform was away for, is sent by the next one, once", async () => {
  fs.writeFileSync(path.join(folder, "work", "21.xml"), message(21));
  fs.writeFileSync(path.join(folder, "work", "1.xml"), message(1));
  put("22.xml", message(22));
  const away = start("http://127.0.0.1:1");
  const moved = fs.watch(path.join(folder, "work"));
  while (!fs.existsSync(path.join(folder, "work", "22.xml"))) await once(moved, "change");
  moved.close();
  away.kill("SIGKILL");
  await once(away, "exit");
  assert.deepEqual(listed("work"), ["1.xml", "21.xml", "22.xml"], "nothing is lost");
  const [code] = (await once(start(at.process.origin, "--once"), "exit")) as [number];
  assert.equal(code, 0);
  assert.equal(await stored(), 7, "the first one was there already");
  assert.deepEqual(listed("work"), []);
});

test("what was fetched once is not fetched again; what was refused and is put back is judged again; what is new comes", async () => {
  for (const name of listed("in")) fs.rmSync(path.join(folder, "in", name));
  const range = { term: "11504", track: "QT", first: "00000000", last: "00000049", seller: "12345675" };
  at.clock.shift(41 * 86_400_000); // the new period has begun: nothing is dated later than tomorrow
  put("31.xml", message(0, { number: "QT00000000", date: "2026-03-01" }));
  assert.deepEqual(await once(start(at.process.origin, "--once"), "exit"), [1, null]);
  assert.match(
    fs.readFileSync(path.join(folder, "in", "ProcessResult-31.xml"), "utf8"),
    /<Parameter1>number\.not-assigned<.*<Parameter2>\/Invoice\/Main\/InvoiceNumber</s,
  );
  await at.process.use(invoiceApi).assignNumbers({ ranges: [range], by: "tester", key: "turnkey" });
  for (const name of listed("in")) fs.rmSync(path.join(folder, "in", name));
  fs.renameSync(path.join(folder, "error", "31.xml"), path.join(folder, "out", "31.xml"));
  assert.deepEqual(await once(start(at.process.origin, "--once"), "exit"), [0, null]);
  assert.deepEqual(
    listed("in").map((name) => name.split("-")[0]),
    ["E0501", "SummaryResult"],
  );
  assert.ok(listed("done").includes("31.xml"));
});
