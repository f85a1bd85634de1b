import { emptyState, scrollable, table, tag, time } from "@troad/design";
import { html } from "@troad/html";
import { agencyOf } from "@troad/web";
import type { PageFile } from "../portal.ts";
import { stateTag } from "./case-state.ts";
import { caseBody } from "./cases.ts";
import { askedPage, older, pageQuery, pageSize } from "./paging.ts";

/** The desk of an agency: the cases handed in to it, and each with all that happened. */
export const deskPages: PageFile = (app, portal) => {
  app.get(
    "/desk",
    { schema: { hide: true, querystring: pageQuery } },
    portal.site.signedIn(["case-officer"], async (request, session) => {
      const { t, lang } = request;
      const agency = agencyOf(session, "case-officer");
      const cases = await portal.cases.listForAgency(agency, {
        ...askedPage(request, "uuid"),
        shown: pageSize,
        actor: session.subject,
      });
      const rows = cases
        .slice(0, pageSize)
        .map((one) => [
          { html: html`<a class="tr-link" href="/desk/${one.id}">${one.applicant}</a>` },
          { text: portal.serviceText(lang, one.service, "name") },
          { html: html`${stateTag(request, one.state)}` },
          { html: time(one.updatedAt, { lang }) },
        ]);
      const content = html`<h1>${t("portal.desk.title")}</h1><p>${t("portal.desk.lead", { agency: portal.names.agency(lang, agency) })}</p>
      ${rows.length === 0 ? emptyState({ title: t("portal.desk.empty") }) : scrollable(t("portal.desk.title"), table({ head: ["applicant", "service", "state", "updated"].map((key) => ({ text: t(`portal.desk.${key}`) })), rows }))}${older(request, cases, (one) => one.id)}`;
      return { title: t("portal.desk.title"), content, path: [] };
    }),
  );

  app.get(
    "/desk/:id",
    { schema: { hide: true } },
    portal.site.signedIn(["case-officer"], async (request, session) => {
      const { t } = request;
      const { id } = request.params as { id: string };
      const found = await portal.cases.viewAsOfficer({ id, agency: agencyOf(session, "case-officer"), actor: session.subject });
      const logged = tag({ text: t("portal.desk.logged"), classes: "tr-tag--grey" });
      return {
        title: t("portal.desk.case"),
        content: html`<h1>${t("portal.desk.case")}</h1><p>${logged}</p>${caseBody(portal, request, found, "officer")}`,
        path: [{ href: "/desk", text: t("portal.desk.title") }],
      };
    }),
  );
};
