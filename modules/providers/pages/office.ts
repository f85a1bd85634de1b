import { X509Certificate } from "node:crypto";
import { button, emptyState, summaryList, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden, posted, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { SourceRow, Sources } from "../sources.ts";

export const office = "/work/company-data";
/** Those who admit gateways also review what companies give. */
export const reviewers = ["road-operator"];
type Parts = { site: Site; sources: Sources; companyOf(source: SourceRow, lang: string): Promise<string> };
const decisions = ["approved", "refused", "ended"] as const;

/** Officers review what companies offer, with the certificate whose key signs it, and end it. */
export function officePages(app: FastifyInstance, { site, sources, companyOf }: Parts): void {
  const said = ({ lang }: FastifyRequest, text: { en: string; "zh-Hant": string }): string =>
    lang === "zh-Hant" ? text["zh-Hant"] : text.en;
  const lines = async (request: FastifyRequest, rows: readonly SourceRow[]): Promise<Html> => {
    if (rows.length === 0) return emptyState({ title: request.t("providers.office.none") });
    const each = await Promise.all(
      rows.map(
        async (
          one,
        ) => html`<li class="tr-lines__item"><a class="tr-lines__link" href="${office}/${one.id}/${one.version}">${said(request, one.terms.name)}</a>
          <p class="tr-lines__meta">${await companyOf(one, request.lang)}</p></li>`,
      ),
    );
    return html`<ul class="tr-lines">${each}</ul>`;
  };
  app.get(
    office,
    hidden,
    site.signedIn(reviewers, async (request) => {
      const { t } = request;
      const title = t("providers.office.title");
      const content = html`<h1>${title}</h1><h2>${t("providers.office.waiting")}</h2>${await lines(request, await sources.waiting())}
        <h2>${t("providers.office.open")}</h2>${await lines(request, await sources.list())}`;
      return { title, content, path: [] };
    }),
  );
  const one = async (request: FastifyRequest): Promise<SourceRow> => {
    const { source, version } = request.params as { source: string; version: string };
    const found = (await sources.versions(source)).find((row) => String(row.version) === version);
    if (!found) throw kernelFailure("request.not-found");
    return found;
  };
  const page = async (request: FastifyRequest, found: SourceRow, missing = false): Promise<View> => {
    const { t, lang } = request;
    const { name, about, fields, law, address, certificate } = found.terms;
    const title = said(request, name);
    const row = (key: string, value: string) => ({ key: { text: t(`providers.${key}`) }, value: { text: value } });
    const read = new X509Certificate(certificate);
    const rows = [
      ...[row("company", await companyOf(found, lang)), row("about", said(request, about))],
      ...[
        row("fields", fields.map((field) => said(request, field.name)).join(t("web.comma"))),
        row("law", law),
        row("address", address),
      ],
      ...[row("certificate", `${read.subject} ${read.fingerprint256}`), row("holds-until", read.validTo)],
    ];
    const message = missing ? t("providers.office.reason-missing") : undefined;
    const ui = uiOf(request);
    const reason = ui.input({
      ...{ name: "reason", label: { text: t("providers.office.reason") }, attributes: { maxlength: 500 } },
      ...(message ? { errorMessage: { text: message } } : {}),
    });
    const decide = (decision: string, classes = "") =>
      button({ text: t(`providers.office.${decision}`), name: "decision", value: decision, classes });
    const acts =
      found.decision === null
        ? html`${decide("approved")}${decide("refused", "tr-button--warning")}`
        : found.decision === "approved" && decide("ended", "tr-button--warning");
    const form =
      acts &&
      html`<form method="post" action="${office}/${found.id}/${found.version}" novalidate>${reason}<div class="tr-button-group">${acts}</div></form>`;
    const content = html`${message && ui.errorSummary({ errorList: [{ text: message, href: "#reason" }] })}<h1>${title}</h1>
      <p>${tag({ text: t(`providers.office.state.${found.decision ?? "waiting"}`) })}</p>${summaryList({ rows })}${form}`;
    const path = [{ href: office, text: t("providers.office.title") }];
    return { title, content, path, ...(missing ? { status: 422, isError: true } : {}) };
  };
  app.get(
    `${office}/:source/:version`,
    hidden,
    site.signedIn(reviewers, async (request) => page(request, await one(request))),
  );
  app.post(
    `${office}/:source/:version`,
    hidden,
    site.signedIn(reviewers, async (request, { subject }, reply) => {
      const found = await one(request);
      const decision = decisions.find((name) => name === posted(request, "decision", 10));
      const reason = posted(request, "reason", 500);
      if (!decision || reason === "") return page(request, found, true);
      await sources.decide({ id: found.id, version: found.version, decision, by: subject, reason });
      return seeOther(reply, `${office}/${found.id}/${found.version}`);
    }),
  );
}
