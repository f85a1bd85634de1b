import type { CaseAction, CaseView } from "@troad/cases/api";
import {
  button,
  card,
  cardGrid,
  columns,
  details,
  emptyState,
  panel,
  statusSteps,
  summaryList,
  time,
  timeline,
  wordsIn,
} from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { PageFile, Portal } from "../portal.ts";
import { stateTag } from "./case-state.ts";
import { askedPage, older, pageQuery, pageSize } from "./paging.ts";
import { reasonOf } from "./uses.ts";

const hidden = { schema: { hide: true } };
/** While something is under way the page looks again by itself. */
const refreshSeconds = 2;

/** My cases: the list, and each case with its way, its data, its decision and why. */
export const casePages: PageFile = (app, portal) => {
  app.get(
    "/cases",
    { schema: { hide: true, querystring: pageQuery } },
    portal.site.signedIn(["citizen"], async (request, session) => {
      const { t, lang } = request;
      const cases = await portal.cases.listOf(session.subject, askedPage(request, "uuid"));
      const cards = cases.slice(0, pageSize).map((one) =>
        card({
          href: one.state === "draft" ? `/cases/${one.id}/form` : `/cases/${one.id}`,
          title: { text: portal.serviceText(lang, one.service, "name") },
          tag: stateTag(request, one.state),
          meta: { html: time(one.updatedAt, { lang }) },
        }),
      );
      const begin = html`<a class="tr-button" href="/services">${t("portal.services.title")}</a>`;
      const list = cards.length === 0 ? emptyState({ title: t("portal.cases.empty"), action: begin }) : cardGrid(cards);
      const content = html`<h1>${t("portal.cases.title")}</h1>${list}${older(request, cases, (one) => one.id)}`;
      return { title: t("portal.cases.title"), content, path: [] };
    }),
  );

  app.get(
    "/cases/:id",
    hidden,
    portal.site.signedIn(["citizen"], async (request, session, reply) => {
      const { t, lang } = request;
      const found = await portal.cases.view({ id: (request.params as { id: string }).id, subject: session.subject });
      if (found.state === "draft") return seeOther(reply, `/cases/${found.id}/form`);
      if (found.state === "collecting" || found.state === "deciding") reply.header("refresh", String(refreshSeconds));
      const name = portal.serviceText(lang, found.service, "name");
      return {
        title: name,
        content: html`<h1>${name}</h1>${caseBody(portal, request, found, "citizen")}`,
        path: [{ href: "/cases", text: t("portal.cases.title") }],
      };
    }),
  );

  for (const [action, run] of [
    ["resume", portal.cases.resume],
    ["withdraw", portal.cases.withdraw],
  ] as const)
    app.post(
      `/cases/:id/${action}`,
      hidden,
      portal.site.signedIn(["citizen"], async (request, session, reply) => {
        const { id } = request.params as { id: string };
        await run({ id, subject: session.subject });
        return seeOther(reply, `/cases/${id}`);
      }),
    );
};

/** The whole of a case, for its applicant or for the officer of the agency. */
export function caseBody(portal: Portal, request: FastifyRequest, found: CaseView, reader: "citizen" | "officer") {
  const { t } = request;
  const words = wordsIn(request.lang);
  const at = { draft: 0, collecting: 1, deciding: 2, stopped: 1, decided: 3, withdrawn: 0 }[found.state];
  const steps = statusSteps(
    ["handed-in", "data", "decision"].map((key, index) => ({
      title: t(`portal.case.step.${key}`),
      state: index < at ? ("done" as const) : index === at ? ("current" as const) : ("todo" as const),
    })),
    words,
    { label: t("portal.case.way") },
  );
  const main = html`${outcome(portal, request, found, reader)}${sources(portal, request, found, reader)}${why(request, found)}`;
  const aside = html`<h2>${t("portal.case.history")}</h2>${timeline(
    found.actions
      .filter((action) => action.type !== "answered")
      .map((action) => historyEntry(portal, request, found, action))
      .reverse(),
    { label: t("portal.case.history") },
  )}`;
  return html`<p>${stateTag(request, found.state)}</p>${steps}${columns(main, aside, { asideLabel: t("portal.case.history") })}`;
}

function outcome(portal: Portal, request: FastifyRequest, found: CaseView, reader: "citizen" | "officer") {
  const { t, lang } = request;
  const ui = uiOf(request);
  if (found.state === "collecting" || found.state === "deciding") {
    const again = html`<p><a class="tr-link" href="/cases/${found.id}">${t("portal.case.look-again")}</a></p>`;
    const state = t(found.state === "deciding" ? "portal.case.deciding" : "portal.case.working");
    return html`<p role="status">${state}</p>${reader === "citizen" && again}`;
  }
  if (found.state === "withdrawn") return html`<p>${t("portal.case.withdrawn")}</p>`;
  if (found.stopped) {
    const source = found.sources.find(({ id }) => id === found.stopped!.source);
    const whose = source ? portal.names.agency(lang, source.provider) : "";
    return html`${ui.warningText({ text: t("portal.case.stopped", { agency: whose, reason: reasonOf(request, found.stopped.code) }) })}${reader === "citizen" && html`<p>${t("portal.case.resume-why")}</p><div class="tr-button-group"><form method="post" action="/cases/${found.id}/resume">${button({ text: t("portal.case.resume") })}</form><form method="post" action="/cases/${found.id}/withdraw">${button({ text: t("portal.case.withdraw"), classes: "tr-button--secondary" })}</form></div>`}`;
  }
  if (!found.decision) return undefined;
  const text = (key: string): string => portal.serviceText(lang, found.service, key);
  const outcomeCode = portal.outcomeOf(found.service, found.decision.values);
  return html`${panel({ titleText: t(found.decision.granted ? "portal.case.granted" : "portal.case.refused"), headingLevel: 2, text: outcomeCode ? text(`outcome.${outcomeCode}`) : "" })}
    ${found.decision.granted && summaryList({ rows: portal.figuresOf(lang, found.service, found.decision.values).map(({ key, value }) => ({ key: { text: key }, value: { text: value } })) })}
    ${found.certificate && reader === "citizen" && html`<p><a class="tr-button" href="/cases/${found.id}/certificate">${t("portal.case.certificate")}</a></p>`}
    ${found.certificate && reader === "officer" && html`<p><a class="tr-link" href="/verify/${found.certificate.code}">${t("portal.case.verify")}</a></p>`}
    ${!found.decision.granted && reader === "citizen" && html`<p>${t("portal.case.appeal")}</p>`}`;
}

function sources(portal: Portal, request: FastifyRequest, found: CaseView, reader: "citizen" | "officer") {
  const { t, lang } = request;
  const rows = found.sources.map((source) => ({
    key: { text: portal.names.dataSet(lang, source.provider) },
    value: {
      html: html`${portal.names.agency(lang, source.provider)}<br>${source.state === "failed" ? reasonOf(request, source.code) : t(`portal.source.${source.state}`)}`,
    },
    ...(reader === "citizen" && source.use && source.state !== "waiting"
      ? {
          actions: {
            items: [
              {
                href: `/my-data/${encodeURIComponent(source.use)}`,
                text: t("portal.source.proof"),
                visuallyHiddenText: portal.names.dataSet(lang, source.provider),
              },
            ],
          },
        }
      : {}),
  }));
  return html`<h2>${t("portal.case.data")}</h2>${summaryList({ rows })}`;
}

function why(request: FastifyRequest, found: CaseView) {
  const { t, lang } = request;
  if (!found.decision) return undefined;
  const sentences = found.decision.trace
    .map((step) => step.text[lang] ?? step.text.en ?? step.text["zh-Hant"] ?? "")
    .filter(Boolean);
  return details({
    summaryText: t("portal.case.why"),
    html: html`<ol class="tr-list tr-list--number">${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ol>`,
  });
}

function historyEntry(portal: Portal, request: FastifyRequest, found: CaseView, action: CaseAction) {
  const { t, lang } = request;
  const data = action.data as { source?: string; code?: string };
  const provider = found.sources.find(({ id }) => id === data.source)?.provider;
  const params = {
    source: provider ? portal.names.dataSet(lang, provider) : "",
    reason: data.code && action.type !== "certificate-issued" ? reasonOf(request, data.code) : "",
  };
  const tone =
    action.type === "stopped" || action.type === "source-failed"
      ? ("failed" as const)
      : action.type === "decided"
        ? ("ok" as const)
        : ("neutral" as const);
  return { at: time(action.at, { lang }), title: { text: t(`portal.action.${action.type}`, params) }, tone };
}
