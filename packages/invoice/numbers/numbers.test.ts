import assert from "node:assert/strict";
import { test } from "node:test";
import { isBan } from "./ban.ts";
import { isCarrierType, isCitizenCertificate, isLoveCode, isMobileBarcode, isVerifyCode } from "./carrier.ts";
import { daysOf, isDay, termOf, termPlus } from "./term.ts";

test("a business number has a sum that five divides, or with 7 in seventh place one more", () => {
  for (const good of ["10458570", "10458574", "10458575", "12345670", "12345671", "12345675", "12345676"])
    assert.ok(isBan(good), good);
  for (const bad of [
    "12345672",
    "10458571",
    "1234567",
    "123456789",
    "1234567x",
    "０４５９５２５７",
    "",
    " 4595257",
    "12345675\n",
  ])
    assert.ok(!isBan(bad), JSON.stringify(bad));
});

test("exactly one or two of ten last digits fit, so a wrong digit is found in four of five cases or more", () => {
  for (let head = 0; head < 1000; head++) {
    const front = String(head * 7919 + 1_000_000).slice(0, 7);
    const fitting = [...Array(10).keys()].filter((last) => isBan(`${front}${last}`)).length;
    assert.equal(fitting, front[6] === "7" ? 4 : 2, front);
  }
});

test("a period is named by its even month in the ROC year", () => {
  const terms: [string, string][] = [
    ["2015-03-07", "10404"],
    ["2013-05-23", "10206"],
    ["2026-01-31", "11502"],
    ["2025-12-31", "11412"],
    ["2011-08-01", "10008"],
    ["2010-01-01", "09902"],
  ];
  for (const [date, term] of terms) assert.equal(termOf(date), term, date);
  assert.deepEqual(daysOf("11302"), { first: "2024-01-01", last: "2024-02-29" });
  assert.deepEqual(daysOf("11412"), { first: "2025-11-01", last: "2025-12-31" });
  assert.equal(termPlus("11412", 1), "11502");
  assert.equal(termPlus("11502", -1), "11412");
  assert.equal(termPlus("10002", -1), "09912");
});

test("days that the calendar does not have are none", () => {
  assert.ok(isDay("2024-02-29"));
  for (const bad of ["2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "2025-4-1", ""]) assert.ok(!isDay(bad), bad);
});

test("carriers and codes have the published forms and no others", () => {
  const forms: [(text: string) => boolean, string[], string[]][] = [
    [isMobileBarcode, ["/AB56P5Q", "/ABC+123", "/AB12+-."], ["AB56P5Q1", "/ABC123", "/ABC12345", "/abcdefg", "/AB C123", ""]],
    [isCitizenCertificate, ["AB12345678901234"], ["A112345678901234", "AB1234567890123", "ab12345678901234"]],
    [isLoveCode, ["919", "25885", "0123", "1234567"], ["12", "12345678", "12a45"]],
    [isVerifyCode, ["Abcdef12", "abc!5678", "ABCD-ef1"], ["abcdefgh", "Abcdefg", "Abcdef12345678901", "abc+5678="]],
    [isCarrierType, ["3J0002", "CQ0001", "EJ0011"], ["3j0002", "3J002", ""]],
  ];
  for (const [form, good, bad] of forms) {
    for (const one of good) assert.ok(form(one), one);
    for (const one of bad) assert.ok(!form(one), JSON.stringify(one));
  }
});
