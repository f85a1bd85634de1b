import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { canonicalJson } from "./canonical.ts";
import { auditLedger, defineLedger } from "./definition.ts";
import { genesis, type StoredEntry } from "./digest.ts";
import { brokenChain, nextEntry } from "./ledger.ts";

type Stored = Record<"cases" | "access" | "audit", (StoredEntry & Record<string, unknown>)[]>;
/** Entries as the programs before the second version of the digest stored them; made by their code. */
const stored = JSON.parse(fs.readFileSync(new URL("./testing/stored.json", import.meta.url), "utf8")) as Stored;
const cases = defineLedger({ name: "case", table: "case_action", stream: { column: "case_id", type: "uuid" } });
const access = defineLedger({ name: "access", table: "access_action", stream: { column: "application", type: "text" } });

const chains = {
  cases: { ledger: cases, entries: stored.cases.map((entry) => ({ ...entry, digest: 1 })) },
  access: { ledger: access, entries: stored.access.map((entry) => ({ ...entry, digest: 1 })) },
  audit: {
    ledger: auditLedger,
    entries: stored.audit.map(
      ({ action, target, trace_id: traceId, detail, ...entry }): StoredEntry => ({
        ...entry,
        type: String(action),
        data: { target, traceId, detail },
        digest: 1,
      }),
    ),
  },
};

test("hashes stored in the three formats before the ledger verify unchanged, and no altered entry does", () => {
  for (const [name, { ledger, entries }] of Object.entries(chains)) {
    assert.equal(brokenChain(ledger, "x", entries), undefined, name);
    for (const [index, entry] of entries.entries()) {
      const alter = (change: Partial<StoredEntry>) =>
        brokenChain(
          ledger,
          "x",
          entries.map((one, at) => (at === index ? { ...one, ...change } : one)),
        );
      const expected = { seq: entry.seq, reason: "hash" };
      assert.deepEqual(alter({ actor: "someone" }), expected);
      assert.deepEqual(alter({ at: "2026-11-26T00:00:00.000Z" }), expected);
      assert.deepEqual(alter({ type: "other" }), expected);
      assert.deepEqual(alter({ data: { ...entry.data, detail: { more: 1 }, more: 1 } }), expected);
      assert.notEqual(alter({ hash: "f".repeat(64) }), undefined);
    }
  }
});

test("a chain that began in the first format goes on in the second", () => {
  const { ledger, entries } = chains.cases;
  const place = { ledger: ledger.name, stream: "x" };
  const next = nextEntry(place, entries.at(-1)!, { at: "2026-12-01T00:00:00.000Z", actor: "a", type: "noted", data: { n: 1 } });
  assert.equal(brokenChain(ledger, "x", [...entries, next]), undefined);
  assert.deepEqual(brokenChain(ledger, "x", [...entries, { ...next, data: { n: 2 } }]), { seq: next.seq, reason: "hash" });
  assert.deepEqual(brokenChain(ledger, "y", [...entries, next]), { seq: next.seq, reason: "hash" });
});

test("in the first format a list of pairs in place of an object has the same hash, and is refused all the same", () => {
  const { ledger, entries } = chains.cases;
  const decided = entries[3]!;
  const asPairs = Object.entries(decided.data).sort(([a], [b]) => (a < b ? -1 : 1));
  const whole = { ...decided, data: asPairs as unknown as Record<string, unknown> };
  const inner = { ...decided, data: { ...decided.data, values: Object.entries(decided.data.values as object) } };
  for (const forged of [whole, inner])
    assert.deepEqual(
      brokenChain(
        ledger,
        "x",
        entries.map((entry) => (entry === decided ? forged : entry)),
      ),
      { seq: 4, reason: "form" },
    );
});

const chain = (stream: string): StoredEntry[] => {
  const entries: StoredEntry[] = [];
  for (const n of [1, 2, 3]) {
    const entry = {
      at: `2026-12-01T00:00:0${n}.000Z`,
      actor: "a",
      type: "noted",
      data: { n, nested: { list: [], none: undefined } },
    };
    entries.push(nextEntry({ ledger: "case", stream }, entries.at(-1) ?? genesis, entry));
  }
  return entries;
};

test("a chain breaks where an entry was altered, left out, moved to another stream or said to be of another format", () => {
  const entries = chain("one");
  assert.equal(brokenChain(cases, "one", entries), undefined);
  assert.equal(brokenChain(cases, "one", [...chains.cases.entries.slice(0, 0), ...entries]), undefined);
  const altered = (at: number, change: Partial<StoredEntry>) =>
    entries.map((entry, index) => (index === at ? { ...entry, ...change } : entry));
  assert.deepEqual(brokenChain(cases, "one", altered(1, { data: { n: 2, nested: { list: {} } } })), { seq: 2, reason: "hash" });
  assert.deepEqual(brokenChain(cases, "one", altered(1, { digest: 1 })), { seq: 2, reason: "hash" });
  assert.deepEqual(brokenChain(cases, "one", altered(1, { digest: 3 })), { seq: 2, reason: "digest" });
  assert.deepEqual(brokenChain(cases, "one", entries.toSpliced(1, 1)), { seq: 3, reason: "sequence" });
  assert.deepEqual(brokenChain(cases, "one", altered(2, { prev_hash: genesis.hash })), { seq: 3, reason: "previous" });
  assert.deepEqual(brokenChain(cases, "two", entries), { seq: 1, reason: "hash" });
  assert.deepEqual(brokenChain(access, "one", entries), { seq: 1, reason: "hash" });
});

test("canonical JSON is that of RFC 8785: its own example", () => {
  // section 3.2.2 and 3.2.3
  const example = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`) as unknown;
  const expected = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
  assert.equal(canonicalJson(example), expected);
  assert.equal(
    canonicalJson({ b: undefined, a: [undefined], "\u{1f600}": 1, "\ufb33": 2 }),
    '{"a":[null],"\u{1f600}":1,"\ufb33":2}',
  );
});
