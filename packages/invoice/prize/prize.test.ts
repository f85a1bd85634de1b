import assert from "node:assert/strict";
import { test } from "node:test";
import { type Draw, matcherOf, type PrizeAmounts } from "./draw.ts";
import { claimWindow, drawDay, payOut } from "./pay-out.ts";

const amounts: PrizeAmounts = {
  super: 10_000_000,
  special: 2_000_000,
  first: 200_000,
  second: 40_000,
  third: 10_000,
  fourth: 4000,
  fifth: 1000,
  sixth: 200,
  add6: 200,
};
const draw: Draw = {
  term: "10802",
  super: ["00106725"],
  special: ["90819218"],
  first: ["13440631", "26650552", "09775722"],
  additional: ["809", "264"],
  cloud: [
    { amount: 1_000_000, numbers: ["AB12340631"] },
    { amount: 500, numbers: ["AB00000001", "AB99999631"] },
  ],
};
const { prizeOf, tails } = matcherOf(draw, amounts);

test("each prize is won by as many last digits as it needs, and by one fewer the next one", () => {
  const expected: [string, string | undefined, number][] = [
    ["00106725", "super", 10_000_000],
    ["10106725", undefined, 0],
    ["90819218", "special", 2_000_000],
    ["13440631", "first", 200_000],
    ["03440631", "second", 40_000],
    ["00440631", "third", 10_000],
    ["99940631", "fourth", 4000],
    ["99990631", "fifth", 1000],
    ["99999631", "sixth", 200],
    ["99999809", "add6", 200],
    ["99999831", undefined, 0],
  ];
  for (const [number, prize, amount] of expected) {
    assert.equal(prizeOf(number)?.prize, prize, number);
    assert.equal(prizeOf(`ZZ${number}`)?.amount ?? 0, amount, "letters do not count");
  }
});

test("cloud prizes are for whole numbers of cloud invoices, and the higher prize counts", () => {
  assert.deepEqual(prizeOf("AB12340631", true), { prize: "cloud", amount: 1_000_000 });
  assert.deepEqual(prizeOf("AB12340631"), { prize: "fourth", amount: 4000 }, "on paper it has the drawn prize alone");
  assert.deepEqual(prizeOf("AC00000001", true), undefined, "other letters are another invoice");
  assert.deepEqual(prizeOf("AB99999631", true), { prize: "cloud", amount: 500 });
});

test("the last three digits that are searched for lose no winner", () => {
  for (let number = 0; number < 200_000; number++) {
    const text = String(number * 499).padStart(8, "0");
    if (prizeOf(text)) assert.ok(tails.includes(text.slice(-3)), text);
  }
  assert.equal(tails.length, 7);
});

test("income tax is withheld from 10,000 on, stamp tax over the counter from what makes a whole NT$", () => {
  const taxes = { withheldFrom: 5001, withheldPercent: 20, stampPerMille: 4 };
  const expected: [number, number, number][] = [
    [10_000_000, 7_960_000, 8_000_000],
    [2_000_000, 1_592_000, 1_600_000],
    [200_000, 159_200, 160_000],
    [10_000, 7960, 8000],
    [4000, 3984, 4000],
    [1000, 996, 1000],
    [800, 797, 800],
    [500, 498, 500],
    [200, 200, 200],
  ];
  for (const [amount, counter, remitted] of expected) {
    assert.equal(payOut(amount, taxes, "counter").net, counter, String(amount));
    assert.equal(payOut(amount, taxes, "remitted").net, remitted, String(amount));
  }
  assert.equal(payOut(4000, { ...taxes, withheldFrom: 2001 }, "remitted").net, 3200, "before 2019");
});

test("the draw is on the 25th of the next month, the window three months from the 6th of the month after", () => {
  assert.equal(drawDay("2025-10-31"), "2025-11-25");
  assert.deepEqual(claimWindow("2025-10-31"), { from: "2025-12-06", to: "2026-03-05" });
  assert.deepEqual(claimWindow("2025-12-31"), { from: "2026-02-06", to: "2026-05-05" });
});
