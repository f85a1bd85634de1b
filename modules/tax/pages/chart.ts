import { formatNumber, table } from "@troad/design";
import { type Html, html } from "@troad/html";

type Point = { at: number; value: number };
export type ChartOptions = {
  lang: string;
  title: string;
  /** What the chart says, for those who hear it. */
  description: string;
  points: readonly Point[];
  own: Point;
  ownLabel: string;
  xLabel: string;
  yLabel: string;
};

const box = { width: 360, height: 240, left: 52, right: 14, top: 22, bottom: 40 };

/** A line over an axis as SVG of attributes and classes only, so that the content security policy stays strict. */
export function chart(options: ChartOptions): Html {
  const { points, own, lang } = options;
  const xs = scale([...points, own].map(({ at }) => at));
  const ys = scale([...points, own].map(({ value }) => value));
  const x = (at: number) => box.left + ((at - xs.low) / (xs.high - xs.low)) * (box.width - box.left - box.right);
  const y = (value: number) =>
    box.height - box.bottom - ((value - ys.low) / (ys.high - ys.low)) * (box.height - box.top - box.bottom);
  const line = points.map(({ at, value }) => `${round(x(at))},${round(y(value))}`).join(" ");
  const right = box.width - box.right;
  const base = box.height - box.bottom;
  const rows = ys.ticks.map(
    (tick) =>
      html`<line class="tax-chart__grid" x1="${box.left}" x2="${right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text class="tax-chart__text" x="${box.left - 6}" y="${round(y(tick)) + 4}" text-anchor="end">${short(tick, lang)}</text>`,
  );
  const columns = xs.ticks.map(
    (tick) =>
      html`<text class="tax-chart__text" x="${round(x(tick))}" y="${base + 16}" text-anchor="middle">${short(tick, lang)}</text>`,
  );
  // A curve mostly rises, so that the room is above and to the left.
  const isRight = x(own.at) > box.left + 100;
  const mark = html`<circle class="tax-chart__own" cx="${round(x(own.at))}" cy="${round(y(own.value))}" r="6"/><text class="tax-chart__mark" x="${round(x(own.at)) + (isRight ? -10 : 10)}" y="${round(Math.max(box.top + 4, y(own.value) - (isRight ? 10 : 18)))}" text-anchor="${isRight ? "end" : "start"}">${options.ownLabel}</text>`;
  return html`<figure class="tax-chart"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box.width} ${box.height}" role="img" aria-labelledby="tax-chart-title tax-chart-description"><title id="tax-chart-title">${options.title}</title><desc id="tax-chart-description">${options.description}</desc>${rows}<line class="tax-chart__axis" x1="${box.left}" x2="${right}" y1="${base}" y2="${base}"/>${columns}<text class="tax-chart__text" x="${box.left - 46}" y="12">${options.yLabel}</text><text class="tax-chart__text" x="${right}" y="${box.height - 6}" text-anchor="end">${options.xLabel}</text><polyline class="tax-chart__line" points="${line}"/>${mark}</svg></figure>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Bounds and a few round figures between them. */
function scale(values: readonly number[]): { low: number; high: number; ticks: number[] } {
  const low = Math.min(0, ...values);
  const most = Math.max(...values);
  const high = most > low ? most : low + 1;
  const raw = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((of) => of * power).find((of) => of >= raw) ?? power * 10;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
  return { low, high, ticks };
}

/** 1,200,000 as 120 萬 or 1.2M. */
const short = (value: number, lang: string): string =>
  formatNumber(value, lang, { notation: "compact", maximumFractionDigits: 2 });

/** The same figures as a table. */
export const chartTable = (
  head: [string, string],
  points: readonly Point[],
  show: [(at: number) => string, (at: number) => string],
): Html =>
  table({
    head: [{ text: head[0] }, { text: head[1], format: "numeric" }],
    rows: points.map(({ at, value }) => [{ text: show[0](at) }, { text: show[1](value), format: "numeric" }]),
    firstCellIsHeader: true,
  });
