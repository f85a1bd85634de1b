import { formatDate, scrollable, table } from "@troad/design";
import type { Answers } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { valueIn } from "@troad/law";
import { lineChart } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { DayCost } from "../domain/calculator.ts";
import { lawLang } from "./words.ts";

/** What the debt comes to day by day, as a chart and a table; the day of payment is marked. */
export function daysPart(request: FastifyRequest, days: readonly DayCost[], answers: Answers, today: string): Html {
  const { t, lang } = request;
  const paid = typeof answers.paid === "string" ? answers.paid : today;
  const money = (value: number): string => valueIn(value, "money", lawLang(lang));
  const own = days.find(({ on }) => on === paid);
  const rows = days.map((day) => {
    const mark = day === own ? { classes: "tax-cell--own" } : {};
    return [
      { text: formatDate(day.on, { lang, style: "short" }), ...mark },
      { text: String(day.late), format: "numeric", ...mark },
      { text: money(day.total), format: "numeric", ...mark },
      { text: `${day.percent}%`, format: "numeric", ...mark },
      { text: money(day.fee), format: "numeric", ...mark },
      { text: money(day.interest), format: "numeric", ...mark },
    ];
  });
  const title = t("tax.part.days");
  const names = ["day", "late", "total", "percent", "fee", "interest"];
  const head = names.map((name, at) => ({ text: t(`tax.days.${name}`), ...(at > 0 ? { format: "numeric" } : {}) }));
  const first = days[0]?.total ?? 0;
  const points = days.map(({ late, total }) => ({ at: late, value: total - first }));
  const extra = t("tax.days.extra");
  const drawn = lineChart({
    request,
    title: extra,
    description: t("tax.days.description"),
    x: { label: t("tax.days.late"), shown: String },
    y: { label: extra, shown: money },
    series: [{ label: extra, points }],
    ...(own ? { mark: { at: own.late, value: own.total - first, label: t("tax.days.own") } } : {}),
    figures: scrollable(title, table({ head, rows, firstCellIsHeader: true })),
  });
  return html`<p>${t("tax.days.lead")}</p>${drawn}`;
}
