import assert from "node:assert/strict";
import { test } from "node:test";
import type { EntryField } from "../index.ts";
import { parseField } from "./parse-field.ts";

/** The value, the code of the error, or undefined for nothing. */
function parse(field: object, raw: unknown, today?: string): unknown {
  const parts = typeof raw === "object" && raw !== null && !Array.isArray(raw) ? (raw as Record<string, unknown>) : { "": raw };
  const result = parseField({ name: "field", label: "label", required: false, ...field } as EntryField, (part) => parts[part], {
    today,
  });
  return "error" in result ? result.error.code : result.value;
}

test("whole numbers are read as people write them", () => {
  const field = { type: "integer", min: -1000, max: 100_000 };
  for (const [raw, value] of [
    ["12", 12],
    [" １２ ", 12],
    ["12,000", 12_000],
    ["-5", -5],
    ["－5", -5],
    ["+7", 7],
    ["007", 7],
    ["3.00", 3],
    [42, 42],
    ["", undefined],
    ["　", undefined],
    ["-0", 0],
  ] as const)
    assert.equal(parse(field, raw), value, String(raw));
  for (const [raw, code] of [
    ["12a", "not-a-number"],
    ["1,2", "not-a-number"],
    ["1e3", "not-a-number"],
    ["3.5", "not-whole"],
    ["0x10", "not-a-number"],
    ["三", "not-a-number"],
    ["100001", "too-large"],
    ["-1001", "too-small"],
    ["9".repeat(400), "too-large"],
    [`-${"9".repeat(400)}`, "too-small"],
    [Number.NaN, "malformed"],
    [2 ** 70, "not-a-number"],
  ] as const)
    assert.equal(parse(field, raw), `field.${code}`, String(raw));
});

test("amounts of money may carry their unit", () => {
  const field = { type: "money", min: 0, max: 200_000 };
  for (const raw of [
    "28500",
    "28,500",
    "NT$28,500",
    "nt$ 28500",
    "$28500",
    "28500元",
    "28,500 元整",
    "２８，５００",
    "新臺幣28500元",
    28500,
  ])
    assert.equal(parse(field, raw), 28_500, String(raw));
  for (const [raw, code] of [
    ["US$5", "not-a-number"],
    ["28.500,00", "not-a-number"],
    ["-1", "too-small"],
    ["200001", "too-large"],
    ["28500.5", "not-whole"],
    ["元", "not-a-number"],
  ] as const)
    assert.equal(parse(field, raw), `field.${code}`, raw);
});

test("dates are read in both calendars", () => {
  const field = { type: "date" };
  for (const raw of [
    "2026-09-01",
    "2026/9/1",
    "2026.09.01",
    "2026年9月1日",
    "西元2026年9月1日",
    "115/9/1",
    "115-09-01",
    "民國115年9月1日",
    "民國 115 年 9 月 1 日",
    "1150901",
    "20260901",
    "１１５．９．１",
    "ROC 115/9/1",
  ])
    assert.equal(parse(field, raw), "2026-09-01", raw);
  assert.equal(parse(field, "79/2/28"), "1990-02-28");
  assert.equal(parse(field, { year: "115", month: "9", day: "1" }), "2026-09-01");
  assert.equal(parse(field, { year: " ２０２６ ", month: "０９", day: "1" }), "2026-09-01");
  assert.equal(parse(field, { year: "", month: "", day: "" }), undefined);
});

test("days that no calendar has are refused", () => {
  for (const raw of [
    "2026-02-29",
    "115/2/30",
    "2026-13-01",
    "2026-00-10",
    "民國2026年9月1日",
    "西元115年9月1日",
    "0/1/1",
    "9999-01-01",
    "1700-01-01",
    "yesterday",
    "2026",
    "12/31",
    "2026-09-01T00:00:00Z",
    `2026-9-1${" ".repeat(50)}x`,
  ])
    assert.equal(parse({ type: "date" }, raw), "field.not-a-date", raw);
  assert.equal(parse({ type: "date" }, { year: "115", month: "", day: "1" }), "field.not-a-date");
  assert.equal(parse({ type: "date" }, { year: "115-9", month: "1", day: "" }), "field.not-a-date");
  assert.equal(parse({ type: "date" }, { year: ["115", "116"], month: "1", day: "1" }), "field.repeated");
});

test("dates have bounds, also today", () => {
  const field = { type: "date", min: "2000-01-01", max: "today" };
  assert.equal(parse(field, "1999-12-31", "2026-11-22"), "field.too-early");
  assert.equal(parse(field, "2026-11-22", "2026-11-22"), "2026-11-22");
  assert.equal(parse(field, "2026-11-23", "2026-11-22"), "field.too-late");
  assert.throws(() => parse(field, "2026-11-23"), TypeError);
});

test("texts are trimmed, composed, bounded by characters and free of hidden signs", () => {
  const field = { type: "text", maxLength: 5, minLength: 2 };
  assert.equal(parse(field, "　王小明\u200b "), "王小明");
  assert.equal(parse(field, "e\u0301a"), "éa");
  assert.equal(parse(field, "𠮷𠮷𠮷𠮷𠮷"), "𠮷𠮷𠮷𠮷𠮷");
  assert.equal(parse(field, "１２３"), "１２３");
  for (const [raw, code] of [
    ["六個字太長了", "too-long"],
    ["短", "too-short"],
    ["a\u0000b", "characters"],
    ["a\u202eb", "characters"],
    ["a\nb", "characters"],
    ["a\ud800", "characters"],
  ] as const)
    assert.equal(parse(field, raw), `field.${code}`, JSON.stringify(raw));
  assert.equal(parse({ type: "text", maxLength: 10, multiline: true }, "a\r\nb"), "a\nb");
});

test("choices are those offered, in the order of the form", () => {
  const options = [{ value: "a" }, { value: "b" }, { value: "c" }];
  assert.equal(parse({ type: "choice", options }, "b"), "b");
  assert.equal(parse({ type: "choice", options }, "d"), "field.not-a-choice");
  assert.equal(parse({ type: "choice", options }, ["a", "b"]), "field.repeated");
  assert.deepEqual(parse({ type: "choices", options }, ["c", "a", "c"]), ["a", "c"]);
  assert.deepEqual(parse({ type: "choices", options }, "b"), ["b"]);
  assert.deepEqual(parse({ type: "choices", options }, ["", "a", "b", "c"]), ["a", "b", "c"]);
  assert.equal(parse({ type: "choices", options, max: 1 }, ["a", "b"]), "field.too-many");
  assert.equal(parse({ type: "choices", options, min: 2 }, ["a"]), "field.too-few");
  assert.equal(parse({ type: "choices", options }, ["a", "x"]), "field.not-a-choice");
  assert.equal(parse({ type: "choices", options }, Array(500).fill("a")), "field.too-many");
  assert.equal(parse({ type: "choices", options, required: true }, []), "field.required");
});

test("yes and no", () => {
  for (const [raw, value] of [
    ["yes", true],
    ["no", false],
    [true, true],
    [false, false],
    ["ＹＥＳ", true],
    ["", undefined],
  ] as const)
    assert.equal(parse({ type: "yes-no" }, raw), value);
  for (const raw of ["maybe", "on", 1]) assert.equal(parse({ type: "yes-no" }, raw), "field.not-yes-or-no");
});

test("number plates become two groups with a hyphen", () => {
  for (const raw of ["ABC-1234", "abc-1234", "ＡＢＣ－１２３４", " ABC 1234 ", "abc – 1234"])
    assert.equal(parse({ type: "plate" }, raw), "ABC-1234", raw);
  for (const raw of ["ABC1234", "ABC-12345", "ABC-DEFG", "A-1234", "ABC-12-34", "茶-1234", "ABC-1234".repeat(9)])
    assert.equal(parse({ type: "plate" }, raw), "field.not-a-plate", raw);
});

test("mobile numbers become ten digits", () => {
  for (const raw of [
    "0912345678",
    "0912-345-678",
    "０９１２ ３４５ ６７８",
    "+886 912 345 678",
    "+886-0912-345-678",
    "886912345678",
  ])
    assert.equal(parse({ type: "mobile" }, raw), "0912345678", raw);
  for (const raw of ["0223456789", "912345678", "09123456789", "091234567", "0912345678x", "+1 912 345 678"])
    assert.equal(parse({ type: "mobile" }, raw), "field.not-a-mobile", raw);
});

test("mail addresses keep their name and lower their domain", () => {
  assert.equal(parse({ type: "email" }, " Some.One+x@NDU.Example "), "Some.One+x@ndu.example");
  assert.equal(parse({ type: "email" }, "ｓｔｕｄｅｎｔ＠ｎｄｕ．ｅｘａｍｐｌｅ"), "student@ndu.example");
  const bad = [
    "a",
    "a@b",
    "@b.tw",
    "a@",
    "a b@c.tw",
    "a..b@c.tw",
    ".a@c.tw",
    "a@-c.tw",
    "a@c..tw",
    "a@1.2.3.4",
    'a"@c.tw',
    "a@c.tw\nBcc: x@y.tw",
    `${"a".repeat(65)}@c.tw`,
    `a@${"b".repeat(250)}.tw`,
    "a@b@c.tw",
    "名@c.tw",
  ];
  for (const raw of bad) assert.equal(parse({ type: "email" }, raw), "field.not-an-email", raw);
});

test("accounts are a bank code and a number, together or in parts", () => {
  for (const raw of [
    "700-00012345678901",
    "700 0001234567 8901",
    "（700）- 00012345678901",
    "７００－０００１２３４５６７８９０１",
  ])
    assert.equal(parse({ type: "bank-account" }, raw), "700-00012345678901", raw);
  assert.equal(parse({ type: "bank-account" }, { bank: "004", account: "123-456-789012" }), "004-123456789012");
  assert.equal(parse({ type: "bank-account" }, { bank: "0040037", account: "123456789012" }), "0040037-123456789012");
  for (const raw of [
    "700",
    "70-123456",
    "700-12345",
    "700-12345678901234567",
    "abc-123456",
    { bank: "700", account: "" },
    { bank: "", account: "123456" },
  ])
    assert.equal(parse({ type: "bank-account" }, raw), "field.not-a-bank-account", JSON.stringify(raw));
});

test("what is required must be given", () => {
  for (const type of [
    "text",
    "integer",
    "money",
    "date",
    "choice",
    "choices",
    "yes-no",
    "national-id",
    "plate",
    "bank-account",
    "mobile",
    "email",
  ])
    assert.equal(
      parse(
        {
          type,
          required: true,
          options: [],
          min: 0,
          max: 1,
          maxLength: 5,
          ...(type === "date" ? { min: undefined, max: undefined } : {}),
        },
        " ",
      ),
      "field.required",
      type,
    );
});

test("a village is one of those of the area in which the form is filled in; without them none is known", () => {
  const field = { type: "village", name: "v", label: "l" } as const;
  const villages = new Set(["63000010001"]);
  const read = (raw: unknown, around = {}) => parseField(field, () => raw, around);
  assert.deepEqual(read(" ６３０００010001 ", { villages }), { value: "63000010001" });
  for (const raw of ["63000010002", "63000010", "示範里", "'; drop table"]) assert.ok("error" in read(raw, { villages }), raw);
  assert.ok("error" in read("63000010001"));
  assert.deepEqual(read("63000010001", { stored: true }), { value: "63000010001" });
});
