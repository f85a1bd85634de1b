import { scrollable, statTiles, table, time } from "@troad/design";
import { html } from "@troad/html";
import { askedPage, older, pageQuery, pageSize, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { RoadApi } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";

type Parts = Pick<RoadPages, "site" | "names"> & Asking<"transfersOf" | "logStatus">;
type Transfer = Awaited<ReturnType<RoadApi["transfersOf"]>>[number];

/** What an auditor sees first: all transfers as the public log has them. */
export function auditTransferPages(app: FastifyInstance, parts: Parts): void {
  const { site, road } = parts;
  app.get(
    "/audit",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["auditor"], async (request) => {
      const [transfers, log] = await Promise.all([road.transfersOf(askedPage(request, "number")), road.logStatus()]);
      return listPage(parts, request, transfers, log.size);
    }),
  );
}

function listPage({ names }: Parts, request: FastifyRequest, transfers: readonly Transfer[], logSize: number): View {
  const { t, lang } = request;
  const title = t("road.audit.title");
  const rows = transfers
    .slice(0, pageSize)
    .map((one) => [
      { html: time(one.at, { lang }) },
      { text: names.agency(lang, one.consumer) },
      { text: `${names.agency(lang, one.provider)}${t("web.comma")}${names.dataSet(lang, one.provider)}` },
      { text: t(`road.audit.side.${one.side}`) },
      { text: t(`road.outcome.${one.outcome}`) },
      { text: String(one.leafIndex) },
    ]);
  const more = ["records", "ledgers", "alarms"].map(
    (page) => html`<p><a class="tr-link" href="/audit/${page}">${t(`road.${page}.title`)}</a></p>`,
  );
  const head = ["at", "consumer", "provider", "side", "outcome", "leaf"].map((key) => ({ text: t(`road.audit.${key}`) }));
  const size = statTiles([{ label: t("road.log.size"), value: logSize, href: "/log" }]);
  const content = html`<h1>${title}</h1><p>${t("road.audit.lead")}</p>${size}${more}
    ${scrollable(title, table({ head, rows }))}${older(request, transfers, (one) => one.cursor)}`;
  return { title, content, path: [] };
}
