import { button, emptyState, section } from "@troad/design";
import type { DataSet } from "@troad/directory";
import { type Html, html } from "@troad/html";
import { CodedError, kernelFailure, seeOther } from "@troad/kernel";
import { hidden, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import { inLang, type RecipientParts, recipientsPath, stateTag, termsHtml } from "./pages.ts";
import { type FormError, type FormValues, fieldName, readTerms, useOptions } from "./terms-form.ts";

const path = "/my-data/applications";
const query = Type.Object({
  client: Type.Optional(Type.String({ maxLength: 100 })),
  set: Type.Optional(Type.Union([Type.String({ maxLength: 60 }), Type.Array(Type.String({ maxLength: 60 }), { maxItems: 100 })])),
});
type Parts = RecipientParts & { webhookSecret(client: string): Promise<string> };
type Client = Awaited<ReturnType<Parts["recipients"]["clientsOf"]>>[number];

/** A client's applicant asks to be given data: which sets, which fields for what, for how long. */
export function applyPages(app: FastifyInstance, parts: Parts): void {
  const { site, recipients, downloads } = parts;
  const chosenIn = ({ set }: { set?: string | string[] }): DataSet[] => {
    const ids = [set ?? []].flat();
    return downloads.sets.filter(({ id }) => ids.includes(id));
  };
  const clientIn = async (session: Session, id: unknown): Promise<Client | undefined> =>
    (await recipients.clientsOf(session.subject)).find(({ client }) => client === id);

  app.get(
    path,
    hidden,
    site.signedIn("anybody", async (request, { subject }): Promise<View> => {
      const { t, lang } = request;
      const title = t("mydata.apply.mine");
      const rows = await recipients.mine(subject);
      const lines = rows.map(
        (row) => html`<li class="tr-lines__item"><a class="tr-lines__link"
          href="${path}/${row.client}/${row.version}">${inLang(row.name, lang)}</a>
          ${stateTag(request, row)}</li>`,
      );
      const list = lines.length === 0 ? emptyState({ title: t("mydata.apply.none") }) : html`<ul class="tr-lines">${lines}</ul>`;
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("mydata.apply.lead")}</p>
        ${button({ text: t("mydata.apply.title"), href: `${path}/apply` })}${list}`;
      return { title, content, path: crumbs(request).slice(0, 1) };
    }),
  );
  app.get(
    `${path}/apply`,
    hidden,
    site.signedIn("anybody", async (request, session) => choosePage(parts, request, await recipients.clientsOf(session.subject))),
  );
  app.get(
    `${path}/apply/fields`,
    { schema: { hide: true, querystring: query } },
    site.signedIn("anybody", async (request, session) => {
      const asked = request.query as { client?: string; set?: string | string[] };
      const [client, sets] = [await clientIn(session, asked.client), chosenIn(asked)];
      if (!client || sets.length === 0)
        return choosePage(parts, request, await recipients.clientsOf(session.subject), {
          client: asked.client,
          sets,
          asked: true,
        });
      return fieldsPage(parts, request, { client, sets, values: {}, errors: [] });
    }),
  );
  app.post(
    `${path}/apply`,
    hidden,
    site.signedIn(
      "anybody",
      async (request, session, reply) => {
        const values = (request.body ?? {}) as FormValues & { set?: string | string[] };
        const [client, sets] = [await clientIn(session, values.client), chosenIn(values)];
        if (!client || sets.length === 0)
          return choosePage(parts, request, await recipients.clientsOf(session.subject), {
            client: String(values.client),
            sets,
            asked: true,
          });
        const read = readTerms(values, sets, downloads.sets);
        if ("errors" in read) return fieldsPage(parts, request, { client, sets, values, errors: read.errors });
        try {
          const { version } = await recipients.apply({ client: client.client, by: session.subject, terms: read.terms });
          return seeOther(reply, `${path}/${client.client}/${version}`);
        } catch (error) {
          if (!(error instanceof CodedError) || error.code !== "mydata.recipient-keys") throw error;
          return choosePage(parts, request, [client], { client: client.client, sets, asked: true, noKey: true });
        }
      },
      { returnTo: () => `${path}/apply` },
    ),
  );
  app.get(
    `${path}/:client/:version`,
    hidden,
    site.signedIn("anybody", async (request, { subject }): Promise<View> => {
      const { t, lang } = request;
      const { client, version } = request.params as { client: string; version: string };
      const row = (await recipients.mine(subject)).find((one) => one.client === client && String(one.version) === version);
      if (!row) throw kernelFailure("request.not-found");
      const title = inLang(row.name, lang);
      const secret = row.was_approved && row.terms.webhook !== null ? await parts.webhookSecret(client) : null;
      const code = html`<p>${t("mydata.apply.secret-lead")}</p><pre class="tr-code"><code>${secret}</code></pre>`;
      const content = html`<h1>${title}</h1><p>${stateTag(request, row)}</p>${row.reason && html`<p>${row.reason}</p>`}${termsHtml(parts, request, row)}
        ${secret && section({ title: { text: t("mydata.apply.secret") }, content: code })}`;
      return { title, content, path: crumbs(request) };
    }),
  );
}

const crumbs = ({ t }: FastifyRequest) => [
  { href: recipientsPath, text: t("mydata.recipients.title") },
  { href: path, text: t("mydata.apply.mine") },
];

type Choosing = { client?: string | undefined; sets?: readonly DataSet[]; asked?: boolean; noKey?: boolean };

function choosePage(
  { downloads }: Parts,
  request: FastifyRequest,
  clients: readonly Client[],
  { client = "", sets = [], asked = false, noKey = false }: Choosing = {},
): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const words = downloads.words(lang);
  const title = t("mydata.apply.title");
  if (clients.length === 0) {
    const none = emptyState({ title: t("mydata.apply.no-client"), body: { text: t("mydata.apply.no-client-why") } });
    return { title, path: crumbs(request), content: html`<h1>${title}</h1>${none}` };
  }
  const isKnown = clients.some((one) => one.client === client);
  const errorClient = noKey ? t("mydata.apply.error.key") : asked && !isKnown ? t("mydata.apply.error.client") : undefined;
  const errorSet = asked && sets.length === 0 ? t("mydata.apply.error.set") : undefined;
  const errorList = [
    ...(errorClient ? [{ text: errorClient, href: "#client" }] : []),
    ...(errorSet ? [{ text: errorSet, href: "#set" }] : []),
  ];
  const who = ui.radios({
    ...{ name: "client", idPrefix: "client", value: isKnown ? client : "" },
    fieldset: { legend: { text: t("mydata.apply.client"), classes: "tr-fieldset__legend--m" } },
    ...(errorClient ? { errorMessage: { text: errorClient } } : {}),
    items: clients.map((one) => ({ value: one.client, text: inLang(one.registration.name, lang) })),
  });
  const what = ui.checkboxes({
    ...{ name: "set", idPrefix: "set", values: sets.map(({ id }) => id) },
    fieldset: { legend: { text: t("mydata.apply.sets"), classes: "tr-fieldset__legend--m" } },
    ...(errorSet ? { errorMessage: { text: errorSet } } : {}),
    items: downloads.sets.map((set) => ({ value: set.id, text: words.name(set), hint: { text: words.about(set) } })),
  });
  const content = html`${errorList.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList })}<h1>${title}</h1>
    <form method="get" action="${path}/apply/fields" novalidate>${who}${what}${button({ text: t("mydata.download.next") })}</form>`;
  return framed(request, title, content, errorList.length > 0);
}

const framed = (request: FastifyRequest, title: string, content: Html, isError: boolean): View => ({
  ...{ content, isError, status: isError ? 422 : 200, path: crumbs(request) },
  title: isError ? `${request.t("web.form.error-word")}${request.t("web.colon")}${title}` : title,
});

type Filling = { client: Client; sets: readonly DataSet[]; values: FormValues; errors: readonly FormError[] };

function fieldsPage({ downloads }: Parts, request: FastifyRequest, { client, sets, values, errors }: Filling): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const words = downloads.words(lang);
  const title = t("mydata.apply.fields");
  const message = (field: string) => {
    const found = errors.find((one) => one.field === field);
    return found ? { errorMessage: { text: t(found.text) } } : {};
  };
  const value = (name: string): string => (typeof values[name] === "string" ? (values[name] as string) : "");
  const input = (name: string, label: string, maxlength: number, hint?: string) =>
    ui.input({
      ...{ id: name, name, value: value(name), label: { text: label }, attributes: { maxlength } },
      ...(hint ? { hint: { text: hint } } : {}),
      ...message(name),
    });
  const radios = (name: string, legend: string, options: readonly { value: string; text: string }[]) =>
    ui.radios({
      name,
      idPrefix: name,
      value: value(name),
      fieldset: { legend: { text: legend } },
      ...message(name),
      items: options,
    });
  const uses = useOptions.map((use) => ({ value: use, text: t(`mydata.apply.use.${use}`) }));
  const cards = sets.map((set) => {
    const name = words.name(set);
    const fields = set.fields.map((field) => radios(fieldName.use(set.id, field.name), words.label(set, field.name), uses));
    return html`<section class="tr-card"><h2>${name}</h2><input type="hidden" name="set" value="${set.id}">
      ${input(fieldName.purposeZh(set.id), t("mydata.apply.purpose-zh", { set: name }), 200)}
      ${input(fieldName.purposeEn(set.id), t("mydata.apply.purpose-en", { set: name }), 200)}${fields}</section>`;
  });
  const term = radios("term", t("mydata.apply.term"), [
    { value: "once", text: t("mydata.apply.term.once") },
    { value: "standing", text: t("mydata.apply.term.standing") },
  ]);
  const numbers = (["answers", "days", "months", "retentionDays"] as const).map((name) =>
    input(name, t(`mydata.apply.${name}`), 5),
  );
  const errorList = errors.map(({ field, text }) => ({ text: t(text), href: `#${field}` }));
  const content = html`${errorList.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList })}<h1>${title}</h1>
    <p class="tr-lead">${inLang(client.registration.name, lang)}</p>
    <form method="post" action="${path}/apply" novalidate><input type="hidden" name="client" value="${client.client}">${cards}${term}${numbers}
    ${input("webhook", t("mydata.apply.webhook"), 480, t("mydata.apply.webhook-hint"))}
    ${button({ text: t("mydata.apply.send"), preventDoubleClick: true })}</form>`;
  return framed(request, title, content, errorList.length > 0);
}
