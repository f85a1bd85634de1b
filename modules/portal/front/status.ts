import { summaryList, tag } from "@troad/design";
import { html } from "@troad/html";
import { type FrontPage, hidden } from "./front.ts";

const patienceMs = 2_000;

/** Whether each part of the platform responds right now. */
export const statusPage: FrontPage = (app, front) => {
  app.get(
    "/status",
    hidden,
    front.site.open(async (request) => {
      const { t } = request;
      const title = t("portal.status.title");
      const parts = new Map<string, string[]>();
      for (const { module, origin } of front.ctx.pages) parts.set(origin, [...(parts.get(origin) ?? []), module]);
      const rows = await Promise.all(
        [...parts].map(async ([origin, modules]) => {
          const works = await isReady(origin);
          return {
            key: { text: modules.map((module) => t(`web.part.${module}`)).join(t("web.comma")) },
            value: {
              html: tag({
                text: t(works ? "portal.status.works" : "portal.status.away"),
                classes: works ? "tr-tag--green" : "tr-tag--red",
              }),
            },
          };
        }),
      );
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("portal.status.lead")}</p>${summaryList({ rows })}`,
        path: [],
      };
    }),
  );
};

const isReady = (origin: string): Promise<boolean> =>
  fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(patienceMs), redirect: "error" }).then(
    ({ ok }) => ok,
    () => false,
  );
