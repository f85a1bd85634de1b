import { button, emptyState, insetText, tag } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden, posted, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ServiceRow, Services } from "../services.ts";

export const office = "/work/connected";
/** Those who admit gateways also watch over the services that agencies connect. */
export const watchers = ["road-operator"];
type Parts = { site: Site; services: Services; agencyName(lang: string, agency: string): string };

/** Officers of the platform see the services that agencies connected, and suspend one with a reason. */
export function workPages(app: FastifyInstance, { site, services, agencyName }: Parts): void {
  const nameIn = ({ lang }: FastifyRequest, { page }: ServiceRow): string => page.name[lang === "zh-Hant" ? "zh-Hant" : "en"];
  const state = ({ t }: FastifyRequest, { ended_at, suspended }: ServiceRow) => {
    const which = ended_at !== null ? "ended" : suspended !== null ? "suspended" : "open";
    return tag({ text: t(`connected.work.${which}`), classes: which === "open" ? "tr-tag--green" : "tr-tag--red" });
  };
  app.get(
    office,
    hidden,
    site.signedIn(watchers, async (request) => {
      const { t, lang } = request;
      const title = t("connected.work.title");
      const lines = (await services.all()).map(
        (
          one,
        ) => html`<li class="tr-lines__item"><a class="tr-lines__link" href="${office}/${one.id}">${nameIn(request, one)}</a> ${state(request, one)}
          <p class="tr-lines__meta">${agencyName(lang, one.agency)}</p></li>`,
      );
      const list =
        lines.length === 0 ? emptyState({ title: t("connected.work.none") }) : html`<ul class="tr-lines">${lines}</ul>`;
      return { title, content: html`<h1>${title}</h1><p class="tr-lead">${t("connected.work.lead")}</p>${list}`, path: [] };
    }),
  );
  const one = async (request: FastifyRequest): Promise<ServiceRow> => {
    const row = await services.find((request.params as { service: string }).service.slice(0, 60));
    if (!row) throw kernelFailure("request.not-found");
    return row;
  };
  const page = (request: FastifyRequest, row: ServiceRow, missing = false): View => {
    const { t } = request;
    const title = nameIn(request, row);
    const message = missing ? t("connected.work.reason-missing") : undefined;
    const ui = uiOf(request);
    const reason = ui.input({
      ...{ name: "reason", label: { text: t("connected.work.reason") }, attributes: { maxlength: 300 } },
      ...(message ? { errorMessage: { text: message } } : {}),
    });
    const act = row.suspended === null ? "suspend" : "resume";
    const form = html`<form method="post" action="${office}/${row.id}" novalidate>${row.suspended === null && reason}${button({
      ...{ text: t(`connected.work.${act}`), name: "act", value: act },
      ...(act === "suspend" ? { classes: "tr-button--warning" } : {}),
    })}</form>`;
    const text = row.page.summary[request.lang === "zh-Hant" ? "zh-Hant" : "en"];
    const content = html`${message && ui.errorSummary({ errorList: [{ text: message, href: "#reason" }] })}<h1>${title}</h1><p>${state(request, row)}</p>
      ${row.suspended !== null && insetText({ text: row.suspended })}<p>${text}</p>
      <p><a class="tr-link" href="${row.page.start}" rel="external">${row.page.start}</a></p>${row.ended_at === null && form}`;
    const path = [{ href: office, text: t("connected.work.title") }];
    return { title, content, path, ...(missing ? { status: 422, isError: true } : {}) };
  };
  app.get(
    `${office}/:service`,
    hidden,
    site.signedIn(watchers, async (request) => page(request, await one(request))),
  );
  app.post(
    `${office}/:service`,
    hidden,
    site.signedIn(watchers, async (request, { subject }, reply) => {
      const row = await one(request);
      const isSuspending = posted(request, "act") === "suspend";
      const reason = posted(request, "reason", 300);
      if (isSuspending && reason === "") return page(request, row, true);
      await services.suspend({ id: row.id, reason: isSuspending ? reason : null, by: subject });
      return seeOther(reply, `${office}/${row.id}`);
    }),
  );
}
