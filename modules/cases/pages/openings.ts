import { emptyState, time, timeline } from "@troad/design";
import { html } from "@troad/html";
import { askedPage, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Opening } from "../api.ts";
import type { Asking, CasePages } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> & Asking<"openingsOf">;

/** "Who opened my applications": each case, and each list, that an officer looked at. */
export function openingPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  app.get(
    "/my-data/officers",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t } = request;
      const openings = await cases.openingsOf(subject, askedPage(request, "number"));
      const entries = openings.slice(0, pageSize).map((opening) => entryOf(parts, request, opening));
      const title = t("cases.openings.title");
      const list =
        entries.length === 0
          ? emptyState({ title: t("cases.openings.empty") })
          : timeline(entries, { label: title, headingLevel: 2 });
      const uses = site.href("mydata", "/my-data");
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("cases.openings.lead")}</p>
          ${list}${older(request, openings, ({ seq }) => String(seq))}`,
        path: uses ? [{ href: uses, text: t("mydata.uses.title") }] : [],
      };
    }),
  );
}

function entryOf(
  { names, services }: Parts,
  { t, lang }: FastifyRequest,
  { caseId, service, agency, kind, reason, at }: Opening,
) {
  const by = names.agency(lang, agency);
  const text = t(`cases.openings.${kind}`, { agency: by, service: services.text(lang, service, "name"), reason: reason ?? "" });
  return {
    at: time(at, { lang }),
    by,
    title: { html: html`<a class="tr-link" href="/cases/${caseId}">${text}</a>` },
    tone: "ok" as const,
  };
}
