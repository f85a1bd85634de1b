import { html } from "@troad/html";
import { hidden } from "@troad/web";
import type { FastifyInstance } from "fastify";
import type { PortalPages } from "./parts.ts";

/** What the platform is, for everyone. */
export function aboutPages(app: FastifyInstance, { site }: Pick<PortalPages, "site">): void {
  app.get(
    "/about",
    hidden,
    site.open(async ({ t }) => {
      const title = t("portal.about.title");
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.about.lead")}</p><p>${t("portal.about.data")}</p>
        <h2>${t("portal.about.access")}</h2><p>${t("portal.about.access-how")}</p>
        <h2>${t("portal.about.privacy")}</h2><p>${t("portal.about.privacy-how")}</p>`;
      return { title, content, path: [] };
    }),
  );
}
