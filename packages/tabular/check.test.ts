import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type CheckedFile, type CheckOptions, checkFile, type FindingCode, findingCodes, meaningOf } from "./index.ts";
import { big5, cases, cell, geo, rows, standard, table, workbook } from "./testing/cases.ts";

const folder = mkdtempSync(join(tmpdir(), "tabular-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const townships = new Set(["63000010", "63000020", "09007010", "10002010"]);
let files = 0;

async function check(content: string | Uint8Array, options: CheckOptions = {}): Promise<CheckedFile> {
  const file = join(folder, `file-${files++}`);
  writeFileSync(file, content);
  return checkFile(file, { townships, ...options });
}
const codesOf = ({ findings }: CheckedFile): FindingCode[] => [...new Set(findings.map(({ code }) => code))];

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, "utf16le");
test("every code has a file that causes it at its place, and one that nearly does and has not the code", async () => {
  assert.deepEqual(Object.keys(cases).toSorted(), findingCodes.toSorted());
  for (const code of findingCodes) {
    const { causes, nearly, at, options } = cases[code]!;
    const { findings } = await check(causes, options);
    const found = findings.find((finding) => finding.code === code);
    assert.ok(found, `${code} is not found: ${findings.map((finding) => finding.code).join(" ")}`);
    if (at) assert.deepEqual([found.row, found.column], at, code);
    assert.ok(!codesOf(await check(nearly, options)).includes(code), `${code} is found in the file that nearly has it`);
    assert.ok(meaningOf(code).zh.length > 4 && meaningOf(code).en.length > 8);
  }
});

test("the table is the same in UTF-8, UTF-16 and Big5, with CR LF, and with tabs", async () => {
  const text = "縣市,人數\n宜蘭縣,12\n宜縣,013\n";
  const expected = [
    { name: "縣市", type: "string", empty: 0 },
    { name: "人數", type: "string", empty: 0 },
  ];
  for (const [bytes, encoding] of [
    [Buffer.from(text), "utf-8"],
    [utf16(text), "utf-16le"],
    [utf16(text).swap16(), "utf-16be"],
    [big5(text), "big5"],
    [Buffer.from(text.replaceAll("\n", "\r\n")), "utf-8"],
    [Buffer.from(text.replaceAll(",", "\t")), "utf-8"],
  ] as const) {
    const found = await check(bytes);
    assert.equal(found.encoding, encoding);
    assert.deepEqual([found.columns, found.rows, found.header], [expected, 2, 1]);
  }
});

test("the encoding is judged by all bytes: a file may be ASCII for a long time (ckan/ckanext-xloader#174)", async () => {
  const ascii = table("a,b", ...rows(60_000, (at) => `${at},x`));
  assert.equal((await check(Buffer.concat([Buffer.from(ascii), big5("縣,市\n")]))).encoding, "big5");
  assert.equal((await check(`${ascii}縣,市\n`)).encoding, "utf-8");
});

/** Bytes in use once what nobody holds is gone: other files of this process leave their own behind. */
function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

test("a type that changes in row one million is seen, in bounded memory", async () => {
  const lines = rows(1_000, (at) => `${at},2026-11-${String((at % 28) + 1).padStart(2, "0")},${at}.0`).join("\n");
  const body = rows(1_000, () => lines).join("\n");
  const before = heapUsed();
  const found = await check(`id,day,value\n${body}\n1,2026-11-31,1e3\nx,soon,0.5\n`);
  assert.ok(heapUsed() - before < 200 << 20);
  assert.equal(found.rows, 1_000_002);
  assert.deepEqual(
    found.columns.map(({ type }) => type),
    ["string", "string", "number"],
  );
  assert.deepEqual(
    found.findings.map(({ code, row, column }) => [code, row, column]),
    [
      ["date-invalid", 1_000_002, "day"],
      ["type-mixed", 1_000_003, "id"],
      ["type-mixed", 1_000_003, "day"],
    ],
  );
});

test("whole numbers with a fraction late, zeros in front, thousands and days of both calendars get their types", async () => {
  const found = await check(
    table(
      "count,late,code,people,日期,時刻,open,when",
      ...rows(300, (at) => `${at},${at},00${at},"1,${100 + at}",115/11/${(at % 30) + 1},08:30,true,2026-11-30T08:00:00Z`),
      '1,0.125,7,"2,000",115/1/1,9:00,false,2026-11-30 08:00:00',
    ),
  );
  assert.deepEqual(
    found.columns.map(({ type }) => type),
    ["integer", "number", "string", "integer", "date", "time", "boolean", "datetime"],
  );
});

test("JSON, JSON Lines, GeoJSON and workbooks are tables too, and their blanks are counted", async () => {
  const json = await check('{"fields":[{"id":"a"}],"records":[{"a":1,"b":{"c":"x"}},{"a":2.5,"b":{"c":null}},{"a":3}]}');
  assert.deepEqual([json.format, json.rows], ["json", 3]);
  assert.deepEqual(json.columns, [
    { name: "a", type: "number", empty: 0 },
    { name: "b.c", type: "string", empty: 2 },
  ]);
  assert.equal((await check('{"a":1}\n{"a":2}\n')).format, "json-lines");
  assert.deepEqual((await check(geo(121.5, 25))).columns.at(-1), { name: "geometry", type: "geometry", empty: 0 });
  assert.deepEqual(codesOf(await check(geo(25, 121.5))), ["coordinate-swapped"]);
  const days = workbook(
    `<row r="1">${cell("A1", "日期")}${cell("B1", "n")}</row><row r="2"><c r="A2" s="1"><v>46356</v></c><c r="B2"><v>3</v></c></row>`,
    [
      {
        name: "xl/styles.xml",
        data: Buffer.from('<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'),
      },
    ],
  );
  assert.deepEqual(
    (await check(days)).columns.map(({ type }) => type),
    ["date", "integer"],
  );
});

test("the badge is the worst that a finding allows, and personal data refuse the file", async () => {
  assert.equal((await check("id,n\n1,2\n")).badge, "gold");
  assert.equal((await check("a,b\n1,2026-01-01\n", { standard })).badge, "platinum");
  assert.equal((await check("id,count\n1,N/A\n2,3\n")).badge, "silver");
  assert.equal((await check("姓名,n\n王小明,1\n")).badge, "refused");
});

test("what stands beside, above and below the columns is in the file all the same", async () => {
  const codes = async (text: string): Promise<string[]> => (await check(text)).findings.map(({ code }) => code);
  assert.ok((await codes("a,b\n1,2,A123456789\n3,4\n5,6\n")).includes("personal-national-id"));
  assert.ok((await codes("a,b\n1,2\n3,4\n備註：聯絡電話 0912-345-678,\n")).includes("personal-phone"));
  assert.ok((await codes("=cmd|'/c calc'!A1,b\n1,2\n3,4\n")).includes("formula"));
  const names = (await check("ID,id,id_2\n1,2,3\n")).columns.map(({ name }) => name.toLowerCase());
  assert.equal(new Set(names).size, 3);
  assert.equal((await check(`${",".repeat(20_000)}\n`)).badge, "refused");
});

test("every kind of file cut off anywhere, or with bytes changed, is judged: nothing is thrown, and what is damaged is refused", async () => {
  const row = (at: number): string => `{"id":${at},"name":"宜蘭縣","day":"2026-11-30"}`;
  const kinds: Record<string, Buffer> = {
    csv: Buffer.from(table("id,name", ...rows(30, (at) => `${at},"宜蘭,縣${at}"`))),
    json: Buffer.from(`[${rows(30, row).join(",")}]`),
    "json-lines": Buffer.from(table(...rows(30, row))),
    geojson: Buffer.from(geo(121.5, 25)),
    xlsx: workbook(rows(30, (at) => `<row r="${at + 1}">${cell(`A${at + 1}`, at === 0 ? "id" : `x${at}`)}</row>`).join("")),
  };
  for (const [kind, bytes] of Object.entries(kinds)) {
    const whole = await check(bytes);
    assert.equal(whole.format, kind);
    assert.notEqual(whole.badge, "refused", kind);
    for (let part = 1; part < 20; part++) {
      const at = Math.floor((bytes.length * part) / 20);
      const cut = await check(bytes.subarray(0, at));
      // a cut between two rows leaves a shorter table; elsewhere the file is damaged
      assert.ok(cut.badge === "refused" || (/^(csv|json-lines)$/.test(kind) && cut.rows < whole.rows), `${kind} cut at ${at}`);
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ 0xff;
      const bent = await check(changed);
      assert.ok(bent.badge === "refused" || bent.findings.length > 0 || kind === "xlsx", `${kind} changed at ${at}`);
    }
  }
});

test("a file of more than 2 GB is refused unread", async () => {
  const file = join(folder, "large");
  writeFileSync(file, "a,b\n1,2\n");
  truncateSync(file, 2 * 1024 ** 3 + 1);
  const began = performance.now();
  const { badge, findings } = await checkFile(file);
  assert.deepEqual([badge, findings.map(({ code }) => code)], ["refused", ["file-too-large"]]);
  assert.ok(performance.now() - began < 1_000);
});
