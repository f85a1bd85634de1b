import { button, formatMoney, summaryList } from "@troad/design";
import { type Field, holds } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { answerText, cardProof, cardSignIn, hidden, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Journey, JourneyPage } from "../api.ts";
import { needsConsent, readsByAgency } from "./consent.ts";
import type { Guard } from "./guard.ts";
import { addressOf, chosenOf, type JourneyPages, openAddress, pageAddress, pathOfEvent } from "./parts.ts";
import { textOf } from "./question.ts";

type Parts = Pick<JourneyPages, "ctx" | "events" | "services" | "names" | "banks" | "places" | "api" | "site">;
const query = Type.Object({ missing: Type.Optional(Type.String({ maxLength: 5 })) });

/** All answers, every read by agency, and one submission for all. */
export function checkPages(app: FastifyInstance, parts: Parts, guard: Guard): void {
  const { api } = parts;
  const address = "/journeys/:id/check";
  app.get(
    address,
    { schema: { hide: true, querystring: query } },
    guard((request, { view, session }, reply) =>
      view.open?.at === "check" ? checkPage(parts, request, view, session) : seeOther(reply, openAddress(view)),
    ),
  );
  app.post(
    address,
    hidden,
    guard(
      async (request, { view, session: { subject, proof } }, reply) => {
        const { agree } = (request.body ?? {}) as { agree?: unknown };
        const isAsked = needsConsent(parts, view);
        if (isAsked && agree === "no") return seeOther(reply, `${addressOf(view.id)}/services?declined=1`);
        if (isAsked && agree !== "yes") return seeOther(reply, `${addressOf(view.id)}/check?missing=1`);
        if (view.open?.at !== "check") return seeOther(reply, openAddress(view));
        // a second click of the same button is the same submission
        await api.submit({ id: view.id, subject, proof, agreed: true });
        return seeOther(reply, addressOf(view.id));
      },
      (request) => `${addressOf((request.params as { id: string }).id)}/check`,
    ),
  );
}

function checkPage(parts: Parts, request: FastifyRequest, view: Journey, session: Session): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const title = t("journeys.check.title");
  const isMissing = (request.query as { missing?: string }).missing !== undefined;
  const problem = isMissing ? t("cases.consent.missing") : undefined;
  const isAsked = needsConsent(parts, view);
  const agree = ui.radios({
    ...{ name: "agree", idPrefix: "agree" },
    ...(problem ? { errorMessage: { text: problem } } : {}),
    fieldset: { legend: { text: t("cases.consent.question"), classes: "tr-fieldset__legend--m" } },
    items: [
      { value: "yes", text: t("cases.consent.agree") },
      { value: "no", text: t("cases.consent.decline"), hint: { text: t("journeys.consent.decline-then") } },
    ],
  });
  const last = view.pages.at(-1)!;
  const chosen = chosenOf(view);
  const list = chosen.map(({ service, after }) => {
    const name = (one: string): string => parts.services.text(lang, one, "name");
    const later = after.length > 0 && t("journeys.choice.after", { services: after.map(name).join(t("web.comma")) });
    return html`<li>${name(service)}${later && html`<br><span class="tr-hint">${later}</span>`}</li>`;
  });
  const content = html`${ui.backLink({ href: last.service === null ? `${addressOf(view.id)}/services` : pageAddress(view.id, last) })}
    ${problem && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: problem, href: "#agree" }] })}
    <h1>${title}</h1>
    <h2>${t("journeys.check.services")}</h2><ul class="tr-list tr-list--bullet">${list}</ul>
    <p><a class="tr-link" href="${addressOf(view.id)}/services">${t("journeys.check.other-services")}</a></p>
    <h2>${t("cases.check.answers")}</h2><p class="tr-hint">${t("journeys.check.counted", view.questions)}</p>
    ${answersOf(parts, request, view)}
    ${readsByAgency(parts, request, view)}
    ${
      askForCard(parts, request, view, session) ??
      html`<form method="post" action="${addressOf(view.id)}/check" novalidate>${isAsked && agree}${button({
        text: t("journeys.check.submit", { count: chosen.length }),
      })}</form>`
    }`;
  return {
    title: isMissing ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content,
    path: pathOfEvent(parts, request, view.event),
  };
}

/** Every question with its answer, below the service for which it is asked first. */
function answersOf(parts: Parts, request: FastifyRequest, view: Journey): Html {
  const { t, lang } = request;
  const groups: { service: string | null; pages: JourneyPage[] }[] = [];
  for (const page of view.pages) {
    const last = groups.at(-1);
    if (last?.service === page.service) last.pages.push(page);
    else groups.push({ service: page.service, pages: [page] });
  }
  return html`${groups.map(({ service, pages }) => {
    const text = textOf(parts, request, view, service);
    const shown = (field: Field, value: unknown): string => {
      const [code = "", number = ""] = field.type === "bank-account" && typeof value === "string" ? value.split("-") : [];
      const bank = parts.banks(lang).find((one) => one.code === code);
      if (bank) return `${code} ${bank.name} ${number}`;
      return answerText(request, field, value, text, (amount) => formatMoney(amount, lang), parts.places);
    };
    const rows = pages.flatMap((page) =>
      page.definition.fields
        .filter(({ showWhen }) => holds(showWhen, page.values))
        .map((field) => ({
          key: { text: text(field.label) },
          value: { text: shown(field, page.values[field.name]) },
          actions: {
            items: [{ href: pageAddress(view.id, page), text: t("web.form.change"), visuallyHiddenText: text(field.label) }],
          },
        })),
    );
    const name = service === null ? t("journeys.check.situation") : parts.services.text(lang, service, "name");
    return html`<h3>${name}</h3>${summaryList({ rows })}`;
  })}`;
}

/** In the place of the button where one of the services takes a card's word only. */
function askForCard({ services, site }: Parts, { t }: FastifyRequest, view: Journey, session: Session): Html | undefined {
  const wanted = chosenOf(view).some(({ service }) => services.find(service)?.proof === "card");
  if (!wanted || session.proof >= cardProof) return undefined;
  const signIn = site.href("portal", "/auth/sign-in") ?? "/auth/sign-in";
  const href = cardSignIn(signIn, `${addressOf(view.id)}/check`);
  return html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${t("cases.proof.title")}</h2>
    <p>${t("cases.proof.why")}</p></div>${button({ text: t("cases.proof.show-card"), href })}`;
}
