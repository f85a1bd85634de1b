import { formatMoney, formatNumber, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { Distribution } from "@troad/reform";
import type { FastifyRequest } from "fastify";
import { publishedRevenue as published } from "./published.ts";

const width = 200;
const middle = width / 2;

/** A bar left or right of the middle, by attributes alone; the browser moves it as the figures move. */
function bar(change: number, most: number): Html {
  const wide = most === 0 ? 0 : Math.round((Math.abs(change) / most) * middle);
  const x = change < 0 ? middle - wide : middle;
  return html`<svg class="tax-reform__bar" viewBox="0 0 ${width} 14" aria-hidden="true">
    <rect class="tr-chart__fill tr-chart__fill--${change < 0 ? 2 : 1}" x="${x}" y="1" width="${wide}" height="12"/>
    <path class="tax-reform__middle" d="M${middle} 0V14"/></svg>`;
}

/** Cost, deciles and counties. Each figure has a name by which the browser writes another into it. */
export function resultView(request: FastifyRequest, found: Distribution, sampled: number): Html {
  const { t, lang } = request;
  const money = (amount: number): string => formatMoney(amount, lang);
  const count = (households: number): string => formatNumber(households, lang);
  const out = (name: string, text: string): Html => html`<span data-out="${name}">${text}</span>`;
  const { revenue, gini } = found;
  const { amount, year, source, certainty } = published;
  const beside = t("tax.reform.published", {
    ...{
      amount: money(amount),
      year: String(year),
      share: ((found.revenue.before / amount) * 100).toFixed(0),
      source,
      certainty,
    },
    difference: money(found.revenue.before - amount),
  });
  const rows = [
    ["revenue.before", money(revenue.before)],
    ["revenue.after", money(revenue.after)],
    ["revenue.change", money(revenue.change)],
    ["winners", count(found.winners)],
    ["losers", count(found.losers)],
    ["gini.before", gini.before.toFixed(4)],
    ["gini.after", gini.after.toFixed(4)],
  ] as const;
  const most = Math.max(...found.deciles.map(({ change }) => Math.abs(change)));
  const head = (...keys: string[]) =>
    keys.map((key, at) => ({ text: t(`tax.reform.head.${key}`), ...(at > 0 && key !== "bar" ? { format: "numeric" } : {}) }));
  const deciles = found.deciles.map((one) => [
    { text: String(one.decile) },
    { html: out(`decile.${one.decile}.change`, money(one.change)), format: "numeric" },
    { html: html`<span data-bar="${one.decile}">${bar(one.change, most)}</span>` },
    { html: out(`decile.${one.decile}.winners`, count(one.winners)), format: "numeric" },
    { html: out(`decile.${one.decile}.losers`, count(one.losers)), format: "numeric" },
  ]);
  const counties = found.counties.map(({ county, change, losers, winners }) => [
    { text: county },
    { html: out(`county.${county}.change`, money(change)), format: "numeric" },
    { html: out(`county.${county}.winners`, count(winners)), format: "numeric" },
    { html: out(`county.${county}.losers`, count(losers)), format: "numeric" },
  ]);
  const title = (key: string): string => t(`tax.reform.${key}`);
  return html`<div data-result data-lang="${lang}" data-households="${sampled}">
    ${summaryList({ rows: rows.map(([name, text]) => ({ key: { text: title(`out.${name}`) }, value: { html: out(name, text) } })) })}
    <p data-published>${beside}</p><h3>${title("deciles")}</h3><p class="tr-hint">${title("deciles.hint")}</p>
    ${scrollable(title("deciles"), table({ head: head("decile", "change", "bar", "winners", "losers"), rows: deciles, firstCellIsHeader: true }))}
    <h3>${title("counties")}</h3>
    ${scrollable(
      title("counties"),
      table({
        head: head("county", "change", "winners", "losers"),
        rows: counties,
        firstCellIsHeader: true,
      }),
    )}</div>`;
}
