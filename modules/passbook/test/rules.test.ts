import assert from "node:assert/strict";
import { test } from "node:test";
import { refundsAfter } from "../correcting.ts";
import { afterRefund, afterReturn, isMarked, judge, withPayment } from "../domain/judging.ts";
import { changeOf, comingOf, totalsOf } from "../domain/next.ts";
import { areRecords } from "../domain/record.ts";
import { lateOn, standingOf } from "../domain/standing.ts";
import { payableOf } from "../payments.ts";
import { taxesOf } from "../standing-service.ts";
import { payment, recordOf } from "./records.ts";

test("the surcharge is one per cent for every three full days after the first, ten at most, and nothing on the last day", () => {
  const of = (paid: string) => lateOn("vehicle", 7_120, { due: "2026-04-30", paid });
  assert.deepEqual(of("2026-04-30"), { days: 0, percent: 0, fee: 0, interest: 0 });
  for (const [paid, percent] of [
    ["2026-05-03", 0],
    ["2026-05-04", 1],
    ["2026-05-06", 1],
    ["2026-05-07", 2],
    ["2026-05-30", 9],
    ["2026-05-31", 10],
    ["2026-11-30", 10],
  ] as const)
    assert.equal(of(paid).percent, percent, paid);
  assert.equal(of("2026-11-30").fee, 712);
  assert.equal(of("2026-11-30").interest, 0, "a local tax bears no interest");
});

test("income tax bears interest from the day after the thirty days, by the day, and a fine bears nothing", () => {
  const due = "2026-06-01";
  assert.equal(lateOn("income", 1_000_000, { due, paid: "2026-07-01" }).interest, 0);
  // 1,000,000 x 1.725 % x 1 / 365
  assert.equal(lateOn("income", 1_000_000, { due, paid: "2026-07-02" }).interest, 47);
  assert.equal(lateOn("income", 1_000_000, { due, paid: "2026-07-12" }).interest, Math.floor((1_000_000 * 0.01725 * 11) / 365));
  assert.deepEqual(lateOn("penalty", 1_000_000, { due, paid: "2026-11-30" }), { days: 0, percent: 0, fee: 0, interest: 0 });
});

test("a tax stands as it was paid: ahead, paid, in arrears for the rest alone, or too much", () => {
  const at = "2026-11-30";
  assert.equal(standingOf(recordOf(), "2026-04-30").state, "ahead");
  const late = standingOf(recordOf({ payments: [payment(6_520, "2026-04-20")] }), at);
  assert.deepEqual([late.state, late.open, late.dueNow], ["arrears", 600, 660]);
  // what was paid for being late does not pay the tax
  const paid = standingOf(recordOf({ payments: [payment(6_520, "2026-04-20"), payment(660, "2026-11-30", 60)] }), at);
  assert.deepEqual([paid.state, paid.open, paid.refundable], ["paid", 0, 0]);
  const twice = recordOf({ payments: [payment(7_120, "2026-04-20"), payment(7_120, "2026-04-21")] });
  assert.deepEqual([standingOf(twice, at).state, standingOf(twice, at).refundable], ["refund", 7_120]);
  const back = { ...twice, refunds: [{ amount: 7_120, on: at, why: "twice", paid: true }] };
  assert.equal(standingOf(back, at).state, "paid");
  const cancelled = standingOf(recordOf({ state: "cancelled", payments: [payment(7_120, "2026-04-20")] }), at);
  assert.deepEqual([cancelled.state, cancelled.refundable], ["refund", 7_120]);
});

test("of instalments only those that are over are late, and what was sent to enforcement is not paid here", () => {
  const instalments = [1, 2, 3].map((no) => ({ no, due: `2026-0${3 + no}-30`, amount: [2_374, 2_373, 2_373][no - 1]! }));
  const plan = recordOf({ instalments, payments: [payment(2_374, "2026-04-29")] });
  assert.deepEqual([standingOf(plan, "2026-05-10").state, standingOf(plan, "2026-05-10").nextAmount], ["instalments", 2_373]);
  const missed = standingOf(plan, "2026-06-10");
  assert.deepEqual(
    [missed.state, missed.late!.days, missed.nextDay],
    ["arrears", 9, "2026-06-30"],
    "30 May is a Saturday, so 1 June was the last day",
  );
  assert.equal(missed.dueNow, 2_373 + Math.floor((2_373 * 2) / 100));
  const enforced = recordOf({ enforcedOn: "2026-07-14", enforcementOffice: "o", enforcementNo: "n" });
  assert.equal(standingOf(enforced, "2026-07-13").state, "arrears");
  assert.equal(standingOf(enforced, "2026-07-14").state, "enforced");
  assert.equal(payableOf(enforced, "2026-07-14"), null);
  assert.deepEqual(payableOf(enforced, "2026-07-13"), { amount: 7_832, late: 712 });
});

test("what comes next is what is to be paid, then the next levy of what a person has, on a day that is no holiday", () => {
  const paid = recordOf({ payments: [payment(7_120, "2026-04-20")] });
  assert.deepEqual(
    comingOf([paid], "2026-11-30").map(({ kind, day, from }) => [kind, day, from]),
    [["levy", "2027-05-03", "2027-04-01"]],
    "30 April 2027 is a day off",
  );
  const land = recordOf({
    number: "L2",
    tax: "land-value",
    object: "p",
    payFrom: "2026-11-01",
    due: "2026-11-30",
    assessed: 500,
  });
  assert.deepEqual(
    comingOf([paid, land], "2026-11-30").map(({ kind, tax, day }) => [kind, tax, day]),
    [
      ["pay", "land-value", "2026-11-30"],
      ["levy", "vehicle", "2027-05-03"],
      ["levy", "land-value", "2027-11-30"],
    ],
  );
  const older = recordOf({
    number: "L0",
    year: 2025,
    payFrom: "2025-04-01",
    due: "2025-04-30",
    payments: [payment(7_120, "2025-04-01")],
  });
  assert.equal(comingOf([older, paid], "2026-11-30").length, 1, "a car is levied once, however many years are known");
});

test("a year is compared with the one before of the same thing, and sums are those of all taxes", () => {
  const before = recordOf({ number: "L0", year: 2025, assessed: 4_320, base: 1_197, payFrom: "2025-04-01", due: "2025-04-30" });
  const now = recordOf();
  assert.deepEqual(changeOf(now, [before, now]), { before: 4_320, now: 7_120, basisBefore: 1_197, basisNow: 1_798 });
  assert.equal(changeOf(recordOf({ object: "another" }), [before]), null);
  assert.deepEqual(totalsOf([recordOf({ payments: [payment(6_520, "2026-04-20")] })], "2026-11-30"), {
    ...{ dueNow: 660, ahead: 0, refundable: 0, paid: 6_520 },
  });
});

test("a correction gives back what was paid beyond it, once", () => {
  const paid = recordOf({ payments: [payment(7_120, "2026-04-20")] });
  assert.deepEqual(refundsAfter(paid, 4_320, "2026-11-30"), [{ amount: 2_800, on: "2026-11-30", why: "corrected", paid: false }]);
  const again = { ...paid, assessed: 4_320, refunds: refundsAfter(paid, 4_320, "2026-11-30") };
  assert.equal(refundsAfter(again, 4_320, "2026-12-01").length, 1);
  assert.deepEqual(refundsAfter(recordOf(), 4_320, "2026-11-30"), []);
});

test("what an office answers is taken only if it is records", () => {
  assert.ok(areRecords([recordOf()]));
  for (const bad of [{}, [null], [{ ...recordOf(), assessed: "7120" }], [{ ...recordOf(), payments: [{ amount: 1 }] }]])
    assert.equal(areRecords(bad), false);
});

test("collected money is judged by the tax as it stood on the day of payment; the same money told again is no payment (frappe/erpnext#50797)", () => {
  const bill = recordOf();
  const paid = (amount: number, paidOn = "2026-04-10", reference = "S1") => ({ amount, paidOn, reference });
  const outcome = (one: typeof bill | null, what: ReturnType<typeof paid>) => judge(one, what).outcome;
  assert.equal(outcome(null, paid(7_120)), "unknown");
  assert.deepEqual(judge(bill, paid(7_120)), { outcome: "matched", due: 7_120, late: 0, told: false, enforced: false });
  assert.equal(outcome(bill, paid(7_119)), "part-paid");
  assert.equal(outcome(bill, paid(7_121)), "overpaid");
  // thirty days late the surcharge is 10 %: the bare tax is a part of what is due, and the surcharge is paid first
  const late = judge(bill, paid(7_120, "2026-06-30"));
  assert.deepEqual([late.outcome, late.due, late.late], ["part-paid", 7_832, 712]);
  assert.equal(outcome(bill, paid(7_832, "2026-06-30")), "matched");
  const line = { ...paid(7_120), late: 0, channel: "store", outcome: "matched" as const };
  const once = { ...bill, ...withPayment(bill, line) };
  assert.deepEqual([once.payments?.length, once.refunds?.length], [1, 0]);
  assert.equal(judge(once, paid(7_120)).told, true);
  const again = judge(once, paid(7_120, "2026-04-11", "S2"));
  assert.deepEqual([again.outcome, again.told], ["duplicate", false]);
  const twice = { ...once, ...withPayment(once, { ...line, reference: "S2", outcome: "duplicate" }) };
  assert.deepEqual(twice.refunds, [{ amount: 7_120, on: "2026-04-10", why: "twice", paid: false }]);
  const also = { refunds: [{ amount: 20, on: "2026-05-02", why: "too-much", paid: false }, ...twice.refunds!] };
  const paidOut = { amount: 7_120, on: "2026-06-01", reference: "claim-1" };
  assert.deepEqual(
    afterRefund(also, paidOut).map(({ paid: is }) => is),
    [false, true],
  );
  const back = { ...twice, refunds: afterRefund(twice, paidOut) };
  assert.equal(standingOf(back, "2026-06-01").refundable, 0);
  assert.deepEqual([isMarked(twice, "claim-1"), isMarked(back, "claim-1"), isMarked(back, "claim-2")], [false, true, false]);
  assert.deepEqual(afterReturn(back, "claim-2"), back.refunds, "another claim takes nothing back");
  assert.equal(standingOf({ ...back, refunds: afterReturn(back, "claim-1") }, "2026-06-01").refundable, 7_120);
  assert.equal(judge({ ...bill, enforcedOn: "2026-07-15" }, paid(7_832, "2026-07-16")).enforced, true);
  assert.equal(judge({ ...bill, enforcedOn: "2026-07-15" }, paid(7_832, "2026-07-14")).enforced, false);
});

test("a certificate rests on what is late today and what was paid in the year; what is not due yet, or under review, is no arrears", () => {
  const of = { today: "2026-11-30", year: 2026, nameOf: (tax: string, lang: string) => `${tax}.${lang}` };
  const late = recordOf({ payments: [payment(7_000, "2026-04-20"), payment(10, "2025-12-31")] });
  const found = taxesOf([late, recordOf({ state: "under-review" }), recordOf({ payFrom: "2026-12-01", due: "2026-12-31" })], of);
  assert.deepEqual([found.arrears, found.paid], [121, 7_000]);
  assert.equal(found.arrearsText, "vehicle.zh-Hant vehicle.en 2026 (LA115-000000000001): 121");
  assert.deepEqual(taxesOf([], of), { arrears: 0, arrearsText: "", paid: 0, paidText: "" });
});
