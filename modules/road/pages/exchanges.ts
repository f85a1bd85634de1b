import { emptyState, scrollable, statTiles, table, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { agencyOf, askedPage, older, pageQuery, pageSize, reasonOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Agreement, RoadApi } from "../api.ts";
import type { Asking, RoadPages } from "./parts.ts";

type Parts = Pick<RoadPages, "site" | "names"> & Asking<"transfersOf" | "agreements">;
type Transfer = Awaited<ReturnType<RoadApi["transfersOf"]>>[number];

/** What a provider's officer sees: who asked the agency's registers for what; never the data, never the person. */
export function exchangePages(app: FastifyInstance, parts: Parts): void {
  const { site, names, road } = parts;
  app.get(
    "/exchanges",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["provider-officer"], async (request, session) => {
      const agency = agencyOf(session, "provider-officer");
      const member = names.member(agency);
      const [exchanges, agreements] = await Promise.all([
        road.transfersOf({ member, ...askedPage(request, "number") }),
        road.agreements(),
      ]);
      const own = agreements.filter((one) => one.provider.includes(`/${member}/`));
      return listPage(parts, request, agency, exchanges, own);
    }),
  );
}

const headOf = ({ t }: FastifyRequest, keys: string[]) => keys.map((key) => ({ text: t(`road.exchanges.${key}`) }));

function listPage(
  parts: Parts,
  request: FastifyRequest,
  agency: string,
  exchanges: readonly Transfer[],
  agreements: readonly Agreement[],
): View {
  const { t, lang } = request;
  const title = t("road.exchanges.title");
  const shown = exchanges.slice(0, pageSize);
  const tiles = statTiles([
    { label: t("road.exchanges.agreements"), value: agreements.length },
    { label: t("road.exchanges.shown"), value: shown.length },
  ]);
  const list = shown.length === 0 ? emptyState({ title: t("road.exchanges.empty") }) : exchangeTable(parts, request, shown);
  const content = html`<h1>${title}</h1><p>${t("road.exchanges.lead", { agency: parts.names.agency(lang, agency) })}</p>
    ${tiles}
    ${list}${older(request, exchanges, (one) => one.cursor)}
    <h2>${t("road.exchanges.agreements")}</h2>${agreementTable(parts, request, agreements)}`;
  return { title, content, path: [] };
}

function exchangeTable({ names }: Parts, request: FastifyRequest, exchanges: readonly Transfer[]): Html {
  const { t, lang } = request;
  const outcome = (one: Transfer): Html => {
    const isAnswered = one.outcome === "answered";
    const text = isAnswered ? t("road.outcome.answered") : reasonOf(request, one.code);
    return html`${tag({ text, classes: isAnswered ? "tr-tag--green" : "tr-tag--red" })}`;
  };
  const rows = exchanges.map((one) => [
    { html: time(one.at, { lang }) },
    { text: names.agency(lang, one.consumer) },
    { text: names.dataSet(lang, one.provider) },
    { text: names.fields(lang, one.provider, one.fields) },
    { html: outcome(one) },
    { text: String(one.leafIndex) },
  ]);
  const head = headOf(request, ["at", "consumer", "set", "fields", "outcome", "leaf"]);
  return scrollable(t("road.exchanges.title"), table({ head, rows }));
}

function agreementTable({ names }: Parts, request: FastifyRequest, agreements: readonly Agreement[]): Html {
  const { t, lang } = request;
  const rows = agreements.map((one) => [
    { text: names.agency(lang, one.consumer) },
    { text: names.dataSet(lang, one.provider) },
    { text: names.fields(lang, one.provider, one.fields) },
    { text: one.id },
  ]);
  const head = headOf(request, ["consumer", "set", "fields", "agreement"]);
  return scrollable(t("road.exchanges.agreements"), table({ head, rows }));
}
