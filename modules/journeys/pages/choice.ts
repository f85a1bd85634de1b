import { button } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Journey } from "../api.ts";
import type { Guard } from "./guard.ts";
import { addressOf, type JourneyPages, openAddress, pageAddress, pathOfEvent, whyText } from "./parts.ts";

type Parts = Pick<JourneyPages, "ctx" | "events" | "services" | "names" | "api">;
const query = Type.Object({
  missing: Type.Optional(Type.String({ maxLength: 5 })),
  declined: Type.Optional(Type.String({ maxLength: 5 })),
});

/** Which services apply and why; the person may leave some out. */
export function choicePages(app: FastifyInstance, parts: Parts, guard: Guard): void {
  const { api } = parts;
  const address = "/journeys/:id/services";
  app.get(
    address,
    { schema: { hide: true, querystring: query } },
    guard((request, { view }, reply) => {
      // the situation comes first: nothing is offered before it is known
      if (view.open?.at === "page" && view.open.service === null) return seeOther(reply, openAddress(view));
      return choicePage(parts, request, view);
    }),
  );
  app.post(
    address,
    hidden,
    guard(async (request, { view, session: { subject } }, reply) => {
      const { service = [] } = (request.body ?? {}) as { service?: unknown };
      const services = [service].flat().filter((one): one is string => typeof one === "string");
      const known = view.parts.filter((one) => one.applies && !one.besides && services.includes(one.service));
      if (known.length === 0) return seeOther(reply, `${addressOf(view.id)}/services?missing=1`);
      await api.choose({ id: view.id, subject, services: known.map((one) => one.service) });
      return seeOther(reply, openAddress(await api.view({ id: view.id, subject })));
    }),
  );
}

function choicePage(parts: Parts, request: FastifyRequest, view: Journey): View {
  const { services, names } = parts;
  const { t, lang } = request;
  const ui = uiOf(request);
  const { missing, declined } = request.query as { missing?: string; declined?: string };
  const name = (service: string): string => services.text(lang, service, "name");
  const agency = (service: string): string => names.agency(lang, services.find(service)?.agency ?? "");
  const offered = view.parts.filter((one) => one.applies && !one.besides);
  const others = view.parts.filter((one) => one.applies && one.besides);
  const rest = view.parts.filter((one) => !one.applies);
  const problem = missing === undefined ? undefined : t("journeys.choice.missing");
  const boxes = ui.checkboxes({
    ...{ name: "service", idPrefix: "service" },
    ...(problem ? { errorMessage: { text: problem } } : {}),
    fieldset: { legend: { text: t("journeys.choice.legend"), classes: "tr-fieldset__legend--m" } },
    items: offered.map(({ service, leftOut, after }) => {
      const later = after.length > 0 && t("journeys.choice.after", { services: after.map(name).join(t("web.comma")) });
      return {
        ...{ value: service, text: name(service), checked: !leftOut },
        hint: {
          html: html`${agency(service)}<br>${whyText(parts, lang, view.event, service)}${later && html`<br>${later}`}`,
        },
      };
    }),
  });
  const before = view.pages.filter(({ service }) => service === null).at(-1);
  const form = html`<form method="post" action="${addressOf(view.id)}/services" novalidate>${boxes}
    ${button({ text: t("web.form.continue") })}</form>`;
  const title = t("journeys.choice.title");
  const content = html`${before && ui.backLink({ href: pageAddress(view.id, before) })}
    ${problem && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: problem, href: "#service" }] })}
    ${
      declined !== undefined &&
      html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${t("journeys.declined.title")}</h2><p>${t("journeys.declined.how")}</p></div>`
    }
    <h1>${title}</h1><p class="tr-lead">${t("journeys.choice.lead")}</p>
    ${offered.length > 0 ? form : html`<p>${t("journeys.choice.none")}</p>`}
    <div class="tr-after-form">${
      others.length > 0 &&
      html`<h2>${t("journeys.choice.others")}</h2><ul class="tr-list tr-list--bullet">${others.map(
        ({ service }) =>
          html`<li>${name(service)}<br><span class="tr-hint">${whyText(parts, lang, view.event, service)}</span></li>`,
      )}</ul>`
    }
    ${
      rest.length > 0 &&
      html`<h2>${t("journeys.choice.rest")}</h2><p>${t("journeys.choice.rest-how")}</p><ul class="tr-list tr-list--bullet">${rest.map(
        ({ service }) => html`<li><a class="tr-link" href="/services/${service}">${name(service)}</a></li>`,
      )}</ul>`
    }</div>`;
  return {
    title: problem ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content,
    path: pathOfEvent(parts, request, view.event),
  };
}
