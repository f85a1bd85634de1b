import type { Opening } from "@troad/cases/api";
import { emptyState, time, timeline } from "@troad/design";
import { html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { PageFile, Portal } from "../portal.ts";
import { askedPage, older, pageQuery, pageSize } from "./paging.ts";

/** "Who opened my applications": each case, and each list, that an officer looked at. */
export const openingPages: PageFile = (app, portal) => {
  app.get(
    "/my-data/officers",
    { schema: { hide: true, querystring: pageQuery } },
    portal.site.signedIn(["citizen"], async (request, session) => {
      const { t } = request;
      const openings = await portal.cases.openingsOf(session.subject, askedPage(request, "number"));
      const entries = openings.slice(0, pageSize).map((opening) => entryOf(portal, request, opening));
      const title = t("portal.uses.officers");
      const list =
        entries.length === 0
          ? emptyState({ title: t("portal.uses.officers-empty") })
          : timeline(entries, { label: title, headingLevel: 2 });
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("portal.uses.officers-lead")}</p>
            ${list}${older(request, openings, ({ seq }) => String(seq))}`,
        path: [{ href: "/my-data", text: t("portal.uses.title") }],
      };
    }),
  );
};

function entryOf(portal: Portal, request: FastifyRequest, { caseId, service, agency, kind, at }: Opening) {
  const { t, lang } = request;
  const words = t(`portal.uses.opened-${kind}`, {
    agency: portal.names.agency(lang, agency),
    service: portal.serviceText(lang, service, "name"),
  });
  return {
    at: time(at, { lang }),
    by: portal.names.agency(lang, agency),
    title: { html: html`<a class="tr-link" href="/cases/${caseId}">${words}</a>` },
    tone: "ok" as const,
  };
}
