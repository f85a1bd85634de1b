import { emptyState, scrollable, table, time } from "@troad/design";
import { html } from "@troad/html";
import type { TransferAlarm } from "@troad/road/api";
import type { FastifyRequest } from "fastify";
import type { PageFile, Portal } from "../../portal.ts";
import { askedPage, older, pageQuery, pageSize } from "../paging.ts";

/** What an auditor has to look into: records of the public log that contradict each other, and those that were refused. */
export const auditAlarmsPages: PageFile = (app, portal) => {
  app.get(
    "/audit/alarms",
    { schema: { hide: true, querystring: pageQuery } },
    portal.site.signedIn(["auditor"], async (request) => {
      const { t } = request;
      const alarms = await portal.road.transferAlarms(askedPage(request, "number"));
      const title = t("portal.alarms.title");
      const shown =
        alarms.length === 0
          ? emptyState({ title: t("portal.alarms.none") })
          : html`${scrollable(title, alarmTable(portal, request, alarms))}${older(request, alarms, ({ cursor }) => cursor)}`;
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.alarms.lead")}</p>${shown}`;
      return { title, content, path: [{ href: "/audit", text: t("portal.audit.title") }] };
    }),
  );
};

function alarmTable(portal: Portal, request: FastifyRequest, alarms: readonly TransferAlarm[]) {
  const { t, lang } = request;
  const head = ["at", "kind", "teller", "other", "service", "exchange", "leaf", "against"];
  const rows = alarms
    .slice(0, pageSize)
    .map((one) => [
      { html: time(one.at, { lang }) },
      { text: t(`portal.alarms.kind.${one.kind}`) },
      { text: portal.names.agency(lang, one.teller) },
      { text: portal.names.agency(lang, one.other) },
      { text: portal.names.dataSet(lang, one.provider) },
      { text: one.exchangeId },
      { text: one.leafIndex === null ? t("portal.alarms.refused") : String(one.leafIndex) },
      { text: one.otherLeaf === null ? "" : String(one.otherLeaf) },
    ]);
  return table({ head: head.map((key) => ({ text: t(`portal.alarms.${key}`) })), rows });
}
