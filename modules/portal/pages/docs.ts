import { scrollable, section, summaryList, tag } from "@troad/design";
import { html } from "@troad/html";
import type { PageFile } from "../portal.ts";

type Operation = { summary?: string; tags?: string[] };
type Document = { paths?: Record<string, Record<string, Operation>> };

/** The public interfaces of this process, from its OpenAPI document; and what the platform is. */
export const docsPages: PageFile = (app, portal) => {
  app.get(
    "/docs",
    { schema: { hide: true } },
    portal.site.open(async (request) => {
      const { t } = request;
      const document = app.swagger() as unknown as Document;
      const byTag = new Map<string, { method: string; path: string; summary: string }[]>();
      for (const [path, methods] of Object.entries(document.paths ?? {}))
        for (const [method, operation] of Object.entries(methods)) {
          const name = operation.tags?.[0] ?? "other";
          byTag.set(name, [...(byTag.get(name) ?? []), { method: method.toUpperCase(), path, summary: operation.summary ?? "" }]);
        }
      const groups = [...byTag]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, operations]) =>
          section({
            title: { text: name },
            content: summaryList({
              rows: operations.map(({ method, path, summary }) => ({
                key: { html: html`${tag({ text: method, classes: "tr-tag--blue" })} <code>${path}</code>` },
                value: { text: summary },
              })),
            }),
          }),
        );
      const content = html`<h1>${t("portal.docs.title")}</h1><p class="tr-lead">${t("portal.docs.lead")}</p><p><a class="tr-link" href="/openapi.json">openapi.json</a></p>${groups}<h2>${t("portal.docs.road")}</h2><p>${t("portal.docs.road-how")}</p>${scrollable(
        t("portal.docs.road"),
        html`<pre class="tr-code"><code>POST /r1/{instance}/{class}/{member}/{subsystem}/{service}/find
X-Road-Client: TWDEMO/EDU/NDU/AID
X-Road-Id: TWDEMO-0b5c…
X-Troad-Consent: eyJ…</code></pre>`,
      )}`;
      return { title: t("portal.docs.title"), content, path: [] };
    }),
  );

  app.get(
    "/about",
    { schema: { hide: true } },
    portal.site.open(async (request) => {
      const { t } = request;
      const content = html`<h1>${t("portal.about.title")}</h1><p class="tr-lead">${t("portal.about.lead")}</p><p>${t("portal.about.data")}</p><h2>${t("portal.about.access")}</h2><p>${t("portal.about.access-how")}</p><h2>${t("portal.about.privacy")}</h2><p>${t("portal.about.privacy-how")}</p>`;
      return { title: t("portal.about.title"), content, path: [] };
    }),
  );
};
