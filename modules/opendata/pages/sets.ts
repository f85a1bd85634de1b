import { html } from "@troad/html";
import { listRoutes, type Session } from "@troad/web";
import type { DataSet } from "../catalogue.ts";
import { categories, opennesses } from "../domain/record.ts";
import { badgeTag, inLang, type PageFile } from "./parts.ts";

/** Words of a search, folded as the catalogue's are. */
const folded = (words = ""): string => words.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/** The catalogue: search, filters, a page at a time. */
export const setPages: PageFile = (app, { site, catalogue, agencies, agencyName, ctx }) => {
  listRoutes<Session | undefined, DataSet>({
    ...{ app, ctx, address: "/data" },
    guard: (load) => site.open(load),
    list: async (request) => {
      const { t, lang } = request;
      const searchOf = (chosen: Readonly<Record<string, string | undefined>>) => ({
        ...(chosen.q ? { words: folded(chosen.q) } : {}),
        ...(chosen.agency ? { agency: chosen.agency } : {}),
        ...(chosen.category ? { category: chosen.category } : {}),
        ...(chosen.openness ? { openness: chosen.openness } : {}),
      });
      return {
        address: "/data",
        title: t("opendata.title"),
        file: "data-sets",
        lead: html`<p class="tr-lead">${t("opendata.lead")}</p>
          <p><a class="tr-link" href="/data/requests">${t("opendata.requests.title")}</a> ·
            <a class="tr-link" href="/data/plans">${t("opendata.plans.title")}</a> ·
            <a class="tr-link" href="/data/topics">${t("opendata.topics.title")}</a> ·
            <a class="tr-link" href="/data/gallery">${t("opendata.gallery.title")}</a> ·
            <a class="tr-link" href="/data/storage">${t("opendata.storage.title")}</a> ·
            <a class="tr-link" href="/data/deliveries">${t("opendata.delivery.title")}</a> ·
            <a class="tr-link" href="/data/api">${t("opendata.api.title")}</a></p>`,
        columns: [
          {
            ...{
              key: "title",
              text: t("opendata.column.title"),
              kind: "text",
              value: ({ record }) => inLang(record.title, lang),
            },
            show: ({ name, record }) => html`<a class="tr-link" href="/data/${name}">${inLang(record.title, lang)}</a>`,
          },
          { key: "agency", text: t("opendata.column.agency"), kind: "text", value: ({ agency }) => agencyName(lang, agency) },
          {
            key: "category",
            text: t("opendata.column.category"),
            kind: "text",
            value: ({ record }) => t(`opendata.category.${record.category}`),
          },
          {
            key: "openness",
            text: t("opendata.column.openness"),
            kind: "text",
            value: ({ record }) => t(`opendata.openness.${record.openness}`),
          },
          {
            ...{ key: "badge", text: t("opendata.column.badge"), kind: "text", value: ({ badge }) => badge ?? "" },
            show: ({ badge }) => badgeTag(request, badge),
          },
          { key: "modified", text: t("opendata.column.modified"), kind: "day", value: ({ modified }) => modified.slice(0, 10) },
          { key: "name", text: t("opendata.column.name"), kind: "text", value: ({ name }) => name, only: "file" },
        ],
        filters: [
          { kind: "search", name: "q", label: t("opendata.filter.words"), hint: t("opendata.filter.words-hint") },
          {
            kind: "select",
            name: "agency",
            label: t("opendata.column.agency"),
            options: agencies.map((value) => ({ value, text: agencyName(lang, value) })),
          },
          {
            kind: "select",
            name: "category",
            label: t("opendata.column.category"),
            options: categories.map((value) => ({ value, text: t(`opendata.category.${value}`) })),
          },
          {
            kind: "select",
            name: "openness",
            label: t("opendata.column.openness"),
            options: opennesses.map((value) => ({ value, text: t(`opendata.openness.${value}`) })),
          },
        ],
        source: {
          cursorKind: "number",
          cursor: ({ no }) => String(no),
          rows: ({ chosen, before, limit }) => catalogue.browse({ ...searchOf(chosen), ...(before ? { before } : {}), limit }),
          count: (chosen, limit) => catalogue.browseCount(searchOf(chosen), limit),
        },
        empty: { title: t("opendata.none") },
      };
    },
  });
};
