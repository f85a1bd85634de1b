import { formatDate, scrollable, table } from "@troad/design";
import type { Answers } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { valueIn } from "@troad/law";
import type { FastifyRequest } from "fastify";
import type { DayCost } from "../domain/calculator.ts";
import { chart } from "./chart.ts";
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
  const points = days.map(({ late, total }) => ({ at: late, value: total - (days[0]?.total ?? 0) }));
  const marked = own ? { at: own.late, value: own.total - (days[0]?.total ?? 0) } : (points.at(-1) ?? { at: 0, value: 0 });
  return html`<p>${t("tax.days.lead")}</p>${chart({ lang, title, description: t("tax.days.description"), points, own: marked, ownLabel: own ? t("tax.days.own") : "", xLabel: t("tax.days.late"), yLabel: t("tax.days.extra") })}${scrollable(title, table({ head, rows, firstCellIsHeader: true }))}`;
}
