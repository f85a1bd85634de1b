import type { CaseView, FieldError } from "@troad/cases/api";
import { button, formatMoney, summaryList } from "@troad/design";
import { path as formPath, openQuestions } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Session } from "../auth/sessions.ts";
import { type PageFile, type Portal, type ServiceItem, uiOf, type View } from "../portal.ts";
import { signedIn } from "../show.ts";
import { answerText, fieldHtml } from "./fields.ts";

const hidden = { schema: { hide: true } };
type Params = { id: string; page: string };

/** Filling in: one thing a page, then what will be asked of whom, then check and hand in. */
export const caseFormPages: PageFile = (app, portal) => {
  const load = async (request: FastifyRequest, session: Session): Promise<{ found: CaseView; service: ServiceItem }> => {
    const found = await portal.cases.view({ id: (request.params as Params).id, subject: session.subject });
    const service = portal.services.find(({ id }) => id === found.service);
    if (!service) throw kernelFailure("request.not-found");
    return { found, service };
  };
  const done = (found: CaseView, reply: FastifyReply): FastifyReply | undefined =>
    found.state === "draft" ? undefined : seeOther(reply, `/cases/${found.id}`);

  /** Goes on where the citizen stopped: the first page that is not answered, or the check of all. */
  app.get(
    "/cases/:id/form",
    hidden,
    signedIn(
      portal,
      async (request, session, reply) => {
        const { found, service } = await load(request, session);
        const open = openQuestions(service.form, found.answers)[0]?.page;
        return done(found, reply) ?? seeOther(reply, open ? `/cases/${found.id}/form/${open}` : `/cases/${found.id}/check`);
      },
      ["citizen"],
    ),
  );

  app.get(
    "/cases/:id/form/:page",
    hidden,
    signedIn(
      portal,
      async (request, session, reply) => {
        const { found, service } = await load(request, session);
        const { page } = request.params as Params;
        if (!service.form.page(page)) throw kernelFailure("request.not-found");
        return done(found, reply) ?? questionPage(portal, request, { service, found, page, values: found.answers, errors: [] });
      },
      ["citizen"],
    ),
  );

  app.post(
    "/cases/:id/form/:page",
    hidden,
    signedIn(
      portal,
      async (request, session, reply) => {
        const { found, service } = await load(request, session);
        const { page } = request.params as Params;
        const values = (request.body ?? {}) as Record<string, unknown>;
        const result = await portal.cases.answer({ id: found.id, subject: session.subject, page, values });
        if (result.errors.length > 0)
          return questionPage(portal, request, { service, found, page, values, errors: result.errors });
        return seeOther(reply, result.next ? `/cases/${found.id}/form/${result.next}` : `/cases/${found.id}/check`);
      },
      ["citizen"],
    ),
  );

  app.get(
    "/cases/:id/check",
    hidden,
    signedIn(
      portal,
      async (request, session, reply) => {
        const { found, service } = await load(request, session);
        const open = openQuestions(service.form, found.answers)[0]?.page;
        if (open && found.state === "draft") return seeOther(reply, `/cases/${found.id}/form/${open}`);
        return done(found, reply) ?? checkPage(portal, request, service, found, false);
      },
      ["citizen"],
    ),
  );

  app.post(
    "/cases/:id/check",
    hidden,
    signedIn(
      portal,
      async (request, session, reply) => {
        const { found, service } = await load(request, session);
        if ((request.body as { agree?: unknown } | null)?.agree !== "yes")
          return checkPage(portal, request, service, found, true);
        await portal.cases.submit({ id: found.id, subject: session.subject });
        return seeOther(reply, `/cases/${found.id}`);
      },
      ["citizen"],
    ),
  );
};

type Question = { service: ServiceItem; found: CaseView; page: string; values: Record<string, unknown>; errors: FieldError[] };

function questionPage(portal: Portal, request: FastifyRequest, { service, found, page, values, errors }: Question): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const definition = service.form.page(page)!;
  const text = (key: string): string => portal.serviceText(lang, service.id, key);
  const errorText: Parameters<typeof fieldHtml>[1]["errorText"] = (field, error) => {
    const own = field.errors?.[error.code];
    return own ? portal.serviceText(lang, service.id, own, error.params) : portal.fieldErrorText(lang, error);
  };
  const pages = formPath(service.form, found.answers);
  const before = pages[pages.indexOf(page) - 1];
  const fields = definition.fields.map((field) =>
    fieldHtml(request, { field, values, error: errors.find((error) => error.field === field.name), text, errorText }),
  );
  const summary = errors.map((error) => {
    const field = definition.fields.find(({ name }) => name === error.field);
    const target = field?.type === "date" ? `${error.field}-year` : error.field;
    return { text: field ? errorText(field, error) : error.code, href: `#${target}` };
  });
  const title = text(definition.title);
  const content = html`${ui.backLink({ href: before ? `/cases/${found.id}/form/${before}` : `/services/${service.id}` })}
    ${errors.length > 0 && ui.errorSummary({ titleText: t("portal.form.problem"), errorList: summary })}
    <p class="tr-hint">${text("name")}${t("portal.comma")}${t("portal.form.step", { at: pages.indexOf(page) + 1, of: pages.length + 1 })}</p>
    <h1>${title}</h1>${definition.intro && html`<p>${text(definition.intro)}</p>`}
    <form method="post" action="/cases/${found.id}/form/${page}" novalidate>${fields}${button({ text: t("portal.form.continue") })}</form>`;
  return {
    title: errors.length > 0 ? `${t("portal.form.error-word")}${t("portal.colon")}${title}` : title,
    content,
    status: errors.length > 0 ? 422 : 200,
  };
}

function checkPage(portal: Portal, request: FastifyRequest, service: ServiceItem, found: CaseView, missing: boolean): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const text = (key: string): string => portal.serviceText(lang, service.id, key);
  const rows = formPath(service.form, found.answers).flatMap((page) =>
    service.form
      .page(page)!
      .fields.filter(({ name }) => name in found.answers)
      .map((field) => ({
        key: { text: text(field.label) },
        value: { text: answerText(request, field, found.answers[field.name], text, (amount) => formatMoney(amount, lang)) },
        actions: {
          items: [
            { href: `/cases/${found.id}/form/${page}`, text: t("portal.form.change"), visuallyHiddenText: text(field.label) },
          ],
        },
      })),
  );
  const asked: Html[] = service.sources.map(
    (source) =>
      html`<li><strong>${portal.names.agency(lang, source.provider)}</strong>${t("portal.colon")}${portal.names.dataSet(lang, source.provider)}<br>${text(`purpose.${source.id}`)}<br><span class="tr-hint">${source.fields.map((field) => portal.names.field(lang, source.provider, field)).join(t("portal.comma"))}</span></li>`,
  );
  const error = missing ? { text: t("portal.consent.missing") } : undefined;
  const content = html`${error && ui.errorSummary({ titleText: t("portal.form.problem"), errorList: [{ text: error.text, href: "#agree" }] })}
    <h1>${t("portal.check.title")}</h1><h2>${t("portal.check.answers")}</h2>${summaryList({ rows })}
    <h2>${t("portal.consent.title")}</h2><p>${t("portal.consent.lead", { agency: portal.names.agency(lang, service.agency) })}</p><ul class="tr-list tr-list--bullet">${asked}</ul>
    <p class="tr-hint">${t("portal.consent.once")}</p>
    <form method="post" action="/cases/${found.id}/check" novalidate>${ui.checkboxes({ name: "agree", idPrefix: "agree", ...(error ? { errorMessage: error } : {}), fieldset: { legend: { text: t("portal.consent.question"), classes: "tr-fieldset__legend--m" } }, items: [{ value: "yes", text: t("portal.consent.agree") }] })}${button({ text: t("portal.check.hand-in") })}</form>`;
  return {
    title: missing ? `${t("portal.form.error-word")}${t("portal.colon")}${t("portal.check.title")}` : t("portal.check.title"),
    content,
    status: missing ? 422 : 200,
  };
}
