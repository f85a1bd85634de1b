import { button } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { asked, hidden, listRoutes, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { readRecord } from "../domain/record.ts";
import type { ApplicationRow, StorageRow } from "../gallery.ts";
import { acting, errorText, inLang, type PageFile, type PageParts, summary } from "./parts.ts";

const gib = 2 ** 30;
const sized = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** What others made with the data, and what the data take up. */
export const galleryPages: PageFile = (app, parts) => {
  const { site, gallery, agencyName, ctx, gibPrice } = parts;
  listRoutes<Session | undefined, ApplicationRow>({
    ...{ app, ctx, address: "/data/gallery" },
    guard: (load) => site.open(load),
    list: async ({ t }, session) => ({
      address: "/data/gallery",
      title: t("opendata.gallery.title"),
      lead: html`<p class="tr-lead">${t("opendata.gallery.lead")}</p>
        <p><a class="tr-link" href="/data/gallery/new">${t("opendata.gallery.add")}</a></p>`,
      columns: [
        {
          ...{ key: "title", text: t("opendata.gallery.name"), kind: "text", value: ({ title }) => title },
          show: ({ title, url }) => html`<a class="tr-link" href="${url}" rel="noreferrer nofollow">${title}</a>`,
        },
        { key: "body", text: t("opendata.gallery.what"), kind: "text", value: ({ body }) => body },
        {
          ...{ key: "set", text: t("opendata.delivery.set"), kind: "text", value: ({ name }) => name ?? "" },
          show: ({ name }) => html`${name && html`<a class="tr-link" href="/data/${name}">${name}</a>`}`,
        },
        { key: "at", text: t("opendata.gallery.since"), kind: "day", value: ({ at }) => at.slice(0, 10) },
        {
          ...{ key: "end", text: t("opendata.gallery.mine"), kind: "text", value: () => "" },
          show: ({ id, subject }) =>
            html`${
              subject === session?.subject &&
              html`<form method="post" action="/data/gallery/end"><input type="hidden" name="id" value="${id}">
              ${button({ text: t("opendata.gallery.end"), classes: "tr-button--secondary" })}</form>`
            }`,
        },
      ],
      filters: [],
      source: {
        cursorKind: "uuid",
        cursor: ({ id }) => id,
        rows: ({ before, limit }) => gallery.list({ ...(before ? { before } : {}), limit }),
      },
      empty: { title: t("opendata.gallery.none") },
    }),
  });
  listRoutes<Session | undefined, StorageRow>({
    ...{ app, ctx, address: "/data/storage" },
    guard: (load) => site.open(load),
    list: async ({ t, lang }) => ({
      address: "/data/storage",
      title: t("opendata.storage.title"),
      file: "data-storage",
      lead: html`<p class="tr-lead">${t("opendata.storage.lead", { price: gibPrice })}</p>`,
      columns: [
        {
          ...{ key: "set", text: t("opendata.delivery.set"), kind: "text", value: ({ name }) => name },
          show: ({ name, record }) => {
            const read = readRecord(record);
            return html`<a class="tr-link" href="/data/${name}">${read ? inLang(read.title, lang) : name}</a>`;
          },
        },
        { key: "agency", text: t("opendata.column.agency"), kind: "text", value: ({ agency }) => agencyName(lang, agency) },
        { key: "files", text: t("opendata.storage.files"), kind: "number", value: ({ files }) => files },
        { key: "size", text: t("opendata.storage.size"), kind: "text", value: ({ bytes }) => sized(bytes) },
        {
          key: "cost",
          text: t("opendata.storage.cost"),
          kind: "text",
          value: ({ bytes }) => ((bytes / gib) * gibPrice).toFixed(2),
        },
      ],
      filters: [],
      source: {
        cursorKind: "number",
        cursor: ({ no }) => String(no),
        rows: ({ before, limit }) => gallery.storage({ ...(before ? { before } : {}), limit }),
      },
      empty: { title: t("opendata.none") },
    }),
  });
  app.get(
    "/data/gallery/new",
    hidden,
    site.signedIn("anybody", (request, session) => form(parts, request, session)),
  );
  app.post(
    "/data/gallery/new",
    hidden,
    site.signedIn(
      "anybody",
      async (request, session, reply) => {
        const shown = {
          ...{ subject: session.subject, key: posted(request, "key", 40), title: posted(request, "title", 120) },
          ...{ body: posted(request, "body", 500), url: posted(request, "url", 500), set: posted(request, "set", 100) },
        };
        const refused = await acting(
          () => gallery.show(shown),
          (error) =>
            form(parts, request, session, { text: errorText(request, error), field: String(error.params.field ?? "title") }),
        );
        return refused ?? seeOther(reply, "/data/gallery");
      },
      { returnTo: () => "/data/gallery/new" },
    ),
  );
  app.post(
    "/data/gallery/end",
    hidden,
    site.signedIn("anybody", async (request, { subject }, reply) => {
      await gallery.end(posted(request, "id", 40), subject);
      return seeOther(reply, "/data/gallery");
    }),
  );
};

async function form(
  { keys }: PageParts,
  request: FastifyRequest,
  { subject }: Session,
  error?: { text: string; field: string },
): Promise<View> {
  const { t } = request;
  const ui = uiOf(request);
  const mine = (await keys.mine(subject)).filter(({ ended }) => ended === null);
  const value = (name: string): string => (request.method === "POST" ? posted(request, name, 500) : (asked(request, name) ?? ""));
  const at = (name: string) => (error?.field === name ? { errorMessage: { text: error.text } } : {});
  const input = (name: string, key: string) =>
    ui.input({ id: name, name, label: { text: t(`opendata.gallery.${key}`) }, value: value(name), ...at(name) });
  const items = mine.map(({ id, label }) => ({ value: id, text: label }));
  const fields = html`${ui.select({ id: "key", name: "key", label: { text: t("opendata.gallery.key") }, items, value: value("key"), ...at("key") })}
    ${input("title", "name")}${ui.textarea({ id: "body", name: "body", label: { text: t("opendata.gallery.what") }, value: value("body"), ...at("body") })}
    ${input("url", "url")}${input("set", "set")}${button({ text: t("opendata.gallery.add") })}`;
  const title = t("opendata.gallery.add");
  const own =
    mine.length > 0
      ? html`<form method="post" action="/data/gallery/new" novalidate>${fields}</form>`
      : html`<p>${t("opendata.gallery.no-key")} <a class="tr-link" href="/data/api">${t("opendata.api.title")}</a></p>`;
  const content = html`${error && summary(request, error.text, `#${error.field}`)}<h1>${title}</h1>${own}`;
  return { title, content, path: [{ href: "/data/gallery", text: t("opendata.gallery.title") }] };
}
