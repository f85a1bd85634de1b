import { emptyState, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { askedPage, hidden, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { CaseSummary } from "../api.ts";
import { caseBody } from "./case-body.ts";
import { stateTag } from "./case-state.ts";
import { answers } from "./check.ts";
import { visitBox } from "./counter/visit.ts";
import { fileList } from "./files/list.ts";
import { type Asking, applicants, type CasePages, idIn, referenceOf } from "./parts.ts";
import { citizenOf, partyActs } from "./party-acts.ts";
import { ratingBox, ratingRoute } from "./rating.ts";

type Parts = Pick<CasePages, "site" | "names" | "services" | "banks" | "places" | "entries"> &
  Asking<"listOf" | "view" | "form" | "resume" | "withdraw" | "acts" | "rating" | "rate">;

/** While something is under way the page looks again by itself. */
const refreshSeconds = 2;

const short = Type.Optional(Type.String({ maxLength: 40 }));

/** My cases: the list, and each case with its way, its data, its decision and why. */
export function casePages(app: FastifyInstance, parts: Parts): void {
  const { site, cases, services } = parts;
  app.get(
    "/cases",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(applicants, async (request, { subject }) =>
      listPage(parts, request, await cases.listOf(subject, askedPage(request, "uuid")), subject),
    ),
  );

  app.get(
    "/cases/:id",
    { schema: { hide: true, querystring: Type.Object({ missing: short, file: short }) } },
    site.signedIn(applicants, async (request, session, reply) => {
      const { subject } = session;
      const found = await cases.view({ id: idIn(request), subject });
      if (found.state === "draft") return seeOther(reply, `/cases/${found.id}/form`);
      if (found.state === "collecting" || found.state === "deciding") reply.header("refresh", String(refreshSeconds));
      const name = services.text(request.lang, found.named, "name");
      if (found.state === "discarded") throw kernelFailure("request.not-found");
      const service = services.find(found.named);
      const form = service && (await cases.form({ id: found.id, subject }));
      const allowed = await cases.acts({ id: found.id, person: citizenOf(session) });
      const { missing = "", file = "" } = request.query as { missing?: string; file?: string };
      const takesFiles = service?.keepsDocuments ?? false;
      const rating = await ratingBox({ cases, subject }, request, found);
      const own = partyActs(parts, request, { found, allowed, missing, file, takesFiles });
      const acts = html`${visitBox(parts, request, found)}${own}`;
      const files = fileList(request, `/cases/${found.id}`, found.actions);
      const answered = form && html`${answers(parts, request, { service, form })}${files}`;
      return {
        title: name,
        content: html`<h1>${name}</h1>${caseBody(parts, request, found, "citizen", { answered, acts })}${rating}`,
        path: [{ href: "/cases", text: request.t("cases.list.title") }],
      };
    }),
  );

  ratingRoute(app, parts);
  for (const action of ["resume", "withdraw"] as const)
    app.post(
      `/cases/:id/${action}`,
      hidden,
      site.signedIn(
        applicants,
        async (request, { subject }, reply) => {
          const id = idIn(request);
          const isDraft = (await cases.form({ id, subject })).state === "draft";
          await cases[action]({ id, subject });
          return seeOther(reply, isDraft ? "/cases" : `/cases/${id}`);
        },
        { returnTo: (request) => `/cases/${idIn(request)}` },
      ),
    );
}

function listPage({ site, services }: Parts, request: FastifyRequest, found: readonly CaseSummary[], subject: string) {
  const { t } = request;
  const title = t("cases.list.title");
  const lines = found.slice(0, pageSize).map((one) => lineOf(services, request, one, subject));
  const catalogue = site.href("portal", "/services");
  const begin = catalogue && { action: html`<a class="tr-button" href="${catalogue}">${t("portal.services.title")}</a>` };
  const list =
    lines.length === 0 ? emptyState({ title: t("cases.list.empty"), ...begin }) : html`<ul class="tr-lines">${lines}</ul>`;
  const me = site.href("portal", "/me");
  return {
    title,
    content: html`<h1>${title}</h1>${list}${older(request, found, (one) => one.id)}`,
    path: me ? [{ href: me, text: t("portal.me.title") }] : [],
  };
}

/** An application in a line: what was decided, and its number, so that three of one service can be told apart. */
function lineOf(services: Parts["services"], request: FastifyRequest, one: CaseSummary, reader: string): Html {
  const { t, lang } = request;
  const isDraft = one.state === "draft";
  const href = isDraft ? `/cases/${one.id}/form` : `/cases/${one.id}`;
  const name = services.text(lang, one.named, "name");
  const remove = html`<a class="tr-link" href="/cases/${one.id}/delete">${t("cases.delete.title")}</a>`;
  const other = one.subject !== reader && html`<p class="tr-lines__meta">${t("cases.list.for", { name: one.applicant })}</p>`;
  return html`<li class="tr-lines__item"><a class="tr-lines__link" href="${href}">${isDraft ? t("cases.list.go-on", { service: name }) : name}</a>
    ${stateTag(request, one.state, one.granted)}
    <p class="tr-lines__meta">${t("cases.case.reference")} ${referenceOf(one.id)}${t("web.dot")}${time(one.updatedAt, { lang })}</p>
    ${other}${isDraft && html`<p class="tr-lines__meta">${remove}</p>`}</li>`;
}
