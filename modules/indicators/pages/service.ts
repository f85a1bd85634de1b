import { scrollable, table } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { barChart, hidden } from "@troad/web";
import { decimal, home, monthText, type PageFile, percent, rateNote } from "./parts.ts";

/** One service over the last twelve months. */
export const servicePages: PageFile = (app, { site, indicators, services, ctx }) => {
  app.get<{ Params: { service: string } }>(
    `${home}/services/:service`,
    hidden,
    site.open(async (request) => {
      const { t, lang } = request;
      const id = (request.params as { service: string }).service;
      const months = indicators.months().toReversed();
      const all = await Promise.all(
        months.map(async (month) => (await indicators.rows(month)).find((one) => one.service === id && !one.elsewhere)),
      );
      if (all.every((one) => one === undefined)) throw kernelFailure("request.not-found");
      const name = services.text(lang, id, "name");
      const chart = barChart({
        ...{ request, title: t("indicators.service.chart"), description: t("indicators.service.chart-text", { name }) },
        labelHead: t("indicators.month"),
        labels: months.map((month) => monthText(month, lang)),
        series: [{ label: t("indicators.column.submitted"), values: all.map((one) => one?.submitted ?? null) }],
        shown: String,
      });
      const columns = ["submitted", "completion", "onlineShare", "medianDays", "slowDays", "score", "minutes", "cost"] as const;
      const rows = months.map((month, index) => {
        const one = all[index];
        const cells = one
          ? [
              ...[String(one.submitted), percent(request, one.completion), percent(request, one.onlineShare)],
              ...[one.medianDays, one.slowDays, one.score, one.minutes, one.cost].map((value) => decimal(request, value)),
            ]
          : columns.map(() => "–");
        return [{ text: monthText(month, lang) }, ...cells.map((text) => ({ text, format: "numeric" as const }))];
      });
      const head = [{ text: t("indicators.month") }, ...columns.map((key) => ({ text: t(`indicators.column.${key}`) }))];
      const content = html`<h1>${name}</h1><p><a class="tr-link" href="/services/${id}">${t("indicators.service.to")}</a></p>${chart}
        ${scrollable(name, table({ head, rows, caption: t("indicators.service.table") }))}
        ${rateNote({ indicators, ctx }, request, months.at(-1)!)}`;
      return { title: name, content, path: [{ href: home, text: t("indicators.title") }] };
    }),
  );
};
