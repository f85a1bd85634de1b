import { card, cardGrid, emptyState, time } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { askedPage, hidden, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CaseSummary } from "../api.ts";
import { caseBody } from "./case-body.ts";
import { stateTag } from "./case-state.ts";
import { type Asking, type CasePages, idIn } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "names" | "services"> & Asking<"listOf" | "view" | "resume" | "withdraw">;

/** While something is under way the page looks again by itself. */
const refreshSeconds = 2;

/** My cases: the list, and each case with its way, its data, its decision and why. */
export function casePages(app: FastifyInstance, parts: Parts): void {
  const { site, cases, services } = parts;
  app.get(
    "/cases",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request, { subject }) =>
      listPage(parts, request, await cases.listOf(subject, askedPage(request, "uuid"))),
    ),
  );

  app.get(
    "/cases/:id",
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) => {
      const found = await cases.view({ id: idIn(request), subject });
      if (found.state === "draft") return seeOther(reply, `/cases/${found.id}/form`);
      if (found.state === "collecting" || found.state === "deciding") reply.header("refresh", String(refreshSeconds));
      const name = services.text(request.lang, found.service, "name");
      return {
        title: name,
        content: html`<h1>${name}</h1>${caseBody(parts, request, found, "citizen")}`,
        path: [{ href: "/cases", text: request.t("cases.list.title") }],
      };
    }),
  );

  for (const action of ["resume", "withdraw"] as const)
    app.post(
      `/cases/:id/${action}`,
      hidden,
      site.signedIn(["citizen"], async (request, { subject }, reply) => {
        const id = idIn(request);
        await cases[action]({ id, subject });
        return seeOther(reply, `/cases/${id}`);
      }),
    );
}

function listPage({ site, services }: Parts, request: FastifyRequest, found: readonly CaseSummary[]) {
  const { t, lang } = request;
  const title = t("cases.list.title");
  const cards = found.slice(0, pageSize).map((one) =>
    card({
      href: one.state === "draft" ? `/cases/${one.id}/form` : `/cases/${one.id}`,
      title: { text: services.text(lang, one.service, "name") },
      tag: stateTag(request, one.state),
      meta: { html: time(one.updatedAt, { lang }) },
      headingLevel: 2,
    }),
  );
  const catalogue = site.href("portal", "/services");
  const begin = catalogue && { action: html`<a class="tr-button" href="${catalogue}">${t("portal.services.title")}</a>` };
  const list = cards.length === 0 ? emptyState({ title: t("cases.list.empty"), ...begin }) : cardGrid(cards);
  return { title, content: html`<h1>${title}</h1>${list}${older(request, found, (one) => one.id)}`, path: [] };
}
