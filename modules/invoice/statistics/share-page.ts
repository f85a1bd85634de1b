import { emptyState, scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { asked, hidden, type Places, todayOf, uiOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Pages } from "../site/pages.ts";
import { monthName } from "../site/words-view.ts";
import type { Share, Shares } from "./share.ts";

const monthsShown = 12;
type Parts = Pages & { shares: Shares; places: Pick<Places, "name">; tradeName(lang: string, code: string): string };

/** How much of what shops sell to consumers is in the cloud, by county and by trade: for everyone. */
export function sharePages(app: FastifyInstance, pages: Parts): void {
  app.get(
    "/invoice/cloud",
    hidden,
    pages.site.open(async (request) => {
      const { t } = request;
      const months = pages.shares.months(todayOf(pages), monthsShown);
      const month = months.find((one) => one === asked(request, "month", 7)) ?? months[0]!;
      const { counties, trades } = await pages.shares.of(month);
      const items = months.map((value) => ({ value, text: monthName(request, value), selected: value === month }));
      const select = uiOf(request).select({ id: "month", name: "month", label: { text: t("invoice.cloud.month") }, items });
      const form = html`<form method="get" action="/invoice/cloud" novalidate>${select}
        <button type="submit" class="tr-button tr-button--secondary">${t("invoice.books.show")}</button></form>`;
      const tables = html`${shareTable(request, "county", counties, (code) => pages.places.name(request.lang, code))}
        ${shareTable(request, "trade", trades, (code) => pages.tradeName(request.lang, code))}`;
      const title = t("invoice.cloud.title");
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("invoice.cloud.lead")}</p>${form}
        ${counties.length === 0 ? emptyState({ title: t("invoice.cloud.none") }) : tables}<p class="tr-hint">${t("invoice.cloud.hint")}</p>`;
      return { title, content, path: [] };
    }),
  );
}

function shareTable(
  request: FastifyRequest,
  kind: "county" | "trade",
  rows: readonly Share[],
  nameOf: (code: string) => string,
): Html {
  const { t } = request;
  const caption = t(`invoice.cloud.by-${kind}`);
  return scrollable(
    caption,
    table({
      caption,
      head: [
        { text: t(`invoice.cloud.${kind}`) },
        ...["businesses", "share"].map((key) => ({ text: t(`invoice.cloud.${key}`), format: "numeric" })),
      ],
      rows: rows.map(({ code, businesses, share }) => [
        { text: nameOf(code) },
        { text: share === null ? t("invoice.cloud.few") : String(businesses), format: "numeric" },
        { text: share === null ? t("invoice.cloud.hidden") : `${share} %`, format: "numeric" },
      ]),
    }),
  );
}
