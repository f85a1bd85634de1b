import assert from "node:assert/strict";
import { test } from "node:test";
import { readLogQuery } from "../domain/log-query.ts";
import { daysUpTo, placeText, rangeOf, readPlace } from "../domain/transfer-query.ts";
import { citedLaws } from "../pages/open/laws.ts";
import { exampleCall } from "../pages/open/services.ts";

test("days are days in Taiwan, both included; no day is no limit", () => {
  assert.deepEqual(rangeOf({ from: "2026-01-01", to: "2026-01-01" }), {
    from: "2025-12-31T16:00:00.000Z",
    to: "2026-01-01T16:00:00.000Z",
  });
  assert.deepEqual(rangeOf({}), { from: "-infinity", to: "infinity" });
});

test("a place that a list gave out is read back, and one that none gave out is none", () => {
  const place = { at: "2026-01-01T00:00:00.000Z", seq: 7 };
  assert.deepEqual(readPlace(placeText(place)), place);
  assert.deepEqual(readPlace(undefined), { at: "infinity", seq: 0 });
  for (const text of ["", "x 1", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z 1e3", "2026-01-01T00:00:00.000Z 1; drop"])
    assert.equal(readPlace(text), undefined, text);
});

test("the last seven days end today, also over the end of a year", () => {
  assert.deepEqual(daysUpTo("2026-01-02", 3), ["2025-12-31", "2026-01-01", "2026-01-02"]);
});

test("an entry is looked for by its number or by a fingerprint in a printed text, and by nothing that names no entry", () => {
  for (const text of ["1024", " 1,024 ", "公開日誌序號 1,024", "entry 1024."])
    assert.deepEqual(readLogQuery(text), { leafIndex: 1024 }, text);
  const requestHash = `${"aB3+/".repeat(17)}x==`;
  const printed = `公開日誌序號 7\n指紋 ${requestHash.slice(0, 40)}\n${requestHash.slice(40)}\n複製`;
  for (const text of [requestHash, printed]) assert.deepEqual(readLogQuery(text), { requestHash });
  for (const text of ["", "third", "3 of 12", "1,02", "1e3", "9".repeat(13), `${"x".repeat(60)}1`])
    assert.equal(readLogQuery(text), undefined, text);
});

test("acts are listed once, with their articles in order and the services that cite them, the most used first", () => {
  const listing = (id: string, law: { act: string; article?: string }[]) => ({ id, law, text: {} });
  const found = citedLaws([
    listing("a", [{ act: "民法", article: "12" }]),
    listing("b", [
      { act: "所得稅法", article: "17-1" },
      { act: "所得稅法", article: "5" },
    ]),
    listing("c", [{ act: "所得稅法", article: "17" }, { act: "所得稅法" }]),
  ]);
  assert.deepEqual(
    found.map(({ act, articles, services }) => [act, articles, services.map(({ id }) => id)]),
    [
      ["所得稅法", ["5", "17", "17-1"], ["b", "c"]],
      ["民法", ["12"], ["a"]],
    ],
  );
});

test("the example call of a service names it at the caller's own gateway", () => {
  const call = exampleCall("TWDEMO/GOV/MOI/REGISTERS/household", { method: "POST", path: "/find", summary: "" });
  assert.match(call, /^curl -X POST 'https:\/\/<GATEWAY>\/r1\/TWDEMO\/GOV\/MOI\/REGISTERS\/household\/find' \\\n/);
  assert.match(call, /-d '<BODY>'$/);
});
