import { formatNumber } from "@troad/design";
import { type Html, html } from "@troad/html";

type Bar = { label: string; value: number };
export type BarChartOptions = {
  lang: string;
  title: string;
  /** What the chart says, for those who hear it. */
  description: string;
  bars: readonly Bar[];
};

const box = { width: 360, height: 200, left: 8, right: 8, top: 20, bottom: 26 };

/** Bars over an axis as SVG of attributes and classes only, so that the content security policy stays strict. The figures stand on the bars. */
export function barChart({ lang, title, description, bars }: BarChartOptions): Html {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const step = (box.width - box.left - box.right) / bars.length;
  const base = box.height - box.bottom;
  const drawn = bars.map(({ label, value }, at) => {
    const height = round((value / most) * (base - box.top));
    const x = round(box.left + at * step);
    const middle = round(x + step / 2);
    const text = formatNumber(value, lang, { maximumFractionDigits: 0 });
    return html`<rect class="inv-chart__bar" x="${round(x + step * 0.18)}" y="${round(base - height)}" width="${round(step * 0.64)}" height="${height}" rx="2"/><text class="inv-chart__value" x="${middle}" y="${round(base - height - 5)}" text-anchor="middle">${text}</text><text class="inv-chart__text" x="${middle}" y="${base + 17}" text-anchor="middle">${label}</text>`;
  });
  return html`<figure class="inv-chart"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box.width} ${box.height}" role="img" aria-labelledby="inv-chart-title inv-chart-description"><title id="inv-chart-title">${title}</title><desc id="inv-chart-description">${description}</desc>${drawn}<line class="inv-chart__axis" x1="${box.left}" x2="${box.width - box.right}" y1="${base}" y2="${base}"/></svg></figure>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
