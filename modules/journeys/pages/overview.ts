import type { CasesApi, CaseView } from "@troad/cases/api";
import { button, emptyState, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { askedPage, hidden, older, pageQuery, pageSize, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Journey, JourneyPart } from "../api.ts";
import { referenceOf } from "../domain/reference.ts";
import type { Guard } from "./guard.ts";
import { addressOf, applicants, eventText, idIn, type JourneyPages, openAddress } from "./parts.ts";

type Parts = Pick<JourneyPages, "ctx" | "events" | "services" | "site" | "api"> & { cases: Pick<CasesApi, "view"> };

/** While a part is on its way the page looks again by itself. */
const refreshSeconds = 2;

/** My life events, each with the number and the state of every part. */
export function overviewPages(app: FastifyInstance, parts: Parts, guard: Guard): void {
  const { site, api, cases } = parts;
  app.get(
    "/journeys",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(applicants, async (request, { subject }) => {
      const { t, lang } = request;
      const found = await api.listOf(subject, askedPage(request, "uuid"));
      const lines = found.slice(0, pageSize).map(
        ({
          id,
          event,
          state,
          createdAt,
        }) => html`<li class="tr-lines__item"><a class="tr-lines__link" href="${addressOf(id)}">${eventText(parts, lang, event, "name")}</a>
          ${tag({ text: t(`journeys.state.${state}`), classes: `tr-tag--${state === "draft" ? "grey" : "blue"}` })}
          <p class="tr-lines__meta">${t("journeys.number")} ${referenceOf(id)}${t("web.dot")}${time(createdAt, { lang })}</p>
          ${
            state === "draft" &&
            html`<p class="tr-lines__meta"><a class="tr-link" href="${addressOf(id)}/delete">${t("journeys.delete.title")}</a></p>`
          }</li>`,
      );
      const title = t("journeys.list.title");
      const list = lines.length > 0 ? html`<ul class="tr-lines">${lines}</ul>` : emptyState({ title: t("journeys.list.empty") });
      const me = site.href("portal", "/me");
      return {
        title,
        content: html`<h1>${title}</h1>${list}${older(request, found, ({ id }) => id)}`,
        path: me ? [{ href: me, text: t("portal.me.title") }] : [],
      };
    }),
  );
  app.get(
    "/journeys/:id",
    hidden,
    site.signedIn(applicants, async (request, { subject }, reply) => {
      const view = await api.view({ id: idIn(request), subject });
      if (view.state === "draft") return seeOther(reply, openAddress(view));
      const known = new Map<string, CaseView>();
      for (const { service, state, case: id } of view.parts)
        if (state === "submitted" || state === "stands") {
          const found = await cases.view({ id, subject }).catch(() => undefined);
          if (found) known.set(service, found);
        }
      const moves = [...known.values()].some(({ state }) => state === "collecting" || state === "deciding");
      if (moves || view.parts.some(({ state }) => state === "filing")) reply.header("refresh", String(refreshSeconds));
      return overviewPage(parts, request, view, known);
    }),
  );
  app.get(
    "/journeys/:id/delete",
    hidden,
    guard((request, { view }) => {
      const { t, lang } = request;
      const title = t("journeys.delete.title");
      const content = html`<h1>${title}</h1><p>${t("journeys.delete.what", { event: eventText(parts, lang, view.event, "name") })}</p>
        <form method="post" action="${addressOf(view.id)}/delete">${button({ text: t("journeys.delete.do"), classes: "tr-button--warning" })}</form>
        <p class="tr-after-form"><a class="tr-link" href="${openAddress(view)}">${t("journeys.delete.keep")}</a></p>`;
      return { title, content };
    }),
  );
  app.post(
    "/journeys/:id/delete",
    hidden,
    guard(async (_request, { view, session: { subject } }, reply) => {
      await api.discard({ id: view.id, subject });
      return seeOther(reply, "/journeys");
    }),
  );
}

function overviewPage(parts: Parts, request: FastifyRequest, view: Journey, known: ReadonlyMap<string, CaseView>): View {
  const { t, lang } = request;
  const { submittedAt } = view;
  if (submittedAt === null) throw kernelFailure("request.not-found");
  const title = eventText(parts, lang, view.event, "name");
  const lines = view.parts
    .filter(({ leftOut, besides }) => !leftOut && !besides)
    .map((part) => partLine(parts, request, part, known.get(part.service)));
  const content = html`<h1>${title}</h1>
    <p class="tr-lead">${t("journeys.number")} ${referenceOf(view.id)}${t("web.dot")}${t("journeys.overview.submitted")} ${time(submittedAt, { lang })}</p>
    <p>${t("journeys.overview.lead")}</p><h2>${t("journeys.overview.parts")}</h2><ul class="tr-lines">${lines}</ul>`;
  return { title, content, path: [{ href: "/journeys", text: t("journeys.list.title") }] };
}

const colours: Record<string, string> = {
  stopped: "yellow",
  waiting: "yellow",
  collecting: "blue",
  deciding: "blue",
  reviewing: "blue",
};

/** How a part stands: as its case, or why there is none yet. */
function stateOf({ t }: FastifyRequest, { state }: JourneyPart, found: CaseView | undefined): Html {
  if (!found)
    return tag({
      text: t(`journeys.part.${state}`),
      classes: `tr-tag--${state === "failed" || state === "blocked" ? "red" : "grey"}`,
    });
  const granted =
    found.ended === null ? (found.decision?.granted ?? null) : found.ended === "closed" ? null : found.ended === "granted";
  if (found.state === "decided" && granted !== null)
    return tag({
      text: t(granted ? "cases.state.granted" : "cases.state.refused"),
      classes: `tr-tag--${granted ? "green" : "yellow"}`,
    });
  return tag({ text: t(`cases.state.${found.state}`), classes: `tr-tag--${colours[found.state] ?? "grey"}` });
}

function partLine(parts: Parts, request: FastifyRequest, part: JourneyPart, found: CaseView | undefined): Html {
  const { services } = parts;
  const { t, lang } = request;
  const { service, state, after, case: id } = part;
  const name = (one: string): string => services.text(lang, one, "name");
  const title = found
    ? html`<a class="tr-lines__link" href="/cases/${id}">${name(service)}</a>`
    : html`<strong>${name(service)}</strong>`;
  const waits = (state === "waiting" || state === "blocked") && after.length > 0;
  const why = waits && t(`journeys.part.${state}-for`, { services: after.map(name).join(t("web.comma")) });
  const alone =
    (state === "failed" || state === "blocked" || state === "dropped") &&
    html`<p class="tr-lines__meta"><a class="tr-link" href="/services/${service}">${t("journeys.part.alone")}</a></p>`;
  const reason = state === "failed" && part.code && html`<p class="tr-lines__lead">${t(`error.${part.code}`)}</p>`;
  return html`<li class="tr-lines__item">${title} ${stateOf(request, part, found)}
    ${state === "stands" && html`<p class="tr-lines__lead">${t("journeys.part.stands-how")}</p>`}
    ${why && html`<p class="tr-lines__lead">${why}</p>`}${reason}${alone}
    <p class="tr-lines__meta">${t("cases.case.reference")} ${referenceOf(id)}</p></li>`;
}
