import { lineList, statTiles, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { agencyFigures, dataLines, figureTiles } from "./agency-figures.ts";
import { type FrontPage, hidden, nameOf, serviceLine } from "./front.ts";

/** The agencies: what each does, what it offers and how to reach it. */
export const agencyPages: FrontPage = (app, front) => {
  app.get(
    "/agencies",
    hidden,
    front.site.open(async (request) => {
      const { t, lang } = request;
      const lines = front.directory.agencies.map((agency) => ({
        href: `/agencies/${agency.id}`,
        title: nameOf(front, request, agency),
        lead: front.directory.text(agency, lang, "about"),
      }));
      return {
        title: t("portal.agencies.title"),
        content: html`<h1>${t("portal.agencies.title")}</h1>${lineList(lines)}`,
        path: [],
      };
    }),
  );
  app.get(
    "/agencies/:agency",
    hidden,
    front.site.open(async (request) => {
      const { t, lang } = request;
      const agency = front.directory.agencies.find(({ id }) => id === (request.params as { agency: string }).agency);
      if (!agency) throw kernelFailure("request.not-found");
      const title = nameOf(front, request, agency);
      const row = (key: string, value: object | undefined) => (value === undefined ? [] : [{ key: { text: t(key) }, value }]);
      const { website, phone } = agency;
      const rows = [
        ...row(
          "portal.agencies.phone",
          phone === undefined
            ? undefined
            : { html: html`<a class="tr-link" href="tel:${phone.replace(/[^0-9+]/g, "")}">${phone}</a>` },
        ),
        ...row(
          "portal.agencies.website",
          website === undefined ? undefined : { html: html`<a class="tr-link" href="${website}" rel="external">${website}</a>` },
        ),
      ];
      const figures = await agencyFigures(front, agency.id);
      const tiles = figureTiles(request, agency.listings.length, figures);
      const services = agency.listings.map((listing) => serviceLine(front, request, listing));
      const content = html`<h1>${title}</h1><p class="tr-lead">${front.directory.text(agency, lang, "about")}</p>
        ${tiles.length > 0 && statTiles(tiles)}
        ${rows.length > 0 && html`<h2>${t("portal.agencies.contact")}</h2>${summaryList({ rows })}`}
        ${services.length > 0 && html`<h2>${t("portal.agencies.services")}</h2>${lineList(services)}`}
        ${figures && dataLines(front, request, figures)}`;
      return { title, content, path: [{ href: "/agencies", text: t("portal.agencies.title") }] };
    }),
  );
};
