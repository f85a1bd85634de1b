import type { TableCell } from "@troad/design";
import { type Html, html } from "@troad/html";
import { scaleBand } from "d3-scale";
import { stack, stackOffsetDiverging } from "d3-shape";
import { type Axis, axisOf, type Box, grid, label, type Scale, shortNumber, toHundredths } from "./axis.ts";
import { type ChartText, emptyFigure, figure, fillOf } from "./figure.ts";
import { letter, widthOf, wrapped } from "./text.ts";

/** One value per label; null if there is none. */
export type Series = { label: string; values: readonly (number | null)[] };
export type BarChart = ChartText & {
  /** What the bars represent: the heading of the table's first column. */
  labelHead: string;
  labels: readonly string[];
  /** One series: bars. Several: stacked parts of each bar, negative ones downwards. */
  series: readonly Series[];
  /** The format of a value in the table. */
  shown: (value: number) => string;
};

const width = 360;
const lineHeight = 13;

/** Bars over an axis that starts at zero. */
export function barChart(chart: BarChart): Html {
  const { labels, series, request } = chart;
  if (labels.length === 0 || series.every(({ values }) => values.every((value) => value === null))) return emptyFigure(chart);
  const parts = partsOf(chart);
  const ends = parts.flatMap((part) => part.flat());
  const left = 14 + Math.max(...axisOf(ends, [1, 0], request.lang).ticks.map(({ text }) => widthOf(text)));
  const places = placesOf(labels.length, left);
  const under = labelsUnder(labels, places.step);
  const box: Box = { width, height: 190 + under.height, left, right: 8, top: 20, bottom: 10 + under.height };
  const axis = axisOf(ends, [box.height - box.bottom, box.top], request.lang);
  const drawn = html`${grid(axis, box)}${parts.map((part, place) => bars(part, place, places, axis.scale))}
    ${series.length === 1 && valuesOn(chart, places, axis)}${under.draw(places, box)}`;
  return figure({ text: chart, box, drawn, legend: series.map((one) => one.label), ...tableOf(chart) });
}

type Places = { middle(index: number): number; wide: number; step: number };

/** The position of each bar; a few bars are no wider than many. */
function placesOf(count: number, left: number): Places {
  const band = scaleBand<number>(Array(count).keys().toArray(), [left, width - 8]).padding(0.3);
  const middle = (index: number): number => (band(index) ?? 0) + band.bandwidth() / 2;
  return { middle, wide: Math.min(band.bandwidth(), 64), step: band.step() };
}

/** Start and end of each part of each bar, by series. */
function partsOf({ labels, series }: BarChart): [number, number][][] {
  const stacked = stack<unknown, number, number>()
    .keys(series.keys())
    .value((index, place) => series[place]?.values[index] ?? 0)
    .offset(stackOffsetDiverging);
  return stacked(labels.keys()).map((part) => part.map(([from, to]): [number, number] => [from, to]));
}

const bars = (part: readonly [number, number][], place: number, places: Places, scale: Scale): Html[] =>
  part.map(([from, to], index) => {
    const [top, bottom] = [scale(Math.max(from, to)), scale(Math.min(from, to))];
    const [x, y, wide, high] = [places.middle(index) - places.wide / 2, top, places.wide, bottom - top].map(toHundredths);
    return html`<rect class="${fillOf(place)}" x="${x}" y="${y}" width="${wide}" height="${high}"/>`;
  });

/** The figures appear on the bars if all of them fit. */
function valuesOn({ series, request }: BarChart, places: Places, { scale }: Axis): Html | undefined {
  const texts = series[0]!.values.map((value) => (value === null ? "" : shortNumber(value, request.lang)));
  if (texts.some((text) => widthOf(text) > places.step)) return undefined;
  return html`${series[0]!.values.map((value, index) => {
    const y = scale(value ?? 0) + ((value ?? 0) < 0 ? letter + 2 : -5);
    return (
      value !== null && label({ x: places.middle(index), y, anchor: "middle", text: texts[index]!, classes: "tr-chart__value" })
    );
  })}`;
}

/** Labels in up to three lines; with many bars only some are labelled. */
function labelsUnder(labels: readonly string[], step: number) {
  const longest = Math.max(...labels.map(widthOf));
  const every = Math.max(1, Math.ceil(Math.min(longest + 2, 4.5 * letter) / step));
  const lines = labels.map((text, index) => (index % every === 0 ? wrapped(text, step * every - 1) : []));
  return {
    height: Math.max(...lines.map((own) => own.length)) * lineHeight,
    draw: ({ middle }: Places, { height, bottom }: Box): Html[] =>
      lines.flatMap((own, index) =>
        own.map((text, row) => {
          const x = Math.min(middle(index), width - widthOf(text) / 2);
          return label({ x, y: height - bottom + 14 + row * lineHeight, anchor: "middle", text });
        }),
      ),
  };
}

function tableOf({ labelHead, labels, series, shown }: BarChart): { head: string[]; rows: TableCell[][] } {
  const cell = (value: number | null | undefined): TableCell => ({
    text: typeof value === "number" ? shown(value) : "–",
    format: "numeric",
  });
  return {
    head: [labelHead, ...series.map((one) => one.label)],
    rows: labels.map((text, index) => [{ text }, ...series.map(({ values }) => cell(values[index]))]),
  };
}
