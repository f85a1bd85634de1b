import { emptyState, scrollable, table, time } from "@troad/design";
import { html } from "@troad/html";
import { askedPage, older, pageQuery, pageSize } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { TransferAlarm } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";

type Parts = Pick<RoadPages, "site" | "names"> & Asking<"transferAlarms">;

/** What an auditor has to look into: records of the public log that contradict each other, and those that were refused. */
export function auditAlarmPages(app: FastifyInstance, parts: Parts): void {
  const { site, road } = parts;
  app.get(
    "/audit/alarms",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["auditor"], async (request) => {
      const { t } = request;
      const alarms = await road.transferAlarms(askedPage(request, "number"));
      const title = t("road.alarms.title");
      const list =
        alarms.length === 0
          ? emptyState({ title: t("road.alarms.none") })
          : html`${scrollable(title, alarmTable(parts, request, alarms))}${older(request, alarms, ({ cursor }) => cursor)}`;
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("road.alarms.lead")}</p>${list}`;
      return { title, content, path: [{ href: "/audit", text: t("road.audit.title") }] };
    }),
  );
}

function alarmTable({ names }: Parts, request: FastifyRequest, alarms: readonly TransferAlarm[]) {
  const { t, lang } = request;
  const head = ["at", "kind", "teller", "other", "service", "exchange", "leaf", "against"];
  const rows = alarms
    .slice(0, pageSize)
    .map((one) => [
      { html: time(one.at, { lang }) },
      { text: t(`road.alarms.kind.${one.kind}`) },
      { text: names.agency(lang, one.teller) },
      { text: names.agency(lang, one.other) },
      { text: names.dataSet(lang, one.provider) },
      { text: one.exchangeId },
      { text: one.leafIndex === null ? t("road.alarms.refused") : String(one.leafIndex) },
      { text: one.otherLeaf === null ? "" : String(one.otherLeaf) },
    ]);
  return table({ head: head.map((key) => ({ text: t(`road.alarms.${key}`) })), rows });
}
