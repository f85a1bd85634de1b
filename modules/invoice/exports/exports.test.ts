import assert from "node:assert/strict";
import { test } from "node:test";
import type { PageQuery } from "./export-store.ts";
import { periodFile, settledAt } from "./period-file.ts";

test("a period's file goes page by page from the last line of the page before, and ends with an empty page", async () => {
  const asked: PageQuery[] = [];
  const rows = Array.from({ length: 5 }, (_, at) => ["2026-10-01", `TW0000000${at}`]);
  const read = async (query: PageQuery) => {
    asked.push(query);
    const page = rows.filter(([, number]) => number! > query.after[1]).slice(0, query.limit);
    return page.length === 0
      ? { lines: null, last: null }
      : { lines: page.map(([, number]) => `${number}\r\n`).join(""), last: page.at(-1)! };
  };
  const lines: string[] = [];
  for await (const part of periodFile(read, { ban: "04595257", term: "11510", asOf: "2026-10-15T00:00:00.000Z", limit: 2 }))
    lines.push(part);
  assert.deepEqual(
    lines.join("").trim().split("\r\n").slice(1),
    rows.map(([, number]) => number),
  );
  assert.deepEqual(
    asked.map(({ after }) => after[1]),
    ["", "TW00000001", "TW00000003", "TW00000004"],
  );
});

test("what was issued again within the last minute is shown as it was before", () => {
  assert.equal(settledAt({ now: () => new Date("2026-10-15T00:01:00.000Z") }), "2026-10-15T00:00:00.000Z");
});
