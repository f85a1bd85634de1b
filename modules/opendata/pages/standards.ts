import { scrollable, table } from "@troad/design";
import { html } from "@troad/html";
import { hidden, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { inLang, type PageFile, type PageParts } from "./parts.ts";

/** What files of a category may declare to follow. */
export const standardPages: PageFile = (app, parts) => {
  app.get(
    "/data/standards",
    hidden,
    parts.site.open(async (request) => view(parts, request)),
  );
};

function view({ standards }: PageParts, request: FastifyRequest): View {
  const { t, lang } = request;
  const head = ["column", "type", "required", "codes"].map((key) => ({ text: t(`opendata.standards.${key}`) }));
  const shown = [...standards.values()].map(({ id, name, category, columns }) => {
    const rows = columns.map((one) => [
      { text: one.name },
      { text: one.type ?? "" },
      { text: t(`opendata.standards.${one.required === false ? "optional" : "yes"}`) },
      { text: one.codes?.join(t("web.comma")) ?? "" },
    ]);
    return html`<h2 id="${id}">${inLang(name, lang)}</h2><p>${t(`opendata.category.${category}`)}</p>
      ${scrollable(inLang(name, lang), table({ head, rows }))}`;
  });
  const title = t("opendata.standards.title");
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("opendata.standards.lead")}</p>${shown}`;
  return { title, content, path: [{ href: "/data", text: t("opendata.title") }] };
}
