import type { TableCell } from "@troad/design";
import { type Html, html } from "@troad/html";
import { line } from "d3-shape";
import { type Axis, axisOf, type Box, grid, label, type Scale, toHundredths } from "./axis.ts";
import { type ChartText, emptyFigure, figure, strokeOf } from "./figure.ts";
import { fitted, widthOf } from "./text.ts";

type Point = { at: number; value: number };
type Measure = { label: string; shown: (value: number) => string };
export type LineChart = ChartText & {
  /** The quantities on the horizontal and the vertical axis. */
  x: Measure;
  y: Measure;
  series: readonly { label: string; points: readonly Point[] }[];
  /** A highlighted point, such as the reader's own. */
  mark?: Point & { label: string };
};

const width = 360;
const height = 240;

/** Lines over two axes that both include zero. */
export function lineChart(chart: LineChart): Html {
  const { series, mark, request, x, y } = chart;
  const points = [...series.flatMap((one) => one.points), ...(mark ? [mark] : [])];
  if (series.every((one) => one.points.length === 0)) return emptyFigure(chart);
  const values = points.map(({ value }) => value);
  const left = 14 + Math.max(...axisOf(values, [1, 0], request.lang).ticks.map(({ text }) => widthOf(text)));
  const box: Box = { width, height, left, right: 18, top: 26, bottom: 40 };
  const across = axisOf(
    points.map((one) => one.at),
    [left, width - box.right],
    request.lang,
    false,
  );
  const up = axisOf(values, [height - box.bottom, box.top], request.lang);
  const drawn = html`${grid(up, box)}${scaleAcross(across, box)}
    ${label({ x: 4, y: 12, anchor: "start", text: fitted(y.label, width - 20) })}
    ${label({ x: width - 6, y: height - 6, anchor: "end", text: fitted(x.label, width - 20) })}
    ${series.map((one, place) => curve(one.points, place, across.scale, up.scale))}${mark && marked(mark, across.scale, up.scale, box)}`;
  return figure({ text: chart, box, drawn, legend: series.map((one) => one.label), ...tableOf(chart) });
}

/** Figures along the bottom, as many as fit. */
const scaleAcross = ({ scale, ticks }: Axis, { height: high, bottom }: Box): Html[] => {
  let free = Number.NEGATIVE_INFINITY;
  return ticks.flatMap(({ value, text }) => {
    const [middle, half] = [scale(value), widthOf(text) / 2];
    if (middle - half < free) return [];
    free = middle + half + 6;
    return [label({ x: middle, y: high - bottom + 16, anchor: "middle", text })];
  });
};

function curve(points: readonly Point[], place: number, x: Scale, y: Scale): Html {
  const [only] = points;
  if (only && points.length === 1)
    return html`<circle class="${strokeOf(place)} tr-chart__point" cx="${toHundredths(x(only.at))}" cy="${toHundredths(y(only.value))}" r="3"/>`;
  const path = line<Point>(
    (point) => toHundredths(x(point.at)),
    (point) => toHundredths(y(point.value)),
  )(points);
  return html`<path class="${strokeOf(place)}" d="${path ?? ""}"/>`;
}

function marked(mark: NonNullable<LineChart["mark"]>, x: Scale, y: Scale, box: Box): Html {
  const [cx, cy] = [toHundredths(x(mark.at)), toHundredths(y(mark.value))];
  // A curve mostly rises, so there is room above and to the left.
  const isRight = cx > box.left + 100;
  const text = label({
    x: cx + (isRight ? -10 : 10),
    y: Math.max(box.top + 4, cy - (isRight ? 10 : 18)),
    anchor: isRight ? "end" : "start",
    text: mark.label,
    classes: "tr-chart__mark",
  });
  return html`<circle class="tr-chart__own" cx="${cx}" cy="${cy}" r="6"/>${text}`;
}

function tableOf({ x, y, series }: LineChart): { head: string[]; rows: TableCell[][] } {
  const places = [...new Set(series.flatMap(({ points }) => points.map((one) => one.at)))].sort((a, b) => a - b);
  const values = series.map(({ points }) => new Map(points.map((one) => [one.at, one.value])));
  const cell = (value: number | undefined): TableCell => ({
    text: value === undefined ? "–" : y.shown(value),
    format: "numeric",
  });
  return {
    head: [x.label, ...series.map((one) => one.label)],
    rows: places.map((place) => [{ text: x.shown(place) }, ...values.map((own) => cell(own.get(place)))]),
  };
}
