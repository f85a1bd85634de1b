import type { CaseForm, FieldError } from "@troad/cases/api";
import { button, formatMoney, summaryList } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { answerText, fieldHtml, uiOf, type View } from "@troad/web";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Session } from "../auth/sessions.ts";
import type { PageFile, Portal, ServiceItem } from "../portal.ts";

const hidden = { schema: { hide: true } };
type Params = { id: string; page: string };
type Loaded = { form: CaseForm; service: ServiceItem };

/** Filling in: one thing a page, then what will be asked of whom, then check and submit. What is asked and what is open, cases says. */
export const caseFormPages: PageFile = (app, portal) => {
  /** A page of a case that is still a draft; another case is shown as it stands. */
  const draftPage = (draw: (request: FastifyRequest, loaded: Loaded, reply: FastifyReply, session: Session) => Promise<Drawn>) =>
    portal.site.signedIn(["citizen"], async (request, session, reply) => {
      const form = await portal.cases.form({ id: (request.params as Params).id, subject: session.subject });
      const service = portal.services.find(({ id }) => id === form.service);
      if (!service) throw kernelFailure("request.not-found");
      if (form.state !== "draft") return seeOther(reply, `/cases/${form.id}`);
      return draw(request, { form, service }, reply, session);
    });

  /** Goes on where the citizen stopped: the first page that is not answered, or the check of all. */
  app.get(
    "/cases/:id/form",
    hidden,
    draftPage(async (_request, { form }, reply) =>
      seeOther(reply, form.open ? `/cases/${form.id}/form/${form.open}` : `/cases/${form.id}/check`),
    ),
  );

  app.get(
    "/cases/:id/form/:page",
    hidden,
    draftPage(async (request, { form, service }, reply) => {
      const { page } = request.params as Params;
      // a page to which the answers do not lead, or not any more
      if (!form.pages.some(({ id }) => id === page)) return seeOther(reply, `/cases/${form.id}/form`);
      return questionPage(portal, request, { service, form, page, values: form.answers, errors: [] });
    }),
  );

  app.post(
    "/cases/:id/form/:page",
    hidden,
    draftPage(async (request, { form, service }, reply, session) => {
      const { page } = request.params as Params;
      const values = (request.body ?? {}) as Record<string, unknown>;
      if (!form.pages.some(({ id }) => id === page)) return seeOther(reply, `/cases/${form.id}/form`);
      const { errors, next } = await portal.cases.answer({ id: form.id, subject: session.subject, page, values });
      if (errors.length > 0) return questionPage(portal, request, { service, form, page, values, errors });
      return seeOther(reply, next ? `/cases/${form.id}/form/${next}` : `/cases/${form.id}/check`);
    }),
  );

  app.get(
    "/cases/:id/check",
    hidden,
    draftPage(async (request, { form, service }, reply) =>
      form.open ? seeOther(reply, `/cases/${form.id}/form/${form.open}`) : checkPage(portal, request, { form, service }, false),
    ),
  );

  app.post("/cases/:id/check", hidden, async (request, reply) => submit(request, reply));
  const submit = portal.site.signedIn(["citizen"], async (request, session, reply) => {
    const { id } = request.params as Params;
    const form = await portal.cases.form({ id, subject: session.subject });
    const service = portal.services.find((one) => one.id === form.service);
    if (!service) throw kernelFailure("request.not-found");
    if ((request.body as { agree?: unknown } | null)?.agree !== "yes") return checkPage(portal, request, { form, service }, true);
    // a second click of the same button is the same submission
    await portal.cases.submit({ id, subject: session.subject });
    return seeOther(reply, `/cases/${id}`);
  });
};

type Drawn = View | FastifyReply;
type Question = Loaded & { page: string; values: Record<string, unknown>; errors: FieldError[] };

function questionPage(portal: Portal, request: FastifyRequest, { service, form, page, values, errors }: Question): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const at = form.pages.findIndex(({ id }) => id === page);
  const definition = form.pages[at]!;
  const text = (key: string): string => portal.serviceText(lang, service.id, key);
  const errorText = (field: Field, error: FieldError): string => {
    const special = field.errors?.[error.code];
    return special ? portal.serviceText(lang, service.id, special, error.params) : portal.fieldErrorText(lang, error);
  };
  const before = form.pages[at - 1]?.id;
  const fields = definition.fields.map((field) => {
    const error = errors.find((one) => one.field === field.name);
    return fieldHtml(request, { field, values, error: error && errorText(field, error), text });
  });
  const summary = errors.map((error) => {
    const field = definition.fields.find(({ name }) => name === error.field);
    const target = field?.type === "date" ? `${error.field}-year` : error.field;
    return { text: field ? errorText(field, error) : error.code, href: `#${target}` };
  });
  const title = text(definition.title);
  const step = t("web.form.step", { at: at + 1, of: form.pages.length + 1 });
  const content = html`${ui.backLink({ href: before ? `/cases/${form.id}/form/${before}` : `/services/${service.id}` })}
    ${errors.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList: summary })}
    <p class="tr-hint">${text("name")}${t("web.comma")}${step}</p>
    <h1>${title}</h1>${definition.intro && html`<p>${text(definition.intro)}</p>`}
    <form method="post" action="/cases/${form.id}/form/${page}" novalidate>${fields}${button({ text: t("web.form.continue") })}</form>`;
  return {
    title: errors.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content,
    status: errors.length > 0 ? 422 : 200,
  };
}

function checkPage(portal: Portal, request: FastifyRequest, { service, form }: Loaded, missing: boolean): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const text = (key: string): string => portal.serviceText(lang, service.id, key);
  const rows = form.pages.flatMap((page) =>
    page.fields
      .filter(({ name }) => name in form.answers)
      .map((field) => ({
        key: { text: text(field.label) },
        value: { text: answerText(request, field, form.answers[field.name], text, (amount) => formatMoney(amount, lang)) },
        actions: {
          items: [
            { href: `/cases/${form.id}/form/${page.id}`, text: t("web.form.change"), visuallyHiddenText: text(field.label) },
          ],
        },
      })),
  );
  const asked: Html[] = service.sources.map(({ id, provider, fields }) => {
    const names = portal.names.fields(lang, provider, fields);
    return html`<li><strong>${portal.names.agency(lang, provider)}</strong>${t("web.colon")}${portal.names.dataSet(lang, provider)}
      <br>${text(`purpose.${id}`)}<br><span class="tr-hint">${names}</span></li>`;
  });
  const error = missing ? { text: t("portal.consent.missing") } : undefined;
  const agree = ui.checkboxes({
    name: "agree",
    idPrefix: "agree",
    ...(error ? { errorMessage: error } : {}),
    fieldset: { legend: { text: t("portal.consent.question"), classes: "tr-fieldset__legend--m" } },
    items: [{ value: "yes", text: t("portal.consent.agree") }],
  });
  const lead = t("portal.consent.lead", { agency: portal.names.agency(lang, service.agency) });
  const summary =
    error && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: error.text, href: "#agree" }] });
  const content = html`${summary}
    <h1>${t("portal.check.title")}</h1><h2>${t("portal.check.answers")}</h2>${summaryList({ rows })}
    <h2>${t("portal.consent.title")}</h2><p>${lead}</p><ul class="tr-list tr-list--bullet">${asked}</ul>
    <p class="tr-hint">${t("portal.consent.once")}</p>
    <form method="post" action="/cases/${form.id}/check" novalidate>${agree}${button({ text: t("portal.check.hand-in") })}</form>`;
  return {
    title: missing ? `${t("web.form.error-word")}${t("web.colon")}${t("portal.check.title")}` : t("portal.check.title"),
    content,
    status: missing ? 422 : 200,
  };
}
