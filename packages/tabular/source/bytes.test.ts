import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { watchColumn } from "../column.ts";
import { findingList } from "../findings.ts";
import { csvLine, normalRows } from "../normal.ts";
import { readTable, type Table } from "../table.ts";
import { readBytes } from "./bytes.ts";
import { csvRows, MalformedRow } from "./csv.ts";
import { decode } from "./encoding.ts";

const folder = mkdtempSync(join(tmpdir(), "tabular-bytes-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

function drawing(seed: number): (below: number) => number {
  let state = seed * 48_271 + 11;
  return (below) => {
    state = (state * 48_271) % 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * below);
  };
}
const pool = [
  ...[
    "0",
    "7",
    "12",
    "007",
    "0912345678",
    "1234567890",
    "886912345678",
    "12345678901234567",
    "3.5",
    "0.50",
    "1.",
    ".5",
    "-4",
    "+9",
  ],
  ...[
    "1e3",
    "1,5",
    "N/A",
    "-",
    "",
    " ",
    "x",
    " x ",
    "宜蘭縣",
    "總計",
    "總計：9",
    "資料來源：x",
    "2026-11-30",
    "2026-02-30",
    "115/1/2",
    "1151130",
  ],
  ...[
    "2026-11-30T10:00:00",
    "12:30",
    "true",
    "TRUE",
    "=1+1",
    "<b>x</b>",
    "A123456789",
    "ABC-1234",
    "王小明",
    "0912-345-678",
    "\u0001",
    "\ufffd",
  ],
  ...['"q"', '"a,b"', '"a\nb"', '"a""b"', 'x "y"', "a;b", "11.9\u3000"],
];
const names = ["id", "縣市", "日期", "人數", "經度", "統一編號", "姓名", "note", "day", "電話", "2024"];

/** A table whose columns hold mostly one kind of value, now and then anything. */
function fileOf(seed: number): string {
  const below = drawing(seed);
  const columns = Array.from({ length: 1 + below(6) }, () => ({ name: names[below(names.length)]!, main: below(7) }));
  const usual = [
    () => String(below(1_000_000)),
    () => `${below(500)}.${below(100)}`,
    () => `2026-${String(1 + below(12)).padStart(2, "0")}-15`,
    () => `鄉鎮${below(30)}`,
    () => "",
    () => pool[below(pool.length)]!,
    () => String(below(10)),
  ];
  const oddness = [10_000, 400, 40, 8][below(4)]!;
  const end = ["\n", "\n", "\r\n", "\r"][below(4)]!;
  const head = columns.map(({ name }) => name).join(",");
  const rows = Array.from({ length: 190 + below(400) }, () => {
    if (below(oddness) === 0) return ["", ",,", head, "總計,5", "資料來源：內政部,", "a,b,c,d,e,f,g,h"][below(6)]!;
    return columns.map(({ main }) => (below(oddness) === 0 ? pool[below(pool.length)]! : usual[main]!())).join(",");
  });
  return [head, ...rows].join(end) + (below(3) === 0 ? "" : end);
}

const township = (code: string): "known" | "unknown" => (/^6300/.test(code) ? "known" : "unknown");
async function outcome(
  read: (findings: ReturnType<typeof findingList>, watch: Parameters<typeof readTable>[2]) => Promise<Table>,
) {
  const findings = findingList();
  try {
    const { normal, ...table } = await read(findings, (name) => watchColumn(name, findings, township as never));
    return { table, normal, findings: findings.sorted() };
  } catch (error) {
    if (error instanceof MalformedRow) return { malformed: error.row };
    throw error;
  }
}

async function bothAlike(content: string | Buffer, what: string): Promise<boolean> {
  const file = join(folder, "file.csv");
  writeFileSync(file, content);
  const bytes = await outcome((findings, watch) => readBytes(file, { bom: false, delimiter: "," }, findings, watch));
  const text = await outcome((findings, watch) => readTable(csvRows(decode(file, "utf-8"), ","), findings, watch));
  // what bytes say is normal is at most what the cells say
  const { normal, ...found } = bytes as { normal?: boolean };
  const { normal: cells, ...expected } = text as { normal?: boolean };
  assert.deepEqual(found, expected, what);
  assert.ok(!normal || cells, what);
  if (normal !== true || !("table" in found)) return false;
  const report = {
    format: "csv",
    encoding: "utf-8",
    delimiter: ",",
    badge: "gold",
    findings: [],
    ...(found.table as Table),
  } as const;
  let written = csvLine(report.columns.map(({ name }) => name));
  for await (const row of normalRows(file, report)) written += csvLine(row);
  assert.ok(written === String(content), `${what}: it is what programs want as it is`);
  return true;
}

test("read as bytes or as text, a file gives the same columns, rows and findings", async () => {
  let normal = 0;
  for (let seed = 1; seed <= 400; seed++) if (await bothAlike(fileOf(seed), `seed ${seed}`)) normal++;
  assert.ok(normal > 10, `${normal} files were in normal form`);
  const many = Array.from({ length: 300 }, (_, at) => `${at},x`).join("\n");
  for (const [what, content] of Object.entries({
    "an unclosed mark": `id,n\n${many}\n1,"x\n${many}\n`,
    "a cell without an end": `id,n\n${many}\n1,${"x".repeat((1 << 20) + 10)}\n${many}\n`,
    "a last line without an end": `id,n\n${many}\n1,${"y".repeat(2_000_000)}`,
    "more cells than a spreadsheet": `id,n\n${many}\n${"1,".repeat(17_000)}\n${many}\n`,
    "a large file": `id,n\n${Array.from({ length: 200_000 }, (_, at) => `${at},${at % 9_000 === 0 ? '"a\nb"' : "值"}`).join("\n")}\n`,
  }))
    await bothAlike(content, what);
});
