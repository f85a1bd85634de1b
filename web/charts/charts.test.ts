import assert from "node:assert/strict";
import { test } from "node:test";
import type { Html } from "@troad/html";
import { type BarChart, barChart } from "./bars.ts";
import { lineChart } from "./lines.ts";
import { fitted, widthOf, wrapped } from "./text.ts";

const request: BarChart["request"] = { t: (key) => key, lang: "zh-Hant" };
const about = { request, title: "題目", description: "說明", labelHead: "項目", shown: String };
const bars = (labels: string[], ...values: (number | null)[][]): Html =>
  barChart({ ...about, labels, series: values.map((own, place) => ({ label: `第${place + 1}組`, values: own })) });

type Rect = { series: number; x: number; y: number; width: number; height: number };
const rects = (chart: Html): Rect[] =>
  [
    ...String(chart).matchAll(
      /<rect class="tr-chart__fill tr-chart__fill--(\d)" x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"/g,
    ),
  ].map(([, series, x, y, width, height]) => ({
    series: Number(series),
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
  }));
/** Rows of the table, each as its cells. */
const rows = (chart: Html): string[][] =>
  [...String(chart).matchAll(/<tr class="tr-table__row">(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!),
  );
const axisAt = (chart: Html): number => Number(/class="tr-chart__axis"[^>]* y1="([^"]*)"/.exec(String(chart))?.[1]);
const heightOf = (chart: Html): number => Number(/viewBox="0 0 360 ([\d.]+)"/.exec(String(chart))?.[1]);
const labels = (count: number): string[] => Array.from({ length: count }, (_, place) => `${place + 1}月`);

/** Bars stand on the axis, or hang from it below zero, and are as long as their values are large. */
function checkProportions(chart: Html, values: readonly number[]): void {
  const [drawn, zero] = [rects(chart), axisAt(chart)];
  assert.equal(drawn.length, values.length);
  const most = Math.max(...values.map(Math.abs));
  const unit = Math.max(...drawn.map(({ height }) => height)) / most;
  for (const [place, { y, height }] of drawn.entries()) {
    const value = values[place]!;
    assert.ok(Math.abs(height - Math.abs(value) * unit) <= 0.021, `${value}: ${height} of ${unit}`);
    if (value > 0) assert.ok(Math.abs(y + height - zero) <= 0.021, `${value} stands on the axis`);
    if (value < 0) assert.ok(Math.abs(y - zero) <= 0.021, `${value} hangs from the axis`);
    assert.ok(y >= 0 && y + height <= heightOf(chart));
  }
}

test("bars are as long as their values are large, from zero up and down, whatever the size", () => {
  for (const values of [
    [1, 2, 3],
    [5],
    [-3, 4, 0, -1],
    [1e12, 3e11, 1],
    [0.001, 0.002],
    [-7, -70],
    Array.from({ length: 60 }, (_, i) => (i * 37) % 50),
  ])
    checkProportions(bars(labels(values.length), values), values);
});

test("a bar that is drawn too long is found", () => {
  const chart = String(bars(labels(2), [1, 2])).replace(/height="[\d.]+"\/><rect/, 'height="150"/><rect');
  assert.throws(() => checkProportions({ toString: () => chart } as Html, [1, 2]));
});

test("parts of a bar lie on each other, and those below zero hang below each other", () => {
  const [first, second, third] = [
    [2, 3],
    [4, -1],
    [1, -2],
  ];
  const drawn = rects(bars(labels(2), first!, second!, third!));
  const [a, b, c] = [1, 2, 3].map((series) => drawn.filter((one) => one.series === series));
  assert.ok(Math.abs(b![0]!.y + b![0]!.height - a![0]!.y) < 0.03 && Math.abs(c![0]!.y + c![0]!.height - b![0]!.y) < 0.03);
  assert.ok(Math.abs(b![1]!.y - (a![1]!.y + a![1]!.height)) < 0.03 && Math.abs(c![1]!.y - (b![1]!.y + b![1]!.height)) < 0.03);
  const unit = a![0]!.height / 2;
  for (const [place, own] of [a!, b!, c!].entries())
    for (const [bar, { height }] of own.entries())
      assert.ok(Math.abs(height - Math.abs([first!, second!, third!][place]![bar]!) * unit) < 0.03);
});

test("the table beside a chart has the very numbers that went in", () => {
  const values = [
    [1, null, -3.5],
    [1e12, 0, 7],
  ];
  const chart = bars(["甲", "乙", "<丙>"], ...values);
  assert.deepEqual(rows(chart), [
    ["項目", "第1組", "第2組"],
    ["甲", "1", "1000000000000"],
    ["乙", "–", "0"],
    ["&lt;丙&gt;", "-3.5", "7"],
  ]);
  const points = [
    { at: 0, value: 3 },
    { at: 5, value: -2 },
  ];
  const line = lineChart({
    ...about,
    x: { label: "日", shown: String },
    y: { label: "元", shown: String },
    series: [{ label: "元", points }],
  });
  assert.deepEqual(rows(line), [
    ["日", "元"],
    ["0", "3"],
    ["5", "-2"],
  ]);
});

test("lines go through their points in proportion, and one point is a point", () => {
  const chart = (points: { at: number; value: number }[]) =>
    String(
      lineChart({
        ...about,
        x: { label: "日", shown: String },
        y: { label: "元", shown: String },
        series: [{ label: "元", points }],
      }),
    );
  const path = / d="([^"]*)"/.exec(chart([0, 1, 2, 4].map((at) => ({ at, value: at * 10 }))))![1]!;
  const places = path
    .slice(1)
    .split("L")
    .map((pair) => pair.split(",").map(Number));
  const [first, second, , last] = places;
  assert.equal(places.length, 4);
  for (const axis of [0, 1]) assert.ok(Math.abs((last![axis]! - first![axis]!) / (second![axis]! - first![axis]!) - 4) < 0.01);
  const only = chart([{ at: 3, value: 1e12 }]);
  assert.ok(/<circle class="tr-chart__line/.test(only) && !/NaN|Infinity/.test(only));
});

test("a chart of nothing says so, and one of zeros stands on its axis", () => {
  for (const chart of [
    bars([]),
    bars(["一月"], [null]),
    lineChart({ ...about, x: { label: "", shown: String }, y: { label: "", shown: String }, series: [] }),
  ])
    assert.ok(/web\.chart\.empty/.test(String(chart)) && !/<svg/.test(String(chart)));
  const zeros = bars(labels(3), [0, 0, 0]);
  assert.deepEqual(
    rects(zeros).map(({ height }) => height),
    [0, 0, 0],
  );
  assert.equal(/NaN|Infinity/.test(String(zeros)), false);
});

test("long Chinese labels take three lines, and of many bars only some have one", () => {
  const long = "中華民國全國中小企業電子發票整合服務平台推動辦公室";
  const chart = String(bars([long, long, long], [1, 2, 3]));
  const texts = [...chart.matchAll(/class="tr-chart__text"[^>]*>([^<]*)</g)]
    .map(([, text]) => text!)
    .filter((text) => /[一-龥]{3}/.test(text));
  assert.equal(texts.length, 9);
  assert.ok(texts.every((text) => widthOf(text) <= 120) && texts[2]!.endsWith("…"));
  assert.ok(chart.includes(`>${long}<`), "the table has the whole label");
  const many = String(
    bars(
      labels(120),
      Array.from({ length: 120 }, () => 1),
    ),
  );
  assert.ok([...many.matchAll(/>\d+月<\/text>/g)].length <= 16);
  assert.deepEqual(wrapped("one two three", widthOf("one two")), ["one two", "three"]);
  assert.equal(fitted("短", 12), "短");
});

test("an axis of things that are counted has whole figures, however few they are, and one of shares has decimals", () => {
  const figures = (chart: Html): string[] =>
    [...String(chart).matchAll(/text-anchor="end">([\d.]+)</g)].map(([, figure = ""]) => figure);
  for (const most of [1, 2, 3])
    assert.ok(
      figures(bars(labels(2), [0, most])).every((figure) => !figure.includes(".")),
      `${most}`,
    );
  assert.ok(figures(bars(labels(2), [0, 1])).length >= 2);
  assert.ok(figures(bars(labels(2), [0.25, 1])).some((figure) => figure.includes(".")));
});

test("a chart has a name, a caption, and neither style attributes nor scripts", () => {
  const chart = String(bars(["<script>alert(1)</script>", "b"], [1, 2], [3, 4]));
  assert.match(chart, /<figure class="tr-chart"><figcaption class="tr-chart__title">題目<\/figcaption>/);
  assert.match(chart, /role="img" aria-label="說明"/);
  assert.equal(/ style=|<script|<style| on\w+=/.test(chart), false);
});
