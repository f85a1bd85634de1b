import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import canonicalize from "canonicalize";
import { canonicalRecord, isRecord, leafOf, type TransferRecord } from "./record.ts";

const record: TransferRecord = {
  side: "provider",
  exchangeId: "TWDEMO-1",
  at: "2026-11-27T01:02:03.004Z",
  consumer: "TWDEMO/EDU/NDU/AID",
  provider: "TWDEMO/GOV/MOI/REGISTERS/household",
  agreement: "school-aid",
  consent: null,
  purpose: '就學貸款 "quoted" \\ \u2028 \u0001 é 😀',
  fields: ["name", "householdNo"],
  outcome: "answered",
  code: null,
  requestHash: "q83v",
  responseHash: "EjRW",
};

test("a record's canonical form is that of RFC 8785, as another implementation makes it, in whatever order its names came", () => {
  const others: TransferRecord[] = [
    record,
    { ...record, fields: [], purpose: "", agreement: null, responseHash: null, outcome: "failed", code: "Server.X" },
    Object.fromEntries(Object.entries(record).reverse()) as TransferRecord,
  ];
  for (const one of others) {
    assert.equal(canonicalRecord(one), canonicalize(one));
    const salt = Buffer.from("salt");
    const leaf = createHash("sha256").update(salt).update(canonicalize(one)!).digest();
    assert.deepEqual(leafOf(one, salt), leaf);
  }
});

test("what is no record, or has text that a database or a reader of JSON cannot hold, is none", () => {
  assert.ok(isRecord(record));
  const { responseHash, ...without } = record;
  assert.equal(responseHash, "EjRW");
  for (const other of [
    null,
    [],
    without,
    { ...record, more: 1 },
    { ...record, at: "yesterday" },
    { ...record, side: "both" },
    { ...record, fields: ["\ud800"] },
    { ...record, purpose: "a\0b" },
    { ...record, consent: "\udc00" },
    { ...record, code: "\ud800" },
    { ...record, exchangeId: "a\0" },
    { ...record, purpose: "x".repeat(10_001) },
  ])
    assert.equal(isRecord(other), false, JSON.stringify(other));
});
