import { emptyState, scrollable, statTiles, table, tag, time } from "@troad/design";
import { html } from "@troad/html";
import { agencyOf } from "@troad/web";
import type { PageFile } from "../portal.ts";
import { askedPage, older, pageQuery, pageSize } from "./paging.ts";
import { reasonOf } from "./uses.ts";

/** What a provider's officer sees: who asked the agency's registers for what; never the data, never the person. */
export const exchangePages: PageFile = (app, portal) => {
  app.get(
    "/exchanges",
    { schema: { hide: true, querystring: pageQuery } },
    portal.site.signedIn(["provider-officer"], async (request, session) => {
      const { t, lang } = request;
      const agency = agencyOf(session, "provider-officer");
      const member = portal.memberOf(agency);
      const [exchanges, agreements] = await Promise.all([
        portal.road.transfersOf({ member, ...askedPage(request, "number") }),
        portal.road.agreements(),
      ]);
      const own = agreements.filter((one) => one.provider.includes(`/${member}/`));
      const rows = exchanges.slice(0, pageSize).map((one) => [
        { html: time(one.at, { lang }) },
        { text: portal.names.agency(lang, one.consumer) },
        { text: portal.names.dataSet(lang, one.provider) },
        { text: portal.names.fields(lang, one.provider, one.fields) },
        {
          html: tag({
            text: one.outcome === "answered" ? t("portal.outcome.answered") : reasonOf(request, one.code),
            classes: one.outcome === "answered" ? "tr-tag--green" : "tr-tag--red",
          }),
        },
        { text: String(one.leafIndex) },
      ]);
      const agreed = own.map((one) => [
        { text: portal.names.agency(lang, one.consumer) },
        { text: portal.names.dataSet(lang, one.provider) },
        { text: portal.names.fields(lang, one.provider, one.fields) },
        { text: one.id },
      ]);
      const head = (keys: string[]) => keys.map((key) => ({ text: t(`portal.exchanges.${key}`) }));
      const content = html`<h1>${t("portal.exchanges.title")}</h1><p>${t("portal.exchanges.lead", { agency: portal.names.agency(lang, agency) })}</p>
      ${statTiles([
        { label: t("portal.exchanges.agreements"), value: own.length },
        { label: t("portal.exchanges.shown"), value: rows.length },
      ])}
      ${rows.length === 0 ? emptyState({ title: t("portal.exchanges.empty") }) : scrollable(t("portal.exchanges.title"), table({ head: head(["at", "consumer", "set", "fields", "outcome", "leaf"]), rows }))}${older(request, exchanges, (one) => one.cursor)}
      <h2>${t("portal.exchanges.agreements")}</h2>${scrollable(t("portal.exchanges.agreements"), table({ head: head(["consumer", "set", "fields", "agreement"]), rows: agreed }))}`;
      return { title: t("portal.exchanges.title"), content, path: [] };
    }),
  );
};
