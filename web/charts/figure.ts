import { details, scrollable, type TableCell, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { Box } from "./axis.ts";

/** The description that every chart has. */
export type ChartText = {
  request: Pick<FastifyRequest, "t" | "lang">;
  /** The caption. */
  title: string;
  /** What the picture shows, for screen readers. */
  description: string;
  /** A table on the page that has the same figures; without it, the chart includes a folded one. */
  figures?: Html;
};

type Drawing = {
  text: ChartText;
  box: Box;
  drawn: Html;
  legend: readonly string[];
  head: readonly string[];
  rows: readonly TableCell[][];
};

/**
 * A picture made only of attributes and classes, because the content security policy allows no inline style, and its figures as a table.
 */
export function figure({ text, box, drawn, legend, head, rows }: Drawing): Html {
  const { request, title, description, figures } = text;
  const own = figures ?? folded(request, title, head, rows);
  return html`<figure class="tr-chart"><figcaption class="tr-chart__title">${title}</figcaption>${legend.length > 1 && legendOf(legend)}
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box.width} ${box.height}" role="img" aria-label="${description}">${drawn}</svg>
    </figure>${own}`;
}

/** An empty chart says so. */
export const emptyFigure = ({ request, title, figures }: ChartText): Html =>
  html`<figure class="tr-chart"><figcaption class="tr-chart__title">${title}</figcaption>
    <p class="tr-hint">${request.t("web.chart.empty")}</p></figure>${figures}`;

const legendOf = (names: readonly string[]): Html =>
  html`<ul class="tr-chart__legend">${names.map((name, place) => html`<li>${swatch(place)}${name}</li>`)}</ul>`;

const swatch = (place: number): Html =>
  html`<svg class="tr-chart__swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="${fillOf(place)}" width="10" height="10"/></svg>`;

const colours = 6;
export const fillOf = (place: number): string => `tr-chart__fill tr-chart__fill--${(place % colours) + 1}`;
export const strokeOf = (place: number): string => `tr-chart__line tr-chart__line--${(place % colours) + 1}`;

function folded(request: ChartText["request"], title: string, head: readonly string[], rows: readonly TableCell[][]): Html {
  const cells = head.map((text, place) => ({ text, ...(place > 0 ? { format: "numeric" } : {}) }));
  return details({
    summaryText: request.t("web.chart.figures"),
    html: scrollable(title, table({ head: cells, rows, firstCellIsHeader: true })),
  });
}
