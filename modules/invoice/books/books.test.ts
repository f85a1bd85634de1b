import assert from "node:assert/strict";
import { test } from "node:test";
import type { MandateInForce } from "@troad/people/api";
import { openBooksAccess } from "./access.ts";
import { stateOf } from "./inbound.ts";
import { type MediaLine, mediaLine } from "./media.ts";
import { returnSums } from "./sums.ts";

const sold = (more: object) => ({ business: true, count: 1, sales: 0, zero: 0, exempt: 0, tax: 0, total: 0, ...more });

test("odoo/odoo#281928: tax is what the invoices state, 1906 or 1907, and is not worked out again from the sum", () => {
  // 190,630 less half and less three tenths: what is left is taxed 1906 or 1907, by where it is rounded
  for (const last of [1906, 1907]) {
    const taxes = [4766, 2859, last];
    const tax = taxes.reduce((all, one) => all + one, 0);
    const sums = returnSums([sold({ count: 3, sales: 190_630, tax })], [{ mark: 1, count: 3, sales: 190_630, tax }], []);
    assert.deepEqual([sums.outputTax, sums.inputTax, sums.balance], [tax, tax, 0]);
  }
  assert.equal(
    returnSums([sold({ business: false, sales: 1_000, total: 1_000 })], [], []).outputTax,
    48,
    "a price has its tax in it",
  );
});

test("exempt sales make a 403 of it, marks keep purchases out, and allowances count on both sides", () => {
  const goods = { mark: 1 as const, count: 2, sales: 10_000, tax: 500 };
  const bought = [
    goods,
    { ...goods, mark: 2 as const, tax: 300 },
    { ...goods, mark: 3 as const },
    { ...goods, mark: 4 as const },
  ];
  const allowances = [
    { given: true, sales: 1_000, tax: 50 },
    { given: false, sales: 2_000, tax: 100 },
  ];
  const plain = returnSums([sold({ sales: 30_000, tax: 1_500 })], bought, allowances);
  assert.deepEqual([plain.form, plain.deductible, plain.barredTax, plain.balance], ["401", 700, 1_000, 1_500 - 50 - 700]);
  const mixed = returnSums([sold({ sales: 30_000, tax: 1_500, exempt: 11_000 })], bought, allowances);
  assert.deepEqual([mixed.form, mixed.barredShare, mixed.deductible], ["403", 27, 700 - 189], "11,000 of 40,000");
  assert.equal(returnSums([], [goods], []).balance, -500, "carried forward");
});

test("a line of the media file has 81 characters, each field at its place", () => {
  const line: MediaLine = {
    ...{ kind: "25", date: "2026-10-15", buyer: "04595257", seller: "12345675", invoice: "AB00000001" },
    ...{ sales: 10_000, tax: 500, taxType: "1", mark: 2 },
  };
  const text = mediaLine(line, "123456789", 7);
  assert.equal(text, "251234567890000007115100459525712345675AB00000001000000010000100000005002        ");
  const consumer = mediaLine({ ...line, kind: "35", buyer: "0000000000", mark: null, tax: 0 }, "123456789", 8);
  assert.deepEqual([text.length, consumer.length, consumer.slice(23, 31)], [81, 81, "        "]);
  assert.throws(() => mediaLine({ ...line, sales: 1e12 }, "123456789", 9), RangeError);
});

test("what was exchanged is answered within seven days of its receipt and counts as delivered after them; the archive needs no answer", () => {
  const invoice = { exchanged: true, actions: [] as string[], receivedAt: "2026-10-15T17:00:00.000Z" };
  assert.deepEqual(stateOf(invoice, "2026-10-23"), { state: "open", due: "2026-10-23" }, "received on the 16th in Taipei");
  assert.equal(stateOf(invoice, "2026-10-24").state, "delivered");
  assert.equal(stateOf({ ...invoice, exchanged: false }, "2026-10-24").state, "archived");
  for (const [action, state] of [
    ["confirm", "confirmed"],
    ["reject", "rejected"],
    ["cancel", "cancelled"],
  ] as const)
    assert.equal(stateOf({ ...invoice, actions: [action] }, "2026-10-16").state, state);
});

test("books are kept by mandate of the business, or of who represents it while both mandates hold; the earlier end counts", async () => {
  const of = (kind: MandateInForce["kind"], subject: string, number: string, until: string | null = null): MandateInForce => ({
    ...{ id: `${subject}${number}`, kind, principal: { subject, name: subject, number }, until },
  });
  const held: Record<string, MandateInForce[]> = {
    accountant: [
      of("agent", "owner", "A123456789", "2026-12-31"),
      of("agent", "b", "12345675"),
      of("parent", "child", "B223456789"),
    ],
    owner: [of("representative", "a", "04595257", "2027-06-30"), of("agent", "c", "10458574")],
    child: [of("representative", "d", "22099131")],
  };
  const { clientsOf, need } = openBooksAccess({ inForce: async ({ holder }) => held[holder] ?? [] }, ["vat", "other"]);
  assert.deepEqual(await clientsOf("accountant"), [
    { ban: "04595257", name: "a", as: "agent", until: "2026-12-31" },
    { ban: "12345675", name: "b", as: "agent", until: null },
  ]);
  held.owner = [];
  await assert.rejects(need("accountant", "04595257"), { code: "books.not-yours" });
  await assert.rejects(need("stranger", "12345675"), { code: "books.not-yours" });
});
