import { button, emptyState, formatDateTime, summaryList, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, type ModuleContext, seeOther } from "@troad/kernel";
import { hidden, postedKey, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Asking } from "../asking.ts";
import { fail } from "../errors.ts";
import type { SourceRow, Sources } from "../sources.ts";

export const home = "/my-data/companies-hold";
type Parts = {
  site: Site;
  sources: Sources;
  asking: Asking;
  ids: ModuleContext["ids"];
  companyOf(source: SourceRow, lang: string): Promise<string>;
};
const refreshSeconds = 3;
const types: Readonly<Record<string, string>> = {
  pdf: "application/pdf",
  json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8",
};
const said = ({ lang }: FastifyRequest, text: { en: string; "zh-Hant": string }): string =>
  lang === "zh-Hant" ? text["zh-Hant"] : text.en;

/** What companies hold of a person: which there are, asking one for a copy, and what it gave. */
export function ownPages(app: FastifyInstance, parts: Parts): void {
  const { site, sources, asking, ids } = parts;
  app.get(
    home,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t, lang } = request;
      const title = t("providers.title");
      const listed = await sources.list();
      const lines = await Promise.all(
        listed.map(
          async (
            one,
          ) => html`<li class="tr-lines__item"><a class="tr-lines__link" href="${home}/${one.id}">${said(request, one.terms.name)}</a>
            <p class="tr-lines__meta">${await parts.companyOf(one, lang)}</p></li>`,
        ),
      );
      const list = lines.length === 0 ? emptyState({ title: t("providers.none") }) : html`<ul class="tr-lines">${lines}</ul>`;
      const asked = (await asking.list(subject)).map(
        (one) =>
          html`<li><a class="tr-link" href="${home}/requests/${one.id}">${formatDateTime(one.at, { lang })}</a> ${stateTag(request, one.state)}</li>`,
      );
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("providers.lead")}</p>${list}
        ${asked.length > 0 && html`<h2>${t("providers.asked")}</h2><ul class="tr-list">${asked}</ul>`}`;
      return { title, content, path: [{ href: "/my-data", text: t("providers.my-data") }] };
    }),
  );
  app.get(
    `${home}/:source`,
    hidden,
    site.signedIn(["citizen"], async (request) => {
      const source = await sources.standing((request.params as { source: string }).source.slice(0, 60));
      if (!source) throw kernelFailure("request.not-found");
      return askPage(parts, request, source);
    }),
  );
  app.post(
    `${home}/:source`,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        const { source } = request.params as { source: string };
        const id = await asking.ask({ subject, source: source.slice(0, 60), key: postedKey(request, ids) });
        return seeOther(reply, `${home}/requests/${id}`);
      },
      { returnTo: () => home },
    ),
  );
  app.get(
    `${home}/requests/:id`,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) => {
      const { t, lang } = request;
      const row = await asking.own(subject, (request.params as { id: string }).id);
      if (row.state === "asking") reply.header("refresh", String(refreshSeconds));
      const source = (await sources.versions(row.source)).find(({ version }) => version === row.version);
      if (!source) throw kernelFailure("request.not-found");
      const title = said(request, source.terms.name);
      const files = row.files.map(
        (name) => html`<li><a class="tr-link" href="${home}/requests/${row.id}/${name}">${name}</a></li>`,
      );
      const content = html`<h1>${title}</h1><p role="status">${stateTag(request, row.state)} ${t(`providers.said.${row.state}`)}</p>
        ${files.length > 0 && html`<ul class="tr-list">${files}</ul><p>${t("providers.until", { at: formatDateTime(row.expires_at, { lang }) })}</p>`}
        ${row.state === "failed" && html`<p class="tr-hint">${t("providers.code", { code: row.code ?? "" })}</p>`}
        ${row.state === "asking" && html`<p><a class="tr-link" href="${home}/requests/${row.id}">${t("providers.again")}</a></p>`}`;
      return { title, content, path: [{ href: home, text: t("providers.title") }] };
    }),
  );
  app.get(
    `${home}/requests/:id/:file`,
    hidden,
    site.signedIn(["citizen"], async (request, { subject }, reply) => {
      const { id, file } = request.params as { id: string; file: string };
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/.test(file)) throw fail("providers.request-unknown");
      const bytes = await asking.file(subject, id, file);
      return reply
        .type(types[file.split(".").at(-1)!] ?? "application/octet-stream")
        .header("content-disposition", `attachment; filename="${file}"`)
        .header("cache-control", "no-store")
        .header("x-content-type-options", "nosniff")
        .send(bytes);
    }),
  );
}

const tones: Readonly<Record<string, string>> = { given: "tr-tag--green", failed: "tr-tag--red", asking: "tr-tag--amber" };
const stateTag = ({ t }: FastifyRequest, state: string): Html =>
  tag({ text: t(`providers.state.${state}`), ...(tones[state] ? { classes: tones[state] } : {}) });

async function askPage({ companyOf, ids }: Parts, request: FastifyRequest, source: SourceRow): Promise<View> {
  const { t, lang } = request;
  const { name, about, fields, law } = source.terms;
  const title = said(request, name);
  const row = (key: string, value: string) => ({ key: { text: t(`providers.${key}`) }, value: { text: value } });
  const company = await companyOf(source, lang);
  const rows = [
    row("company", company),
    row("fields", fields.map((one) => said(request, one.name)).join(t("web.comma"))),
    row("law", law),
  ];
  const content = html`<h1>${title}</h1><p class="tr-lead">${said(request, about)}</p>${summaryList({ rows })}
    <p>${t("providers.what-happens", { company })}</p>
    <form method="post" action="${home}/${source.id}" novalidate><input type="hidden" name="key" value="${ids.opaque()}">
    ${button({ text: t("providers.ask"), preventDoubleClick: true })}</form>`;
  return { title, content, path: [{ href: home, text: t("providers.title") }] };
}
