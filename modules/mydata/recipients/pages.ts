import { button, emptyState, summaryList, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { askedPage, hidden, older, pageQuery, pageSize, posted, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { MyDataPages } from "../pages/parts.ts";
import { type ApplicationRow, type Decision, decisions, decisionsFor, type Recipients, recipientRoles } from "./recipients.ts";

export const recipientsPath = "/my-data/recipients";
export const recipientOfficePath = "/work/my-data-recipients";
export type RecipientParts = Pick<MyDataPages, "site" | "downloads"> & { recipients: Recipients };

export const inLang = (text: { en: string; "zh-Hant": string }, lang: string): string =>
  lang === "zh-Hant" ? text["zh-Hant"] : text.en;
const stateOf = ({ decision, was_approved, standing }: ApplicationRow): string =>
  decision === null ? "submitted" : was_approved ? standing : "refused";
const tones: Readonly<Record<string, string>> = {
  submitted: "amber",
  active: "green",
  refused: "red",
  suspended: "red",
  ended: "grey",
};
export const stateTag = ({ t }: FastifyRequest, row: ApplicationRow): Html =>
  tag({ text: t(`mydata.recipients.state.${stateOf(row)}`), classes: `tr-tag--${tones[stateOf(row)]}` });

/** What a recipient gets, with a purpose for each set, and for how long. */
export function termsHtml(
  { downloads }: Pick<RecipientParts, "downloads">,
  { t, lang }: FastifyRequest,
  { terms }: ApplicationRow,
): Html {
  const words = downloads.words(lang);
  const rows = terms.sets.map(({ set, purpose, fields }) => {
    const own = downloads.sets.find(({ id }) => id === set);
    const label = (name: string) => (own ? words.label(own, name) : name);
    const list = (needed: boolean) =>
      fields
        .filter((one) => one.needed === needed)
        .map(({ name }) => label(name))
        .join(t("web.comma"));
    const [must, may] = [list(true), list(false)];
    return {
      key: { text: own ? words.name(own) : set },
      value: {
        html: html`${inLang(purpose, lang)}${must && html`<br>${t("mydata.recipients.must", { fields: must })}`}
          ${may && html`<br>${t("mydata.recipients.may", { fields: may })}`}`,
      },
    };
  });
  const term = terms.standing ? t("mydata.recipients.standing", terms.standing) : t("mydata.request.once");
  return html`${summaryList({ rows })}<p>${term} ${t("mydata.request.retention", { days: terms.retentionDays })}</p>${policyLink(t, terms)}`;
}

/** How a recipient says that it handles data, at its own address. */
export const policyLink = (t: FastifyRequest["t"], { policy }: Pick<ApplicationRow["terms"], "policy">): Html | undefined =>
  policy &&
  html`<p>${t("mydata.recipients.policy")} <a class="tr-link" href="${policy.url}" rel="noreferrer">${policy.name}</a></p>`;

/** Everybody sees who may be given data, for which purposes, and how many people agreed. */
export function recipientListPage(app: FastifyInstance, parts: RecipientParts): void {
  app.get(
    recipientsPath,
    { schema: { hide: true, querystring: pageQuery } },
    parts.site.open(async (request) => {
      const { t, lang } = request;
      const title = t("mydata.recipients.title");
      const found = await parts.recipients.list(askedPage(request, "name"));
      const cards = found.slice(0, pageSize).map(
        (row) => html`<section class="tr-card"><h2>${inLang(row.name, lang)}
          ${row.standing === "suspended" && stateTag(request, row)}</h2><p>${inLang(row.organisation, lang)}</p>
          ${termsHtml(parts, request, row)}<p>${t("mydata.recipients.consents", { consents: row.consents })}</p></section>`,
      );
      const list = cards.length === 0 ? emptyState({ title: t("mydata.recipients.none") }) : cards;
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("mydata.recipients.lead")}</p>
        <p><a class="tr-link" href="/my-data/applications">${t("mydata.apply.mine")}</a></p>${list}${older(request, found, ({ client }) => client)}`;
      return { title, content, path: [] };
    }),
  );
}

/** Officers of the operator review what clients apply for, and warn, suspend or end those that do not keep to it. */
export function recipientOfficePages(app: FastifyInstance, parts: RecipientParts & { work: Site }): void {
  const { work, recipients } = parts;
  const one = (request: FastifyRequest): Promise<ApplicationRow> => {
    const { client, version } = request.params as { client: string; version: string };
    if (!/^\d{1,6}$/.test(version)) throw kernelFailure("request.not-found");
    return recipients.one(client.slice(0, 100), Number(version));
  };
  const lines = (request: FastifyRequest, rows: readonly ApplicationRow[]): Html =>
    rows.length === 0
      ? html`<p>${request.t("mydata.recipients.none")}</p>`
      : html`<ul class="tr-lines">${rows.map(
          (row) => html`<li class="tr-lines__item"><a class="tr-lines__link"
            href="${recipientOfficePath}/${row.client}/${row.version}">${inLang(row.name, request.lang)}</a> ${stateTag(request, row)}
            <p class="tr-lines__meta">${inLang(row.organisation, request.lang)}</p></li>`,
        )}</ul>`;
  app.get(
    recipientOfficePath,
    hidden,
    work.signedIn(recipientRoles, async (request): Promise<View> => {
      const { t } = request;
      const title = t("mydata.recipients.office");
      const [waiting, listed] = [await recipients.waiting(), await recipients.list({ limit: 100 })];
      const content = html`<h1>${title}</h1><h2>${t("mydata.recipients.waiting")}</h2>${lines(request, waiting)}
        <h2>${t("mydata.recipients.approved")}</h2>${lines(request, listed)}`;
      return { title, content, path: [] };
    }),
  );
  app.get(
    `${recipientOfficePath}/:client/:version`,
    hidden,
    work.signedIn(recipientRoles, async (request) => decidePage(parts, request, await one(request))),
  );
  app.post(
    `${recipientOfficePath}/:client/:version`,
    hidden,
    work.signedIn(
      recipientRoles,
      async (request, { subject }, reply) => {
        const { client, version, ...row } = await one(request);
        const reason = posted(request, "reason", 500);
        const decision = decisions.find((word) => word === posted(request, "decision"));
        if (!decision) throw kernelFailure("request.invalid", { reason: "decision" });
        if (reason === "")
          return decidePage(parts, request, { client, version, ...row }, request.t("mydata.recipients.reason-missing"));
        await recipients.decide({ client, version, decision, by: subject, reason });
        return seeOther(reply, `${recipientOfficePath}/${client}/${version}`);
      },
      { returnTo: () => recipientOfficePath },
    ),
  );
}

const warning: readonly Decision[] = ["refused", "suspended", "ended"];

function decidePage(parts: RecipientParts, request: FastifyRequest, row: ApplicationRow, error?: string): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const title = inLang(row.name, lang);
  const open = decisionsFor(row);
  const field = ui.input({
    ...{ id: "reason", name: "reason", label: { text: t("mydata.recipients.reason") }, attributes: { maxlength: 500 } },
    ...(error ? { errorMessage: { text: error } } : {}),
  });
  const buttons = open.map((decision) =>
    button({
      ...{ text: t(`mydata.recipients.do.${decision}`), name: "decision", value: decision },
      classes: warning.includes(decision) ? "tr-button--warning" : "",
    }),
  );
  const form = html`<form method="post" action="${recipientOfficePath}/${row.client}/${row.version}" novalidate>${field}
    <div class="tr-button-group">${buttons}</div></form>`;
  return {
    title: error ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    ...{
      status: error ? 422 : 200,
      isError: error !== undefined,
      path: [{ href: recipientOfficePath, text: t("mydata.recipients.office") }],
    },
    content: html`${error && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: error, href: "#reason" }] })}
      <h1>${title}</h1><p>${inLang(row.organisation, lang)} ${stateTag(request, row)}</p>${row.reason && html`<p>${row.reason}</p>`}
      ${termsHtml(parts, request, row)}${open.length > 0 && form}`,
  };
}
