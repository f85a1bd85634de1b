import assert from "node:assert/strict";
import { test } from "node:test";
import type { FastifyRequest } from "fastify";
import { csvCell } from "./csv.ts";
import { fileLines, mostRows } from "./file.ts";
import { type Asked, type Column, inMemory, type Source } from "./list.ts";
import { readListQuery } from "./query.ts";
import { listTable } from "./table.ts";
import { type WorkItem, workList } from "./work.ts";

const t = (key: string, params?: object): string => `${key}${params ? ` ${Object.values(params).join()}` : ""}`;
const columns: Column<number>[] = [
  { key: "n", text: "N", kind: "number", value: (n) => n },
  { key: "n", text: "=N", kind: "text", value: (n) => `=${n}` },
];
const upTo = (count: number, asked: Asked[] = []): Source<number> => ({
  cursorKind: "number",
  cursor: String,
  rows: async (query) => {
    asked.push(query);
    const first = Number(query.before ?? 0);
    return Array.from({ length: Math.min(query.limit, count - first) }, (_, n) => first + n + 1);
  },
});
const written = async (source: Source<number>): Promise<string[]> => {
  const parts: string[] = [];
  for await (const part of fileLines({ t }, { source, columns }, {})) parts.push(part);
  return parts.join("").split("\r\n");
};

test("what a spreadsheet would run is text, quotes are doubled, numbers stay numbers", () => {
  for (const sign of ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
    assert.equal(csvCell(`${sign}cmd|' /C calc'!A0`), `"'${sign}cmd|' /C calc'!A0"`);
  assert.deepEqual(['a"b,\r\nc', "", null, -5, 0, "09 1"].map(csvCell), ['"a""b,\r\nc"', '""', "", "-5", "0", '"09 1"']);
});

test("a file is read page by page, has every row, and says when it is cut", async () => {
  const asked: Asked[] = [];
  const all = await written(upTo(1234, asked));
  assert.deepEqual(
    asked.map(({ before, limit }) => [before, limit]),
    [
      [undefined, 500],
      ["500", 500],
      ["1000", 500],
    ],
  );
  assert.deepEqual([all[0], all[1], all[1234], all.length], ['\uFEFF"N","\'=N"', '1,"\'=1"', '1234,"\'=1234"', 1236]);
  assert.equal((await written(upTo(mostRows))).length, mostRows + 2);
  const cut = await written(upTo(mostRows + 1));
  assert.deepEqual([cut.length, cut.at(-2)], [mostRows + 3, '"web.list.cut 50000",']);
});

test("names of other parameters change nothing, and those of the prototype are none of ours", () => {
  const filters = [
    { kind: "select", name: "constructor", label: "", options: [{ value: "a", text: "a" }], initial: "a" },
  ] as const;
  assert.deepEqual(readListQuery(filters, { utm: "x" }, "uuid"), { chosen: { constructor: "a" }, faults: [], before: undefined });
  assert.deepEqual(readListQuery(filters, undefined, "uuid").faults, []);
  assert.throws(() => readListQuery([], { before: ["1", "2"] }, "number"), /list\.filter-invalid/);
});

test("a place in a list in memory whose row is gone leads to the beginning", async () => {
  const source = inMemory(() => [1, 2, 3], String, "number");
  assert.deepEqual(await source.rows({ chosen: {}, before: "2", limit: 2 }), [3]);
  assert.deepEqual(await source.rows({ chosen: {}, before: "9", limit: 2 }), [1, 2]);
});

test("what was written by others is escaped in a table, and a value that is not there is a dash", () => {
  const shown = String(
    listTable({ lang: "en" }, '"><script>', [{ key: "a", text: "<b>", kind: "text", value: (row) => row }], ["<i>", ""]),
  );
  assert.equal(/<script>|<i>|<b>/.test(shown), false);
  assert.match(shown, /data-label="&lt;b&gt;"><div class="tr-table__value">–</);
});

test("work is overdue, due today, due soon or later, and its age is counted in days of Taiwan", () => {
  const request = { t, lang: "en", query: {} } as unknown as FastifyRequest;
  const item = (due: string | null, since: string): WorkItem => ({
    text: "a",
    href: "/a",
    status: "open",
    since,
    due,
    holder: null,
  });
  const shown = (one: WorkItem): string => {
    const list = workList(request, {
      ...{ address: "/w", title: "W", source: inMemory<WorkItem>(() => [], String, "number"), empty: { title: "" }, filters: [] },
      ...{ statuses: [], counts: {}, today: "2026-03-10", item: (row: WorkItem) => row },
    });
    return String(listTable(request, "W", list.columns, [one]));
  };
  // 16:30 UTC is half past midnight of the next day in Taiwan
  assert.match(shown(item("2026-03-09", "2026-03-08T16:30:00.000Z")), /web\.work\.days 1<.*web\.work\.overdue 1/s);
  assert.match(shown(item("2026-03-10", "2026-03-08T15:30:00.000Z")), /web\.work\.days 2<.*web\.work\.due-today/s);
  assert.match(shown(item("2026-03-13", "2026-03-10T03:00:00.000Z")), /web\.work\.days 0<.*web\.work\.left 3/s);
  assert.doesNotMatch(shown(item("2026-03-14", "2026-03-10T03:00:00.000Z")), /web\.work\.(left|overdue|due-today)/);
  assert.match(shown(item(null, "2026-03-10T03:00:00.000Z")), /web\.work\.nobody/);
});
