import assert from "node:assert/strict";
import { test } from "node:test";
import { type BankEntry, matchEntry, type Sent } from "./matching.ts";

const sent = (n: number, change: Partial<Sent> = {}): Sent => ({
  ...{ batch: "b", line: n, endToEndId: `E${n}`, amount: 5_000, agency: "moa", states: [] },
  ...change,
});
const paid = (n: number, amount: number | null = -5_000) => ({ amount, endToEndId: `E${n}`, reason: null, text: null });
const entry = (amount: number, payments: BankEntry["payments"] = [], batchOf: string | null = null): BankEntry => ({
  ...{ amount, payments, batchOf, bankReference: "R" },
});
const match = (one: BankEntry, lines: Sent[]) =>
  matchEntry(one, { byId: new Map(lines.map((line) => [line.endToEndId, line])), byMsgId: new Map([["M", lines]]) });
const sumOf = (postings: readonly { amount: number }[]): number => postings.reduce((sum, { amount }) => sum + amount, 0);

test("OCA/bank-statement-import#157: the payments of a batch count with their own amounts, not each with the batch's total", () => {
  const { states, mismatches, postings } = match(entry(-10_000, [paid(1), paid(2)]), [sent(1), sent(2)]);
  assert.deepEqual([states.map(({ state }) => state), mismatches], [["arrived", "arrived"], []]);
  assert.equal(sumOf(postings), 0);
  assert.equal(sumOf(postings.filter(({ account }) => account === "transit")), 10_000);
  // payments that are said to have the total each do not come to the entry
  const wrong = match(entry(-10_000, [paid(1, -10_000), paid(2, -10_000)]), [sent(1), sent(2)]);
  assert.deepEqual([wrong.states, wrong.mismatches.map(({ reason }) => reason)], [[], ["sum-differs"]]);
  assert.equal(sumOf(wrong.postings), 0);
});

test("a batch entry without payments stands for what the bank did not refuse", () => {
  const lines = [sent(1), sent(2, { states: ["rejected"] }), sent(3)];
  assert.equal(match(entry(-10_000, [], "M"), lines).states.length, 2);
  assert.deepEqual(
    match(entry(-15_000, [], "M"), [sent(1), sent(2, { states: ["rejected"] }), sent(3)]).mismatches.map(({ reason }) => reason),
    ["sum-differs"],
  );
});

test("what comes back belongs to the agency again, also before its debit was told", () => {
  const back = match(entry(5_000, [{ ...paid(1, 5_000), reason: "AC04" }]), [sent(1)]);
  assert.deepEqual(back.states, [{ batch: "b", line: 1, state: "returned", reason: "AC04" }]);
  assert.deepEqual(back.postings, [
    { account: "bank", amount: 5_000 },
    { account: "agency/moa", amount: -5_000 },
  ]);
});

test("what fits nothing is for the cashier, and the bank's account moves all the same", () => {
  for (const [one, lines, reason] of [
    [entry(-5_000, [paid(9)]), [sent(1)], "unknown"],
    [entry(-4_000, [paid(1, -4_000)]), [sent(1)], "wrong-amount"],
    [entry(-5_000, [paid(1)]), [sent(1, { states: ["arrived"] })], "twice"],
    [entry(-5_000, [paid(1)]), [sent(1, { states: ["rejected"] })], "rejected-before"],
    [entry(88_000), [], "unknown"],
    [entry(-10_000, [paid(1, null), paid(2, null)]), [sent(1), sent(2)], "sum-differs"],
  ] as const) {
    const { states, mismatches, postings } = match(one, [...lines]);
    assert.deepEqual([states, mismatches.map((found) => found.reason)], [[], [reason]]);
    assert.deepEqual(postings, [
      { account: "bank", amount: one.amount },
      { account: "unmatched", amount: -one.amount },
    ]);
  }
  const twice = match(entry(-10_000, [paid(1), paid(1)]), [sent(1)]);
  assert.deepEqual([twice.states.length, twice.mismatches[0]?.reason], [1, "twice"]);
});
