import { formatDateTime, summaryList, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { hidden, listRoutes, type Session, type Site } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ApplicationRow, Applications } from "../applications.ts";
import type { ServiceRow, Services } from "../services.ts";

export const home = "/me/elsewhere";
export type Parts = {
  ctx: Pick<ModuleContext, "clock">;
  site: Site;
  services: Services;
  applications: Applications;
  agencyName(lang: string, agency: string): string;
};
type Shown = ApplicationRow & { of: ServiceRow | undefined };

const tones: Readonly<Record<string, string>> = {
  "needs-action": "tr-tag--amber",
  granted: "tr-tag--green",
  refused: "tr-tag--red",
};
export const stateTag = ({ t }: FastifyRequest, state: string): Html =>
  tag({ text: t(`connected.state.${state}`), ...(tones[state] ? { classes: tones[state] } : {}) });
const nameOf = ({ lang }: FastifyRequest, { of, service }: Shown): string =>
  of?.page.name[lang === "zh-Hant" ? "zh-Hant" : "en"] ?? service;

/** A person's applications at services that agencies run themselves, and each with what happened in it. */
export function elsewherePages(app: FastifyInstance, parts: Parts): void {
  const { ctx, site, services, applications, agencyName } = parts;
  listRoutes<Session, Shown>({
    ...{ app, ctx, address: home },
    guard: (load) => site.signedIn("anybody", load),
    list: async (request, { subject }) => {
      const { t, lang } = request;
      return {
        address: home,
        title: t("connected.elsewhere.title"),
        file: "applications-elsewhere",
        lead: html`<p class="tr-lead">${t("connected.elsewhere.lead")}</p>`,
        columns: [
          {
            ...{ key: "service", text: t("connected.column.service"), kind: "text", value: (row) => nameOf(request, row) },
            show: (row) => html`<a class="tr-link" href="${home}/${row.service}/${row.reference}">${nameOf(request, row)}</a>`,
          },
          {
            key: "agency",
            text: t("connected.column.agency"),
            kind: "text",
            value: ({ of }) => (of ? agencyName(lang, of.agency) : ""),
          },
          { key: "reference", text: t("connected.column.reference"), kind: "text", value: ({ reference }) => reference },
          {
            ...{
              key: "state",
              text: t("connected.column.state"),
              kind: "text",
              value: ({ state }) => t(`connected.state.${state}`),
            },
            show: ({ state }) => stateTag(request, state),
          },
          { key: "at", text: t("connected.column.at"), kind: "instant", value: ({ at }) => new Date(at).toISOString() },
        ],
        filters: [],
        source: {
          cursorKind: "number",
          cursor: ({ seq }) => String(seq),
          rows: async ({ before, limit }) => {
            const rows = await applications.listOf(subject, { before, limit });
            const known = new Map((await services.all()).map((one) => [one.id, one]));
            return rows.map((row) => ({ ...row, of: known.get(row.service) }));
          },
        },
        empty: { title: t("connected.elsewhere.none"), body: t("connected.elsewhere.none-why") },
      };
    },
  });
  app.get(
    `${home}/:service/:reference`,
    hidden,
    site.signedIn("anybody", async (request, { subject }) => {
      const { t, lang } = request;
      const { service, reference } = request.params as { service: string; reference: string };
      const { row, events } = await applications.own(subject, service.slice(0, 60), reference.slice(0, 60));
      const shown: Shown = { ...row, of: await services.find(row.service) };
      const fact = (key: string, value: string | Html) => ({
        key: { text: t(`connected.column.${key}`) },
        value: typeof value === "string" ? { text: value } : { html: value },
      });
      const rows = [
        ...(shown.of ? [fact("agency", agencyName(lang, shown.of.agency))] : []),
        ...[fact("reference", row.reference), fact("state", stateTag(request, row.state))],
        ...(row.due === null ? [] : [fact("due", String(row.due).slice(0, 10))]),
      ];
      const past = events.toReversed().map((one) => {
        const when = html`<time datetime="${new Date(one.at).toISOString()}">${formatDateTime(one.at, { lang })}</time>`;
        return html`<li>${when} ${t(`connected.state.${one.state}`)}</li>`;
      });
      const link = row.link === null || !shown.of || shown.of.suspended !== null ? undefined : row.link;
      const name = nameOf(request, shown);
      const content = html`<h1>${name}</h1>${summaryList({ rows })}
        ${link !== undefined && html`<p><a class="tr-link" href="${link}" rel="external">${t("connected.elsewhere.open")}</a></p>`}
        ${shown.of?.suspended !== null && html`<p>${t("connected.elsewhere.suspended")}</p>`}
        <h2>${t("connected.elsewhere.history")}</h2><ul class="tr-list">${past}</ul>`;
      return { title: name, content, path: [{ href: home, text: t("connected.elsewhere.title") }] };
    }),
  );
}
