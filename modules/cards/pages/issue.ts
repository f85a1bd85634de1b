import { statTiles } from "@troad/design";
import { html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { type Column, countyMap, countyNames, inMemory, listRoutes, type portalSite, type Session } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CountyFigures, Issue, IssueFigures } from "../issue/figures.ts";
import { plannedShare } from "../issue/plan.ts";
import type { Simulation } from "../issue/simulation.ts";

export const issuePlace = "/new-eid";
type Row = CountyFigures & { name: string };
type Parts = {
  ctx: Pick<ModuleContext, "clock" | "log">;
  site: ReturnType<typeof portalSite>;
  issue: Issue;
  /** The months of the demonstration's simulation, if it was made. */
  simulation: () => Simulation | null;
};

/** In public: who has a New eID by county, beside the plan; each figure is a count of cards over the people in the household register. */
export function issuePages(app: FastifyInstance, { ctx, site, issue, simulation }: Parts): void {
  listRoutes<Session | undefined, Row>({
    ...{ app, ctx, address: issuePlace },
    guard: (load) => site.open(load),
    list: async (request) => {
      const { t, lang } = request;
      const made = simulation();
      const month = made?.months.find((one) => one.month === (request.query as { month?: unknown }).month);
      const shown = month
        ? { ...month, asOf: made!.at, planned: plannedShare(issue.plan, `${month.month}-28`) }
        : await issue.figures();
      const names = countyNames(lang);
      const rows = shown.counties
        .map((one) => ({ ...one, name: names.get(one.county) ?? one.county }))
        .toSorted((a, b) => b.people - a.people);
      return {
        address: issuePlace,
        title: t("cards.issue.title"),
        file: "new-eid",
        lead: html`<p class="tr-lead">${t("cards.issue.lead")}</p>${month && html`<p><strong>${t("cards.issue.simulated")}</strong></p>`}
          ${statTiles(tilesOf(request, shown))}${mapOf(request, rows)}${planOf(request, issue)}`,
        columns: columnsOf(request),
        filters: made
          ? [
              {
                ...{ kind: "select" as const, name: "month", label: t("cards.issue.month"), initial: "" },
                options: [
                  { value: "", text: t("cards.issue.real") },
                  ...made.months.map((one) => ({
                    value: one.month,
                    text: t("cards.issue.simulated-month", { month: one.month }),
                  })),
                ],
              },
            ]
          : [],
        source: inMemory(
          () => rows,
          ({ county }) => county,
          "name",
        ),
        empty: { title: t("cards.issue.none") },
      };
    },
  });
}

const percent = (share: number, lang: string): string =>
  new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 1 }).format(share);
const number = (value: number, lang: string): string => new Intl.NumberFormat(lang).format(value);
const shareOf = ({ active, people }: CountyFigures): number | null => (people === 0 ? null : active / people);

function tilesOf({ t, lang }: FastifyRequest, { counties, planned, asOf }: IssueFigures) {
  const sum = (of: (one: CountyFigures) => number): number => counties.reduce((total, one) => total + of(one), 0);
  const [people, active] = [sum((one) => one.people), sum((one) => one.active)];
  return [
    { label: t("cards.issue.active"), value: number(active, lang) },
    { label: t("cards.issue.share"), value: people === 0 ? "–" : percent(active / people, lang) },
    { label: t("cards.issue.planned-share"), value: percent(planned, lang) },
    {
      label: t("cards.issue.people"),
      value: number(people, lang),
      hint: asOf === null ? t("cards.issue.not-counted") : t("cards.issue.as-of", { day: asOf.slice(0, 10) }),
    },
  ];
}

const mapOf = (request: FastifyRequest, rows: readonly Row[]) =>
  countyMap({
    request,
    ...{ title: request.t("cards.issue.map"), description: request.t("cards.issue.map-says") },
    values: new Map(rows.map((one) => [one.county, shareOf(one)])),
    shown: (share) => percent(share, request.lang),
    head: [request.t("cards.issue.county"), request.t("cards.issue.share")],
    // the list below has them
    figures: html``,
  });

const planOf = ({ t, lang }: FastifyRequest, { plan }: Issue) => html`<h2>${t("cards.issue.plan")}</h2><ul class="tr-list">
  ${plan.starts.map(({ on, what }) => html`<li>${t(`cards.issue.start-${what}`, { on })}</li>`)}
  ${plan.phases.map(({ by, share }) => html`<li>${t("cards.issue.phase", { by, share: percent(share, lang) })}</li>`)}</ul>`;

function columnsOf({ t, lang }: FastifyRequest): Column<Row>[] {
  const figure = (key: "people" | "planned" | "active"): Column<Row> => ({
    ...{ key, text: t(`cards.issue.${key}`), kind: "number", value: (row) => row[key] },
    show: (row) => number(row[key], lang),
  });
  return [
    { key: "county", text: t("cards.issue.county"), kind: "text", value: ({ name }) => name },
    { key: "code", text: t("cards.issue.code"), kind: "text", value: ({ county }) => county, only: "file" },
    ...[figure("people"), figure("planned"), figure("active")],
    {
      ...{ key: "share", text: t("cards.issue.share"), kind: "number", value: shareOf },
      show: (row) => {
        const share = shareOf(row);
        return share === null ? "–" : percent(share, lang);
      },
    },
  ];
}
