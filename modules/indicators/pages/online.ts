import { html } from "@troad/html";
import { inMemory, listRoutes, type Session } from "@troad/web";
import { type OnlineDegree, type Row, totalsOf } from "../rows.ts";
import { home, namesIn, type PageFile, percent } from "./parts.ts";

const address = `${home}/online`;
const degrees: readonly OnlineDegree[] = ["none", "part", "full"];

/** Every service with how far it is online, and why it is not in full: the plan's share, counted. */
export const onlinePages: PageFile = (app, parts) => {
  const { ctx, site, indicators, services, agencyName } = parts;
  listRoutes<Session | undefined, Row & { name: string; why: string }>({
    ...{ app, ctx, address },
    guard: (load) => site.open(load),
    list: async (request) => {
      const { t, lang } = request;
      const nameOf = await namesIn(parts, lang);
      const found = await indicators.rows(indicators.months()[0]!);
      const { services: all, full, submitted, online } = totalsOf(found);
      const rows = found
        .map((row) => ({
          ...row,
          name: nameOf(row),
          why: row.online === "full" ? "" : services.text(lang, row.service, "offline"),
        }))
        .toSorted((a, b) => degrees.indexOf(a.online) - degrees.indexOf(b.online));
      const shares = t("indicators.online.shares", {
        ...{
          services: percent(request, all === 0 ? null : full / all),
          applications: percent(request, submitted === 0 ? null : online / submitted),
        },
      });
      return {
        address,
        title: t("indicators.online.title"),
        file: "services-online",
        lead: html`<p class="tr-lead">${t("indicators.online.lead")}</p><p>${shares}</p>`,
        columns: [
          {
            ...{ key: "service", text: t("indicators.column.service"), kind: "text", value: ({ name }) => name },
            show: ({ service, name }) => html`<a class="tr-link" href="/services/${service}">${name}</a>`,
          },
          { key: "agency", text: t("indicators.column.agency"), kind: "text", value: ({ agency }) => agencyName(lang, agency) },
          {
            key: "degree",
            text: t("indicators.column.degree"),
            kind: "text",
            value: ({ online: degree }) => t(`indicators.degree.${degree}`),
          },
          { key: "why", text: t("indicators.column.why"), kind: "text", value: ({ why }) => why },
        ],
        filters: [
          {
            ...{ kind: "select", name: "degree", label: t("indicators.column.degree") },
            options: degrees.map((value) => ({ value, text: t(`indicators.degree.${value}`) })),
          },
        ],
        source: inMemory(
          (chosen) => rows.filter((row) => !chosen.degree || row.online === chosen.degree),
          ({ service }) => service,
          "name",
        ),
        empty: { title: t("indicators.none") },
      };
    },
    view: (_request, { title }, { content }) => ({
      ...{ title, content: html`<h1>${title}</h1>${content}` },
      path: [{ href: home, text: _request.t("indicators.title") }],
    }),
  });
};
