import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldMessages, messageKey } from "../messages.ts";
import { parseBankAccount } from "./contact.ts";
import { parseDate } from "./date.ts";
import { parseInteger } from "./number.ts";

const inBoxes = (year: string, month: string, day: string) => {
  const boxes: Record<string, string> = { year, month, day };
  return parseDate((name) => boxes[name], {}, "2026-11-22");
};
test("a date in boxes may carry its characters, and a whole date may be pasted into the first box", () => {
  for (const year of ["114年", "民國114年", "民國 114", "１１４年", "2025"])
    assert.deepEqual(inBoxes(year, "9月", "1日"), { value: "2025-09-01" }, year);
  for (const whole of ["115/06/15", "民國115年6月15日", "2026-06-15", "1150615"])
    assert.deepEqual(inBoxes(whole, "", ""), { value: "2026-06-15" }, whole);
  assert.ok("error" in inBoxes("115/06/15", "7", "1"), "a pasted date beside another month is no date");
});

test("the error of a date names the box that has to be looked at", () => {
  const partOf = (...boxes: [string, string, string]): string | undefined => {
    const read = inBoxes(...boxes);
    return "error" in read ? read.error.part : "no error";
  };
  assert.equal(partOf("115", "", "1"), "month");
  assert.equal(partOf("", "9", "1"), "year");
  assert.equal(partOf("abc", "9", "1"), "year");
  assert.equal(partOf("115", "13", "1"), "month");
  assert.equal(partOf("115", "2", "30"), "day");
});

test("amounts are read in the words of the thousand, and what is ambiguous is not guessed", () => {
  const amount = (text: string) => parseInteger(text, { min: -1e12, max: 1e12 }, true);
  for (const [text, value] of [
    ["120萬", 1_200_000],
    ["1.5萬", 15_000],
    ["１．５萬元", 15_000],
    ["NT$3萬5千", 35_000],
    ["1億2000萬", 120_000_000],
    ["1萬2000", 12_000],
    ["2.85 萬", 28_500],
    ["5千元", 5_000],
  ] as const)
    assert.deepEqual(amount(text), { value }, text);
  for (const text of ["3萬5", "1,5萬", "萬", "1.00001萬", "五萬", "1千2000", "12345萬萬"])
    assert.ok("error" in amount(text), text);
  assert.ok("error" in parseInteger("3萬", { min: 0, max: 1e9 }, false), "a number that is no amount");
});

test("an account is read with digits alone, full-width, with brackets, or from a bank and a number", () => {
  const account = (boxes: Record<string, string>) => parseBankAccount((name) => boxes[name]);
  for (const whole of [
    "7000123456789",
    "７０００１２３４５６７８９",
    "(700)0123456789",
    "700-0123456789",
    "700 0123-456 789",
    "７００－０１２３４５６７８９",
  ])
    assert.deepEqual(account({ "": whole }), { value: "700-0123456789" }, whole);
  assert.deepEqual(account({ bank: "700", account: "０１２３ 456-789" }), { value: "700-0123456789" });
  assert.deepEqual(account({ bank: "700", account: "700-0123456789" }), { value: "700-0123456789" });
  assert.deepEqual(account({ bank: "", account: "9520123456" }), { value: "952-0123456" });
  for (const boxes of [
    { bank: "700", account: "" },
    { bank: "700", account: "12345" },
    { bank: "", account: "12345" },
  ])
    assert.deepEqual(account(boxes), { error: { code: "field.not-a-bank-account", part: "account" } }, JSON.stringify(boxes));
});

test("the message of every error names its question, in both languages", () => {
  for (const [lang, messages] of Object.entries(fieldMessages))
    for (const [code, text] of Object.entries(messages)) assert.match(text, /\{label\}/, `${lang} ${code}`);
  assert.equal(messageKey("yes-no", "field.required"), "field.required.yes-no");
  assert.equal(messageKey("choice", "field.required"), "field.required.choice");
  assert.equal(messageKey("money", "field.required"), "field.required");
  assert.equal(messageKey("choice", "field.not-a-choice"), "field.not-a-choice");
});
