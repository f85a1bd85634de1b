import { button, insetText, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { DataSet } from "../catalogue.ts";
import { withFiles } from "../interfaces/parts.ts";
import type { LinkRow } from "../links.ts";
import { badgeTag, day, inLang, type PageFile, type PageParts } from "./parts.ts";

/** One data set: what it is, its files, and everything that happened to it. */
export const setPage: PageFile = (app, parts) => {
  const { site, catalogue, publishing } = parts;
  app.get<{ Params: { set: string } }>(
    "/data/:set",
    hidden,
    site.open(async (request, session) => {
      const set = await catalogue.find((request.params as { set: string }).set);
      return set.withdrawn === null ? view(parts, request, set, session?.subject) : withdrawnView(parts, request, set);
    }),
  );
  for (const act of ["subscribe", "unsubscribe"] as const)
    app.post<{ Params: { set: string } }>(
      `/data/:set/${act}`,
      hidden,
      site.signedIn(
        "anybody",
        async (request, { subject }, reply) => {
          const set = await catalogue.live((request.params as { set: string }).set);
          await publishing[act](set, subject);
          return seeOther(reply, `/data/${set.name}`);
        },
        { returnTo: (request) => `/data/${encodeURIComponent((request.params as { set: string }).set)}` },
      ),
    );
};

/** A set that was taken back: gone for ever, with the reason for ever. */
function withdrawnView({ agencyName }: PageParts, request: FastifyRequest, set: DataSet): View {
  const { t, lang } = request;
  const content = html`<h1>${inLang(set.record.title, lang)}</h1>
    <p class="tr-lead">${t("opendata.withdrawn.lead", { agency: agencyName(lang, set.agency), day: day(set.withdrawn!, request) })}</p>
    <h2>${t("opendata.withdrawn.reason")}</h2><p>${set.reason}</p>`;
  return { title: inLang(set.record.title, lang), content, path: [{ href: "/data", text: t("opendata.title") }], status: 410 };
}

async function view(parts: PageParts, request: FastifyRequest, set: DataSet, subject: string | undefined): Promise<View> {
  const { catalogue, publishing, agencyName } = parts;
  const { t, lang } = request;
  const { record } = set;
  const [[full], notices, changes, decisions, isSubscriber, checks] = await Promise.all([
    withFiles(parts, [set]),
    publishing.notices(set),
    catalogue.changes({ set: set.id, limit: 20 }),
    catalogue.downgrades({ set: set.id, limit: 10 }),
    subject === undefined ? false : publishing.isSubscriber(set, subject),
    parts.links.of(set),
  ]);
  const rows = [
    ["agency", agencyName(lang, set.agency)],
    ["category", t(`opendata.category.${record.category}`)],
    ["openness", t(`opendata.openness.${record.openness}`)],
    ...(record.article ? [["article", record.article]] : []),
    ...(record.reason ? [["reason", record.reason]] : []),
    ["frequency", t(`opendata.frequency.${record.frequency}`)],
    ...(record.standard
      ? [
          [
            "standard",
            inLang(parts.standards.get(record.standard)?.name ?? { "zh-Hant": record.standard, en: record.standard }, lang),
          ],
        ]
      : []),
    ["licence", t(`opendata.licence.${record.licence}`)],
    ["keywords", record.keywords.join(t("web.comma"))],
    ["contact", record.contact],
    ["number", `${set.no} · ${set.id}`],
    ["modified", day(set.modified, request)],
  ].filter(([, value]) => value !== "") as [string, string][];
  const facts = summaryList({
    rows: rows.map(([key, value]) => ({ key: { text: t(`opendata.set.${key}`) }, value: { text: value } })),
  });
  const announced = notices.map(({ due, gone, added }) =>
    insetText({
      text: t("opendata.set.columns-change", {
        day: day(due, request),
        gone: gone.join(t("web.comma")),
        added: added.join(t("web.comma")) || "-",
      }),
    }),
  );
  const granted = decisions.filter(({ approved }) => approved === true);
  const why =
    granted.length > 0 &&
    html`<h2>${t("opendata.set.downgrades")}</h2>${granted.map(
      (one) =>
        html`<p>${day(one.decidedAt!, request)}${t("web.colon")}${t(`opendata.openness.${one.openness}`)}<br>${one.article}<br>${one.reason}</p>`,
    )}`;
  const content = html`<h1>${inLang(record.title, lang)}</h1><p class="tr-lead">${inLang(record.description, lang)}</p>
    ${announced}${facts}${filesView(request, full!.resources, set)}${record.openness !== "open" && html`<p>${t("opendata.set.not-open")}</p>`}
    ${record.openness === "on-application" && applyView(parts, request)}
    ${linksView(request, record.links ?? [], checks)}${why}<h2>${t("opendata.set.changes")}</h2><ul>${changes.map(
      ({ kind, at, detail }) =>
        html`<li>${day(at, request)}${t("web.colon")}${t(`opendata.change.${kind}`)}${detail && ` · ${detailOf(request, detail)}`}</li>`,
    )}</ul>
    <form method="post" action="/data/${set.name}/${isSubscriber ? "unsubscribe" : "subscribe"}"><div class="tr-button-group">
      ${button({ text: t(`opendata.set.${isSubscriber ? "unsubscribe" : "subscribe"}`), classes: "tr-button--secondary" })}</div></form>
    <p><a class="tr-link" href="/data/requests/new?set=${set.name}">${t("opendata.requests.ask")}</a> ·
      <a class="tr-link" href="/api/3/action/package_show?id=${set.name}">JSON</a> ·
      <a class="tr-link" href="/data/${set.name}/schema.jsonld">schema.org</a></p>`;
  return { title: inLang(record.title, lang), content, path: [{ href: "/data", text: t("opendata.title") }] };
}

/** What became of a set, in words: it begins with a code where the set became less open. */
const detailOf = ({ t }: FastifyRequest, detail: string): string =>
  detail.replace(/^(on-application|not-provided): /, (_, code: string) => `${t(`opendata.openness.${code}`)}${t("web.colon")}`);

/** Addresses of others, and what answered there. */
function linksView(
  request: FastifyRequest,
  links: readonly { title: string; url: string }[],
  checks: readonly LinkRow[],
): Html | false {
  const { t } = request;
  if (links.length === 0) return false;
  const rows = links.map(({ title, url }) => {
    const last = checks.find((one) => one.url === url);
    const found = last ? `${t(`opendata.link.${last.finding}`)} · ${day(last.at, request)}` : t("opendata.link.waiting");
    return [{ html: html`<a class="tr-link" href="${url}" rel="noreferrer">${title}</a>` }, { text: found }];
  });
  const head = ["address", "finding"].map((key) => ({ text: t(`opendata.link.${key}`) }));
  return html`<h2>${t("opendata.link.title")}</h2>${scrollable(t("opendata.link.title"), table({ head, rows }))}`;
}

/** Where one applies: the service of content that has this module deliver. */
const applyView = ({ deliveryService }: PageParts, { t }: FastifyRequest): Html | false =>
  deliveryService !== undefined &&
  html`<p><a class="tr-link" href="/services/${deliveryService}">${t("opendata.set.apply")}</a> ·
    <a class="tr-link" href="/data/deliveries">${t("opendata.delivery.title")}</a></p>`;

function filesView(
  request: FastifyRequest,
  resources: Awaited<ReturnType<typeof withFiles>>[number]["resources"],
  set: DataSet,
): Html | false {
  const { t } = request;
  if (resources.length === 0) return false;
  const rows = resources.map(({ id, title, report, publishedAt }) => {
    const forms = report.rows > 0 ? ["csv", "json", "parquet"] : [];
    const geo = report.columns.some(({ type }) => type === "geometry") ? ["geojson"] : [];
    return [
      {
        html: html`<a class="tr-link" href="/data/${set.name}/${id}">${title}</a><br>${["original", ...forms, ...geo].map(
          (form) => html`<a class="tr-link" href="/data/${set.name}/${id}/file.${form}">${t(`opendata.form.${form}`)}</a> `,
        )}`,
      },
      { text: String(report.rows), format: "numeric" },
      { html: html`${badgeTag(request, report.badge)}` },
      { text: day(publishedAt, request) },
    ];
  });
  const columns = ["rows", "badge", "published"].map((key) => ({ text: t(`opendata.file.${key}`) }));
  const head = [{ text: `${t("opendata.file.title")} · ${t("opendata.file.download")}` }, ...columns];
  return html`<h2>${t("opendata.set.files")}</h2>${scrollable(t("opendata.set.files"), table({ head, rows }))}`;
}
