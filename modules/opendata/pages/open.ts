import { button, scrollable, table } from "@troad/design";
import { html } from "@troad/html";
import { isUuid } from "@troad/kernel";
import { findingCodes, meaningOf } from "@troad/tabular";
import { hidden, listRoutes, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import { quota } from "../keys.ts";
import type { PlanRow } from "../participation.ts";
import { acting, agenciesOf, day, errorText, officerRole, type PageFile, type PageParts, summary } from "./parts.ts";

/** Agencies' plans, and what programs may call. */
export const openPages: PageFile = (app, parts) => {
  const { site, participation, agencyName, ctx, keys } = parts;
  listRoutes<Session | undefined, PlanRow>({
    ...{ app, ctx, address: "/data/plans" },
    guard: (load) => site.open(load),
    list: async ({ t, lang }) => ({
      address: "/data/plans",
      title: t("opendata.plans.title"),
      file: "data-plans",
      lead: html`<p class="tr-lead">${t("opendata.plans.lead")}</p>`,
      columns: [
        { key: "title", text: t("opendata.plans.what"), kind: "text", value: ({ title }) => title },
        { key: "agency", text: t("opendata.column.agency"), kind: "text", value: ({ agency }) => agencyName(lang, agency) },
        { key: "objective", text: t("opendata.plans.objective"), kind: "text", value: ({ objective }) => objective },
        { key: "due", text: t("opendata.plans.due"), kind: "day", value: ({ due }) => due },
        {
          key: "figures",
          text: t("opendata.plans.figures"),
          kind: "text",
          value: ({ figures }) => figures.map(({ half, percent, result }) => `${half} ${percent}% ${result}`).join("; "),
        },
      ],
      filters: [],
      source: {
        cursorKind: "uuid",
        cursor: ({ id }) => id,
        rows: ({ before, limit }) => participation.plans({ ...(before ? { before } : {}), limit }),
      },
      empty: { title: t("opendata.plans.none") },
    }),
  });
  app.get(
    "/data/api",
    hidden,
    site.open((request, session) => apiView(parts, request, session)),
  );
  app.post(
    "/data/api",
    hidden,
    site.signedIn(
      "anybody",
      async (request, session) => {
        const { subject } = session;
        if (posted(request, "end") !== "") {
          const ended = posted(request, "end", 60);
          if (!isUuid(ended)) throw opendataFailure("opendata.not-found");
          await keys.end(ended, subject);
          return apiView(parts, request, session);
        }
        let made = "";
        const agency = posted(request, "agency");
        const refused = await acting(
          async () => {
            made = await keys.make({
              label: posted(request, "label", 80),
              agency: agenciesOf(session, officerRole).find((one) => one === agency) ?? null,
              subject,
            });
          },
          (error) => apiView(parts, request, session, { error: errorText(request, error) }),
        );
        return refused ?? apiView(parts, request, session, { made });
      },
      { returnTo: () => "/data/api" },
    ),
  );
  app.get(
    "/data/codes",
    hidden,
    site.open(async (request) => codesView(request)),
  );
};

const addresses = [
  "/api/3/action/package_search?q=",
  "/api/3/action/package_show?id=NAME",
  "/api/3/action/datastore_search?resource_id=ID",
  "/api/v2/rest/dataset/NUMBER",
  "/api/v2/rest/datastore/ID",
  "/data/catalog.jsonld",
  "/data/catalog.ttl",
  "/data/changes.rss",
  "/data/sitemap.xml",
  "/data/NAME/ID/query?sql=",
];

async function apiView(
  { keys, agencyName }: PageParts,
  request: FastifyRequest,
  session: Session | undefined,
  told: { made?: string; error?: string } = {},
): Promise<View> {
  const { t, lang } = request;
  const ui = uiOf(request);
  const mine = session ? (await keys.mine(session.subject)).filter(({ ended }) => ended === null) : [];
  const offices = session ? agenciesOf(session, officerRole) : [];
  const list =
    mine.length > 0 &&
    scrollable(
      t("opendata.api.keys"),
      table({
        head: ["label", "made", "end"].map((key) => ({ text: t(`opendata.api.${key}`) })),
        rows: mine.map(({ id, label, agency, at }) => [
          { text: agency ? `${label} (${agencyName(lang, agency)})` : label },
          { text: day(at, request) },
          {
            html: html`<form method="post" action="/data/api"><input type="hidden" name="end" value="${id}">
              ${button({ text: t("opendata.api.end"), classes: "tr-button--secondary" })}</form>`,
          },
        ]),
      }),
    );
  const items = [
    { value: "", text: t("opendata.api.reads") },
    ...offices.map((value) => ({ value, text: agencyName(lang, value) })),
  ];
  const label = { id: "label", name: "label", label: { text: t("opendata.api.label") }, value: posted(request, "label", 80) };
  const form = session
    ? html`<form method="post" action="/data/api" novalidate>
        ${ui.input({ ...label, ...(told.error ? { errorMessage: { text: told.error } } : {}) })}
        ${offices.length > 0 && ui.select({ id: "agency", name: "agency", label: { text: t("opendata.api.writes") }, items })}
        ${button({ text: t("opendata.api.make") })}</form>`
    : html`<p>${t("opendata.api.sign-in")}</p>`;
  const content = html`${told.error && summary(request, told.error, "#label")}<h1>${t("opendata.api.title")}</h1>
    <p class="tr-lead">${t("opendata.api.lead")}</p>
    <ul>${addresses.map((address) => html`<li><code>${address}</code></li>`)}</ul>
    <p>${t("opendata.api.quota", { day: quota.keyPerDay, minute: quota.networkPerMinute })}</p>
    ${told.made && html`<h2>${t("opendata.api.made-once")}</h2><pre class="tr-code"><code>${told.made}</code></pre>`}
    <h2>${t("opendata.api.keys")}</h2>${list}${form}
    <p><a class="tr-link" href="/data/codes">${t("opendata.codes.title")}</a> ·
      <a class="tr-link" href="/data/standards">${t("opendata.standards.title")}</a></p>`;
  return { title: t("opendata.api.title"), content, path: [{ href: "/data", text: t("opendata.title") }] };
}

/** What the check of files can find: the whole list. */
function codesView({ t, lang }: FastifyRequest): View {
  const head = ["code", "meaning", "badge"].map((key) => ({ text: t(`opendata.codes.${key}`) }));
  const rows = findingCodes.map((code) => {
    const { allows, zh, en } = meaningOf(code);
    return [
      { html: html`<code>${code}</code>` },
      { text: lang === "zh-Hant" ? zh : en },
      { text: t(`opendata.badge.${allows}`) },
    ];
  });
  const content = html`<h1>${t("opendata.codes.title")}</h1><p class="tr-lead">${t("opendata.codes.lead")}</p>
    ${scrollable(t("opendata.codes.title"), table({ head, rows }))}`;
  return { title: t("opendata.codes.title"), content, path: [{ href: "/data", text: t("opendata.title") }] };
}
