import { emptyState, scrollable, table, tag, time } from "@troad/design";
import { html } from "@troad/html";
import { agencyOf, askedPage, hidden, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CaseSummary } from "../api.ts";
import { caseBody } from "./case-body.ts";
import { stateTag } from "./case-state.ts";
import { type Asking, type CasePages, idIn } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> & Asking<"listForAgency" | "viewAsOfficer">;

/** The desk of an agency: the cases handed in to it, and each with all that happened. */
export function deskPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  app.get(
    "/desk",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["case-officer"], async (request, session) => {
      const agency = agencyOf(session, "case-officer");
      const page = { ...askedPage(request, "uuid"), shown: pageSize, actor: session.subject };
      return listPage(parts, request, agency, await cases.listForAgency(agency, page));
    }),
  );

  app.get(
    "/desk/:id",
    hidden,
    site.signedIn(["case-officer"], async (request, session) => {
      const { t } = request;
      const agency = agencyOf(session, "case-officer");
      const found = await cases.viewAsOfficer({ id: idIn(request), agency, actor: session.subject });
      const title = t("cases.desk.case");
      const logged = tag({ text: t("cases.desk.logged"), classes: "tr-tag--grey" });
      return {
        title,
        content: html`<h1>${title}</h1><p>${logged}</p>${caseBody(parts, request, found, "officer")}`,
        path: [{ href: "/desk", text: t("cases.desk.title") }],
      };
    }),
  );
}

function listPage({ names, services }: Parts, request: FastifyRequest, agency: string, found: readonly CaseSummary[]) {
  const { t, lang } = request;
  const title = t("cases.desk.title");
  const rows = found
    .slice(0, pageSize)
    .map((one) => [
      { html: html`<a class="tr-link" href="/desk/${one.id}">${one.applicant}</a>` },
      { text: services.text(lang, one.service, "name") },
      { html: html`${stateTag(request, one.state, one.granted)}` },
      { html: time(one.updatedAt, { lang }) },
    ]);
  const head = ["applicant", "service", "state", "updated"].map((key) => ({ text: t(`cases.desk.${key}`) }));
  const list = rows.length === 0 ? emptyState({ title: t("cases.desk.empty") }) : scrollable(title, table({ head, rows }));
  const content = html`<h1>${title}</h1><p>${t("cases.desk.lead", { agency: names.agency(lang, agency) })}</p>
    ${list}${older(request, found, (one) => one.id)}`;
  return { title, content, path: [] };
}
