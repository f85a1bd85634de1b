import { section, statTiles } from "@troad/design";
import { html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { asked, hidden, listingsOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { RoadApi } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";
import { citedLaws, lawsView } from "./laws.ts";
import { entryView, findEntry, longestText } from "./log-entry.ts";
import { growthView, witnessesView } from "./log-state.ts";
import { dataServicesView } from "./services.ts";

export type OpenPages = Pick<RoadPages, "site" | "names" | "local" | "operations"> &
  Asking<"services" | "logStatus" | "logEntries" | "logGrowth"> & {
    ctx: Pick<ModuleContext, "content" | "texts" | "pages">;
  };

const shownDays = 30;
/** More data services than these are in the catalogue. */
const mostServices = 100;

/**
 * What anybody can see of how the government works: the public log and an entry in it, the data that agencies offer, and the acts that running
 * services apply.
 */
export function openPages(app: FastifyInstance, parts: OpenPages): void {
  const laws = citedLaws(listingsOf(parts.ctx));
  app.get(
    "/open",
    hidden,
    parts.site.open(async (request) => {
      const text = asked(request, "entry", longestText);
      const [log, growth, services, sought] = await Promise.all([
        parts.road.logStatus(),
        parts.road.logGrowth({ days: shownDays }),
        parts.road.services({ text: "", limit: mostServices }),
        findEntry(parts, text),
      ]);
      return openPage(parts, request, { log, growth, services, sought, laws });
    }),
  );
}

type Shown = {
  log: Awaited<ReturnType<RoadApi["logStatus"]>>;
  growth: Parameters<typeof growthView>[1];
  services: Parameters<typeof dataServicesView>[2];
  sought: Awaited<ReturnType<typeof findEntry>>;
  laws: ReturnType<typeof citedLaws>;
};

async function openPage(parts: OpenPages, request: FastifyRequest, shown: Shown): Promise<View> {
  const { t } = request;
  const { log, growth, services, sought, laws } = shown;
  const title = t("road.open.title");
  const tiles = statTiles([
    { label: t("road.log.size"), value: log.size },
    { label: t("road.open.services"), value: services.length },
    ...(laws.length > 0 ? [{ label: t("road.open.laws"), value: laws.length }] : []),
  ]);
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("road.open.lead")}</p>${tiles}
    ${entryView(request, sought, log)}
    ${section({ title: { text: t("road.open.growth") }, content: growthView(request, growth) })}
    ${witnessesView(request, log)}
    ${await dataServicesView(parts, request, services)}
    ${laws.length > 0 && lawsView(parts, request, laws)}`;
  const isError = sought.state === "unreadable";
  return { title, content, path: [], isError, status: isError ? 400 : 200 };
}
