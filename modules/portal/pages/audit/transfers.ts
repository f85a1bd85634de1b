import { hashValue, scrollable, statTiles, summaryList, table, time, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import { openCheckpoint, parseVerifierKey } from "@troad/tlog";
import type { PageFile } from "../../portal.ts";
import { askedPage, older, pageQuery, pageSize } from "../paging.ts";

/** What an auditor sees: all transfers as the public log has them, and the state of the log itself. */
export const auditPages: PageFile = (app, portal) => {
  app.get(
    "/audit",
    { schema: { hide: true, querystring: pageQuery } },
    portal.site.signedIn(["auditor"], async (request) => {
      const { t, lang } = request;
      const [transfers, log] = await Promise.all([
        portal.road.transfersOf(askedPage(request, "number")),
        portal.road.logStatus(),
      ]);
      const rows = transfers
        .slice(0, pageSize)
        .map((one) => [
          { html: time(one.at, { lang }) },
          { text: portal.names.agency(lang, one.consumer) },
          { text: `${portal.names.agency(lang, one.provider)}${t("web.comma")}${portal.names.dataSet(lang, one.provider)}` },
          { text: t(`portal.audit.side.${one.side}`) },
          { text: t(`portal.outcome.${one.outcome}`) },
          { text: String(one.leafIndex) },
        ]);
      const more = ["records", "ledgers", "alarms"].map(
        (page) => html`<p><a class="tr-link" href="/audit/${page}">${t(`portal.${page}.title`)}</a></p>`,
      );
      const size = statTiles([{ label: t("portal.log.size"), value: log.size, href: "/log" }]);
      const content = html`<h1>${t("portal.audit.title")}</h1><p>${t("portal.audit.lead")}</p>${size}${more}
      ${scrollable(t("portal.audit.title"), table({ head: ["at", "consumer", "provider", "side", "outcome", "leaf"].map((key) => ({ text: t(`portal.audit.${key}`) })), rows }))}${older(request, transfers, (one) => one.cursor)}`;
      return { title: t("portal.audit.title"), content, path: [] };
    }),
  );

  /** The public log for everybody: where it is, how large, under which key. */
  app.get(
    "/log",
    { schema: { hide: true } },
    portal.site.open(async (request) => {
      const { t, lang } = request;
      const log = await portal.road.logStatus();
      const words = wordsIn(lang);
      const content = html`<h1>${t("portal.log.title")}</h1><p class="tr-lead">${t("portal.log.lead")}</p>${statTiles([{ label: t("portal.log.size"), value: log.size }])}${summaryList(
        {
          rows: [
            { key: { text: t("portal.log.origin") }, value: { text: log.origin } },
            { key: { text: t("portal.log.root") }, value: { html: hashValue(log.checkpoint.split("\n")[2] ?? "", words) } },
            { key: { text: t("portal.log.witnesses") }, value: { html: witnessList(log, t) } },
            { key: { text: t("portal.log.key") }, value: { html: hashValue(log.verifierKey, words) } },
            {
              key: { text: t("portal.log.address") },
              value: { html: html`<a class="tr-link" href="${log.tilesUrl}/checkpoint">${log.tilesUrl}</a>` },
            },
          ],
        },
      )}<p>${t("portal.log.how")}</p>`;
      return { title: t("portal.log.title"), content, path: [] };
    }),
  );
};

/** "n of m independent witnesses cosigned", and who. Cosignatures are verified here, not believed. */
function witnessList(
  log: { checkpoint: string; verifierKey: string; witnessKeys: string[] },
  t: (key: string, params?: Record<string, string | number>) => string,
): Html {
  const logKey = parseVerifierKey(log.verifierKey);
  const witnessKeys = log.witnessKeys.map(parseVerifierKey);
  const { cosignatures } = openCheckpoint(log.checkpoint, { origin: logKey.name, logKeys: [logKey], witnessKeys });
  const names = new Set(cosignatures.map(({ name }) => name));
  return html`<p>${t("portal.log.cosigned", { cosigned: names.size, known: witnessKeys.length })}</p><ul>${witnessKeys.map(
    ({ name }) =>
      html`<li>${name}${t("web.comma")}${t(names.has(name) ? "portal.log.witness.cosigned" : "portal.log.witness.away")}</li>`,
  )}</ul>`;
}
