import { button, tag } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { agencyOf, hidden, posted, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { OfficerCase } from "../../api.ts";
import { type Asking, type CasePages, idIn } from "../parts.ts";
import { officerOf } from "./acts.ts";
import { standingTag } from "./standing.ts";

type Parts = Pick<CasePages, "site" | "services"> & Asking<"viewAsOfficer" | "openMasked">;
const shortest = 4;

/** A case of a special category before the officer has said why they open it: whose it is, where it stands, and the question. */
export function maskedView(
  { services }: Pick<Parts, "services">,
  request: FastifyRequest,
  found: OfficerCase,
  error?: string,
): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const service = services.text(lang, found.named, "name");
  const title = `${found.applicant}${t("web.colon")}${service}`;
  const reason = ui.textarea({
    ...{ id: "reason", name: "reason", rows: 3, value: posted(request, "reason", 500) },
    ...{ label: { text: t("cases.masked.reason") }, hint: { text: t("cases.masked.reason-hint") } },
    ...(error ? { errorMessage: { text: error } } : {}),
  });
  const summary = error && ui.errorSummary({ errorList: [{ text: error, href: "#reason" }] });
  const logged = tag({ text: t("cases.desk.logged"), classes: "tr-tag--grey" });
  return {
    title,
    content: html`${summary}<h1>${title}</h1><p>${standingTag(request, { ...found, granted: null })} ${logged}</p>
      <p class="tr-lead">${t("cases.masked.lead")}</p><p>${services.text(lang, found.named, found.masked ?? "name")}</p>
      <form method="post" action="/desk/${found.id}/open" novalidate>${reason}${button({ text: t("cases.masked.open") })}</form>`,
    path: [{ href: "/desk", text: t("cases.desk.title") }],
    ...(error ? { status: 422, isError: true } : {}),
  };
}

/** The reason is kept for the person, and the case opens. */
export function maskedRoutes(app: FastifyInstance, { site, cases, services }: Parts): void {
  app.post(
    "/desk/:id/open",
    hidden,
    site.signedIn(
      ["case-officer"],
      async (request, session, reply) => {
        const asked = { id: idIn(request), agency: agencyOf(session, "case-officer"), person: officerOf(session) };
        const reason = posted(request, "reason", 500);
        if (reason.length < shortest) {
          const found = await cases.viewAsOfficer(asked);
          return maskedView({ services }, request, found, request.t("cases.masked.reason-missing"));
        }
        await cases.openMasked({ ...asked, reason });
        return seeOther(reply, `/desk/${asked.id}`);
      },
      { returnTo: (request) => `/desk/${idIn(request)}` },
    ),
  );
}
