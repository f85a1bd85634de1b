import assert from "node:assert/strict";
import { test } from "node:test";
import { code39 } from "./code39.ts";
import {
  channelsOf,
  chineseAmount,
  isCategory,
  noticeOf,
  noticeUrl,
  type Slip,
  segmentsOf,
  slipCodes,
  writeOffNumber,
} from "./index.ts";

const slip: Slip = {
  category: "11223",
  year: 2026,
  amount: 7120,
  due: "2026-04-30",
  writeOff: writeOffNumber("112231150000123"),
};

test("the three segments carry cut-off, number and amount, each with its check", () => {
  const { segments } = slipCodes(slip, "2026-04-20");
  assert.deepEqual(segments, { first: "1505036TR", second: slip.writeOff, third: segments?.third });
  assert.match(segments?.third ?? "", /^1504[0-9AB][0-9XY]000007120$/);
});

test("another amount, number or day gives other check characters", () => {
  const of = (more: Partial<Parameters<typeof segmentsOf>[0]>) =>
    segmentsOf({ until: "2026-05-03", item: "6TR", writeOff: slip.writeOff, month: "1504", amount: 7120, ...more }).third.slice(
      4,
      6,
    );
  for (const other of [{ amount: 7121 }, { writeOff: slip.writeOff.replace("3", "4") }, { until: "2026-05-04" }])
    assert.notEqual(of(other), of({}));
});

test("an assessed tax's address says everything that the slip says, and reads back", () => {
  const { url } = slipCodes(slip, "2026-04-20");
  assert.deepEqual(noticeOf(url ?? ""), {
    category: "11223",
    writeOff: slip.writeOff,
    amount: 7120,
    until: "2026-05-03",
    period: "11500",
    idCode: "000000",
  });
  assert.equal(noticeOf(`${url}0`), undefined);
  assert.equal(noticeOf("no address"), undefined);
});

test("a self-assessed tax's address holds the category alone", () => {
  const income = { ...slip, category: "15001", due: "2026-06-01" };
  assert.equal(slipCodes(income, "2026-05-20").url, "https://paytax.nat.gov.tw/QRCODE.aspx?par=15001");
});

test("a convenience store takes thirty thousand and not a dollar more", () => {
  const at = (amount: number) => channelsOf({ amount, due: "2026-04-30", national: false }, "2026-04-30").store;
  assert.equal(at(30_000), "2026-05-03");
  assert.equal(at(30_001), null);
  assert.equal(slipCodes({ ...slip, amount: 30_001 }, "2026-04-30").segments, null);
});

test("three days after the last day the codes go; a national tax can be paid online for thirty", () => {
  const on = (today: string, national: boolean) => channelsOf({ amount: 100, due: "2026-06-01", national }, today);
  assert.deepEqual(on("2026-06-01", true), {
    store: "2026-06-04",
    page: "2026-06-04",
    bank: "2026-06-01",
    onlineLate: "2026-07-01",
  });
  assert.deepEqual(on("2026-06-04", false), { store: "2026-06-04", page: "2026-06-04", bank: null, onlineLate: null });
  assert.deepEqual(on("2026-06-05", true), { store: null, page: null, bank: null, onlineLate: "2026-07-01" });
  assert.deepEqual(on("2026-07-02", true), { store: null, page: null, bank: null, onlineLate: null });
  assert.equal(
    channelsOf({ amount: 100, due: "2025-06-02", national: true }, "2025-06-10").onlineLate,
    null,
    "from 2026 on only",
  );
  assert.deepEqual(slipCodes({ ...slip, due: "2026-04-01" }, "2026-04-20"), { segments: null, url: null });
});

test("amounts in words leave no place for a stroke", () => {
  const cases: [number, string][] = [
    [0, "零元整"],
    [10, "壹拾元整"],
    [101, "壹佰零壹元整"],
    [12_345, "壹萬貳仟參佰肆拾伍元整"],
    [10_001, "壹萬零壹元整"],
    [20_300_405, "貳仟零參拾萬零肆佰零伍元整"],
    [100_010_000, "壹億零壹萬元整"],
  ];
  for (const [amount, words] of cases) assert.equal(chineseAmount(amount), words);
});

test("a mistyped digit of a number shows", () => {
  const number = writeOffNumber("150011150000123");
  for (let at = 0; at < 15; at++) {
    const digit = (Number(number[at]) + 1) % 10;
    const typed = `${number.slice(0, at)}${digit}${number.slice(at + 1)}`;
    assert.notEqual(writeOffNumber(typed.slice(0, 15)), typed);
  }
});

test("what no code can hold is refused", () => {
  assert.throws(() => code39("a"), RangeError);
  assert.throws(() => code39("*"), RangeError);
  assert.throws(
    () => segmentsOf({ until: "2026-05-03", item: "6TR", writeOff: "1".repeat(21), month: "1504", amount: 1 }),
    RangeError,
  );
  assert.throws(() => segmentsOf({ until: "2026-05-03", item: "6TR", writeOff: "1", month: "1504", amount: 1e9 }), RangeError);
  const parts = { category: "11223", writeOff: slip.writeOff, until: "2026-05-03", period: "11500", idCode: "000000" };
  assert.throws(() => noticeUrl({ ...parts, amount: 1e10 }), RangeError);
  assert.equal(isCategory("99999"), false);
});
