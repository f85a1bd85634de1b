import { formatNumber } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type ScaleLinear, scaleLinear } from "d3-scale";

export type Scale = ScaleLinear<number, number>;
export type Axis = { scale: Scale; ticks: readonly { value: number; text: string }[] };

/** An axis that always includes zero, so that a bar twice as long means twice as much; `isNice` ends it at round figures. */
export function axisOf(values: readonly number[], range: readonly [number, number], lang: string, isNice = true): Axis {
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const isFlat = low === high;
  const scale = scaleLinear([low, isFlat ? 1 : high], range);
  if (isNice && !isFlat) scale.nice(4);
  // things that are counted have no halves
  const isWhole = values.every(Number.isInteger);
  const ticks = isFlat ? [0] : scale.ticks(4).filter((value) => !isWhole || Number.isInteger(value));
  return { scale, ticks: ticks.map((value) => ({ value, text: shortNumber(value, lang) })) };
}

/** 1,200,000 as 120萬 or 1.2M. */
export const shortNumber = (value: number, lang: string): string =>
  formatNumber(value, lang, { notation: "compact", maximumFractionDigits: 2 });

/** A hundredth of a unit is invisible. */
export const toHundredths = (value: number): number => Math.round(value * 100) / 100;

export type Box = { width: number; height: number; left: number; right: number; top: number; bottom: number };

/** The figures of the vertical axis, each with a line across. */
export const grid = ({ scale, ticks }: Axis, { left, right, width }: Box): Html[] =>
  ticks.map(({ value, text }) => {
    const y = toHundredths(scale(value));
    const line = value === 0 ? "tr-chart__axis" : "tr-chart__grid";
    return html`<line class="${line}" x1="${left}" x2="${width - right}" y1="${y}" y2="${y}"/>${label({ x: left - 6, y: y + 4, anchor: "end", text })}`;
  });

type Label = { x: number; y: number; anchor: "start" | "middle" | "end"; text: string; classes?: string };
export const label = ({ x, y, anchor, text, classes = "tr-chart__text" }: Label): Html =>
  html`<text class="${classes}" x="${toHundredths(x)}" y="${toHundredths(y)}" text-anchor="${anchor}">${text}</text>`;
