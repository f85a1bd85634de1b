import { button, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type Names, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { type Body, listIn, textIn } from "./form.ts";
import { type Choices, placeOf, queryOf, type Step, steps, stepsOf } from "./steps.ts";

/** The text of a step's question. */
const questions: Record<Step, string> = {
  subsystem: "subsystem",
  purpose: "purpose",
  legalBasis: "legal-basis",
  fields: "fields",
  endpoints: "endpoints",
  volume: "volume",
  validUntil: "valid-until",
  consent: "consent",
};
const question = (request: FastifyRequest, step: Step): string => request.t(`road.access.${questions[step]}`);

/** The page that an application's address leads to: one question, or the check of all answers. */
export function applyPage(names: Names, request: FastifyRequest, choices: Choices): View {
  const answers = request.query as Body;
  const { step, isWrong } = placeOf(answers, choices);
  const { provider } = choices.service;
  const path = [
    { href: "/catalogue", text: request.t("road.catalogue.title") },
    { href: `/catalogue/service?provider=${encodeURIComponent(provider)}`, text: names.dataSet(request.lang, provider) },
  ];
  return { ...(step === "check" ? checkPage : questionPage)(names, request, choices, answers, step as Step, isWrong), path };
}

type Page = (names: Names, request: FastifyRequest, choices: Choices, answers: Body, step: Step, isWrong: boolean) => View;

const questionPage: Page = (names, request, choices, answers, step, isWrong) => {
  const { t } = request;
  const ui = uiOf(request);
  const { provider } = choices.service;
  const own = stepsOf(choices);
  const before = own[own.indexOf(step) - 1];
  const back = before
    ? `/access/apply?${queryOf(provider, answers, { change: before })}`
    : `/catalogue/service?provider=${encodeURIComponent(provider)}`;
  const problem = t(`road.access.needed.${questions[step]}`);
  const kept = steps.filter((one) => one !== step).flatMap((one) => listIn(answers, one).map((value) => hidden(one, value)));
  const title = question(request, step);
  const applied = t("road.access.apply-for", { name: names.dataSet(request.lang, provider) });
  const content = html`${ui.backLink({ href: back })}
    ${isWrong && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: problem, href: `#${step}` }] })}
    <p class="tr-hint">${applied}${t("web.comma")}${t("web.form.step", { at: own.indexOf(step) + 1, of: own.length + 1 })}</p>
    <form method="get" action="/access/apply" novalidate>${hidden("provider", provider)}${hidden("at", step)}${kept}
    ${answers.checked === "yes" && hidden("checked", "yes")}
    ${control(names, request, choices, step, answers, isWrong ? problem : undefined)}${button({ text: t("web.form.continue") })}</form>`;
  return isWrong ? { title: `${t("web.form.error-word")}${t("web.colon")}${title}`, content, status: 422 } : { title, content };
};

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;

/** The question of a step as the heading of its page. */
function control(
  names: Names,
  request: FastifyRequest,
  { service, subsystems, endpoints }: Choices,
  step: Step,
  answers: Body,
  problem: string | undefined,
): Html {
  const { t, lang } = request;
  const ui = uiOf(request);
  const text = question(request, step);
  const common = { name: step, ...(problem ? { errorMessage: { text: problem } } : {}) };
  const label = { text, classes: "tr-label--l", isPageHeading: true };
  const fieldset = { legend: { text, classes: "tr-fieldset__legend--l", isPageHeading: true } };
  const given = listIn(answers, step);
  const choice = (value: string, shown: string, hint?: string) => ({
    value,
    text: shown,
    checked: given.includes(value),
    ...(hint ? { hint: { text: hint } } : {}),
  });
  const hint = (key: string) => ({ hint: { text: t(`road.access.${key}`) } });
  switch (step) {
    case "subsystem":
      return ui.radios({ ...common, idPrefix: step, fieldset, items: subsystems.map((code) => choice(code, code)) });
    case "purpose":
    case "legalBasis":
      return ui.textarea({ ...common, id: step, label, value: textIn(answers, step), ...hint(`${questions[step]}-hint`) });
    case "fields":
      return ui.checkboxes({
        ...common,
        idPrefix: step,
        fieldset,
        ...hint("fields-hint"),
        items: service.fields.map(({ name }) => choice(name, names.field(lang, service.provider, name))),
      });
    case "endpoints":
      return ui.checkboxes({
        ...common,
        idPrefix: step,
        fieldset,
        ...hint("endpoints-hint"),
        items: endpoints.map(({ method, path, summary }) => choice(`${method} ${path}`, `${method} ${path}`, summary)),
      });
    case "volume":
      return ui.input({
        ...common,
        id: step,
        label,
        value: textIn(answers, step),
        inputmode: "numeric",
        classes: "tr-input--width-10",
      });
    case "validUntil":
      return ui.input({
        ...common,
        id: step,
        label,
        value: textIn(answers, step),
        ...hint("date-hint"),
        classes: "tr-input--width-10",
      });
    case "consent":
      return ui.radios({
        ...common,
        idPrefix: step,
        fieldset,
        items: [choice("yes", t("road.access.consent-needed")), choice("no", t("road.access.consent-not"))],
      });
  }
}

const checkPage: Page = (names, request, choices, answers) => {
  const { t } = request;
  const { provider } = choices.service;
  const own = stepsOf(choices);
  const rows = own.map((step) => ({
    key: { text: question(request, step) },
    value: { text: answerText(names, request, choices, step, answers) },
    actions: {
      items: [
        {
          href: `/access/apply?${queryOf(provider, answers, { change: step, checked: "yes" })}`,
          text: t("web.form.change"),
          visuallyHiddenText: question(request, step),
        },
      ],
    },
  }));
  const all = own.flatMap((step) => listIn(answers, step).map((value) => hidden(step, value)));
  const title = t("road.access.check");
  const content = html`${uiOf(request).backLink({ href: `/access/apply?${queryOf(provider, answers, { change: own.at(-1)! })}` })}
    <h1>${title}</h1>${summaryList({ rows })}
    <form method="post" action="/access/apply">${hidden("provider", provider)}${all}${button({ text: t("road.access.hand-in") })}</form>`;
  return { title, content };
};

function answerText(names: Names, request: FastifyRequest, { service }: Choices, step: Step, answers: Body): string {
  const { t, lang } = request;
  const given = listIn(answers, step).filter((one) => one.trim() !== "");
  if (step === "fields") return names.fields(lang, service.provider, given);
  if (step === "endpoints") return given.join(t("web.comma")) || t("road.access.whole-service");
  if (step === "validUntil") return given[0] ?? t("road.access.no-end");
  if (step === "consent") return t(given[0] === "yes" ? "road.access.consent-needed" : "road.access.consent-not");
  return given.join(t("web.comma"));
}
