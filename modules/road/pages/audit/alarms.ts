import { html } from "@troad/html";
import type { ModuleContext } from "@troad/kernel";
import { type Column, type Filter, type List, listRoutes, type Session } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AlarmKind, TransferAlarm } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";

type Parts = Pick<RoadPages, "site" | "names"> & Asking<"transferAlarms"> & { ctx: Pick<ModuleContext, "clock"> };

const kinds: readonly AlarmKind[] = ["second-record", "sides-differ", "answer-denied", "unproven", "replayed"];

/** What an auditor has to investigate: records of the public log that contradict each other, and those that were refused. */
export function auditAlarmPages(app: FastifyInstance, parts: Parts): void {
  listRoutes<Session, TransferAlarm>({
    ...{ app, ctx: parts.ctx, address: "/audit/alarms" },
    guard: (load) => parts.site.signedIn(["auditor"], load),
    list: async (request) => alarmList(parts, request),
    view: ({ t }, { title }, { content }) => ({
      ...{ title, content: html`<h1>${title}</h1>${content}` },
      path: [{ href: "/audit", text: t("road.audit.title") }],
    }),
  });
}

function alarmList(parts: Parts, request: FastifyRequest): List<TransferAlarm> {
  const { t } = request;
  const kind: Filter = {
    ...{ kind: "select", name: "kind", label: t("road.alarms.kind") },
    options: kinds.map((value) => ({ value, text: t(`road.alarms.kind.${value}`) })),
  };
  return {
    address: "/audit/alarms",
    title: t("road.alarms.title"),
    file: "alarms",
    lead: html`<p class="tr-lead">${t("road.alarms.lead")}</p>`,
    columns: columns(parts, request),
    filters: [kind],
    source: {
      cursorKind: "number",
      cursor: ({ cursor }) => cursor,
      rows: ({ chosen, before, limit }) => {
        const asked = kinds.find((one) => one === chosen.kind);
        return parts.road.transferAlarms({ ...(asked ? { kind: asked } : {}), ...(before ? { before } : {}), limit });
      },
    },
    empty: { title: t("road.alarms.none") },
  };
}

function columns({ names }: Parts, { t, lang }: FastifyRequest): Column<TransferAlarm>[] {
  const text = (key: string) => t(`road.alarms.${key}`);
  return [
    { key: "at", text: text("at"), kind: "instant", value: ({ at }) => at },
    { key: "kind", text: text("kind"), kind: "text", value: ({ kind }) => t(`road.alarms.kind.${kind}`) },
    { key: "teller", text: text("teller"), kind: "text", value: ({ teller }) => names.agency(lang, teller) },
    { key: "other", text: text("other"), kind: "text", value: ({ other }) => names.agency(lang, other) },
    { key: "service", text: text("service"), kind: "text", value: ({ provider }) => names.dataSet(lang, provider) },
    { key: "exchange", text: text("exchange"), kind: "text", value: ({ exchangeId }) => exchangeId },
    {
      ...{ key: "leaf", text: text("leaf"), kind: "number", value: ({ leafIndex }) => leafIndex },
      show: ({ leafIndex }) => leafIndex ?? t("road.alarms.refused"),
    },
    { key: "against", text: text("against"), kind: "number", value: ({ otherLeaf }) => otherLeaf },
  ];
}
