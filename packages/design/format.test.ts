import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatDate, formatDateTime, formatMoney, formatNumber, formatPercent, formatTime, formatYear, time } from "./index.ts";

const zh = { lang: "zh-Hant" };
const en = { lang: "en" };

describe("dates", () => {
  it("are of the Republic's calendar in Chinese unless told otherwise", () => {
    assert.equal(formatDate("2026-07-01", zh), "民國115年7月1日");
    assert.equal(formatDate("2026-07-01", { ...zh, style: "short" }), "115/07/01");
    assert.equal(formatDate("2026-07-01", { ...zh, calendar: "gregory" }), "2026年7月1日");
    assert.equal(formatDate("2026-07-01", { ...zh, calendar: "gregory", style: "short" }), "2026/07/01");
  });
  it("count the first year and the years before it as people do", () => {
    assert.equal(formatYear(1912, "zh-Hant"), "民國元年");
    assert.equal(formatYear(1911, "zh-Hant"), "民國前1年");
    assert.equal(formatYear(1913, "zh-Hant"), "民國2年");
    assert.equal(formatYear(2026, "en"), "2026");
  });
  it("are day, month, year in English", () => {
    assert.equal(formatDate("2026-07-01", en), "1 July 2026");
    assert.equal(formatDate("2026-07-01", { ...en, style: "short" }), "1 Jul 2026");
  });
  it("are of the Gregorian calendar in Thai, which has one of its own", () =>
    assert.match(formatDate("2026-07-01", { lang: "th" }), /2026/));
  it("of instants are those of Taipei", () => {
    assert.equal(formatDate("2026-06-30T16:00:00Z", zh), "民國115年7月1日");
    assert.equal(formatDate("2026-06-30T15:59:59Z", zh), "民國115年6月30日");
    assert.equal(formatDate("2026-06-30T16:00:00Z", { ...en, timeZone: "UTC" }), "30 June 2026");
  });
  it("that do not exist, and times without a zone, are refused", () => {
    for (const value of ["2026-02-30", "2026-13-01", "2026-7-1", "today", "2026-07-01T10:00:00"]) {
      assert.throws(() => formatDate(value, zh), RangeError, value);
    }
  });
});

it("times are on a 24-hour clock, and midnight is 00:00", () => {
  assert.equal(formatTime("2026-07-01T06:05:00Z", zh), "14:05");
  assert.equal(formatTime(new Date("2026-06-30T16:00:00Z"), zh), "00:00");
  assert.equal(formatDateTime("2026-07-01T06:05:00Z", zh), "民國115年7月1日 14:05");
  assert.equal(formatDateTime("2026-07-01T06:05:00Z", en), "1 July 2026, 14:05");
});

it("a time element holds the value for machines", () => {
  assert.equal(String(time("2026-07-01", zh)), '<time datetime="2026-07-01">民國115年7月1日</time>');
  assert.equal(
    String(time("2026-07-01T14:05:00+08:00", en)),
    '<time datetime="2026-07-01T06:05:00.000Z">1 July 2026, 14:05</time>',
  );
});

it("numbers, money and shares read as in each language", () => {
  assert.equal(formatNumber(1234567.891, "zh-Hant"), "1,234,567.891");
  assert.equal(formatMoney(1234, "zh-Hant"), "新臺幣 1,234 元");
  assert.equal(formatMoney(-1234n, "en"), "−NT$1,234");
  assert.equal(formatMoney(-0, "en"), "NT$0", "what is taken from nothing is nothing");
  assert.equal(formatPercent(0.125, "en"), "12.5%");
});
