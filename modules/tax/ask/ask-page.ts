import { type FullAnswer, figureText, inputOf, longestQuestion, readFacts } from "@troad/ask";
import { laws } from "@troad/content-law";
import { button, searchForm, section, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type Facts, LawError } from "@troad/law";
import { fieldHtml, todayOf, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { ask as questionOf } from "../domain/calculator.ts";
import { formTextIn, lawLang, local } from "../pages/words.ts";
import type { PageFile, Tax } from "../tax.ts";

const mostFacts = 20;
/** A fact that was answered stands in the address under this prefix and its name. */
const prefix = "f.";

/** Questions in everyday words: the answer, then the one fact that is still missing. Everything is in the address, nothing is kept. */
export const askPages: PageFile = (app, tax) => {
  app.get(
    "/tax/ask",
    { schema: { hide: true } },
    tax.site.open(async (request) => {
      const text = textOf(request, "q");
      if (text === "") return { title: request.t("tax.ask.title"), content: start(request) };
      const { facts, typed, fault } = factsOf(request);
      const answer = tax.ask().answer({ text, lang: lawLang(request.lang), facts, at: todayOf(tax) });
      return answered(tax, request, { text, answer, typed, fault });
    }),
  );
};

/** The box that stands on every page about a tax. */
export const askBox = (request: FastifyRequest, value = ""): Html =>
  searchForm({
    action: "/tax/ask",
    name: "q",
    id: "ask",
    value,
    label: request.t("tax.ask.label"),
    button: request.t("tax.ask.button"),
    hint: request.t("tax.ask.hint"),
  });

const start = (request: FastifyRequest): Html =>
  html`<h1>${request.t("tax.ask.title")}</h1><p class="tr-lead">${request.t("tax.ask.lead")}</p>${askBox(request)}`;

type Answered = { text: string; answer: FullAnswer; typed: Readonly<Record<string, string>>; fault: Fault | undefined };
type Fault = { fact: string; value: string; text: string };

function answered(tax: Tax, request: FastifyRequest, { text, answer, typed, fault }: Answered): View {
  const { t } = request;
  const title = t("tax.ask.title");
  const content = html`<h1>${title}</h1>
    ${fault && uiOf(request).errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: fault.text, href: "#value" }] })}
    <p class="tax-said"><span class="tr-visually-hidden">${t("tax.ask.you")}</span>${text}</p>
    ${answer.refused ? html`<div class="tax-answer" id="answer"><p>${answer.text}</p></div>` : reply(request, answer)}
    ${answer.refused && elsewhere(tax, request)}${nextFact(request, text, { answer, typed, fault })}
    ${section({ title: { text: t("tax.ask.again") }, content: askBox(request) })}`;
  return { title, content, isError: fault !== undefined, ...(fault ? { status: 422 } : {}) };
}

function reply(request: FastifyRequest, { text, figures, articles, href }: FullAnswer): Html {
  const { t } = request;
  const lang = lawLang(request.lang);
  const rows = figures.map((figure) => ({
    key: { text: local(figure.label, request.lang) },
    value: {
      text: `${figureText(figure, lang).slice(figure.label[lang].length + (lang === "en" ? 2 : 1))}${doubt(request, figure.amount.certainty)}`,
    },
  }));
  return html`<div class="tax-answer" id="answer">${text.split("\n").map((line) => html`<p>${line}</p>`)}
    ${rows.length > 0 && summaryList({ rows })}
    <h2 class="tr-heading-s">${t("tax.ask.law")}</h2><ul class="tr-list">${articles.map(
      ({ law, article, url }) => html`<li><a class="tr-link" href="${url}">${t("tax.ask.article", { law, article })}</a></li>`,
    )}</ul>
    ${href !== null && html`<p><a class="tr-link" href="${href}">${t("tax.ask.calculate")}</a></p>`}</div>`;
}

const doubt = ({ t }: FastifyRequest, certainty: string): string =>
  certainty === "C" || certainty === "D" ? ` (${t(`tax.certainty.${certainty}`)})` : "";

/** Whom to ask instead: the bureau's own service, and the page of contacts. The question does not go along: nothing is kept before it is sent. */
function elsewhere(tax: Tax, { t }: FastifyRequest): Html | undefined {
  const links = [
    ...tax.bureau.map((service) => ({ href: tax.site.href("portal", `/services/${service}`), text: t("tax.ask.bureau") })),
    { href: tax.site.href("portal", "/contact"), text: t("tax.ask.contact") },
  ].flatMap(({ href, text }) => (href === undefined ? [] : [html`<p><a class="tr-link" href="${href}">${text}</a></p>`]));
  return links.length === 0 ? undefined : html`${links}`;
}

/** The next fact as a form of one question; what was asked and answered before goes along. */
function nextFact(
  request: FastifyRequest,
  text: string,
  { answer, typed, fault }: Pick<Answered, "answer" | "typed" | "fault">,
): Html | undefined {
  const fact = fault?.fact ?? answer.missing[0]?.fact;
  const law = fact === undefined ? undefined : [...laws.values()].find(({ definitions }) => definitions.input(fact));
  if (fact === undefined || !law) return undefined;
  const { t, lang } = request;
  const { field } = questionOf(law, fact, { name: "value" });
  const before = Object.entries(typed).filter(([name]) => name !== fact);
  return html`<form method="get" action="/tax/ask" class="tax-next"><input type="hidden" name="q" value="${text}">
    <input type="hidden" name="fact" value="${fact}">
    ${before.map(([name, value]) => html`<input type="hidden" name="${prefix}${name}" value="${value}">`)}
    ${fieldHtml(request, {
      field,
      values: fault ? { value: fault.value } : {},
      error: fault?.text,
      text: (key) => formTextIn({ law, sources: [] }, lang, t, key),
    })}${button({ text: t("web.form.continue") })}</form>`;
}

/** The facts in an address; one that does not hold is told at its field and counts as not given. */
function factsOf(request: FastifyRequest): { facts: Facts; typed: Record<string, string>; fault: Fault | undefined } {
  const given = Object.entries(request.query as Record<string, unknown>)
    .filter(([name, value]) => name.startsWith(prefix) && typeof value === "string")
    .slice(0, mostFacts)
    .map(([name, value]) => [name.slice(prefix.length), String(value).slice(0, 40)] as const);
  const fact = textOf(request, "fact");
  const value = textOf(request, "value");
  const all = fact !== "" && inputOf(laws, fact) ? [...given, [fact, value] as const] : given;
  const facts: Record<string, Facts[string]> = {};
  const typed: Record<string, string> = {};
  let fault: Fault | undefined;
  for (const [name, text] of all)
    try {
      Object.assign(facts, readFacts(laws, { [name]: text }));
      typed[name] = text;
    } catch (error) {
      if (!(error instanceof LawError)) throw error;
      if (inputOf(laws, name))
        fault = { fact: name, value: text, text: request.t("tax.ask.fault", { text: local(error.text, request.lang) }) };
    }
  return { facts, typed, fault };
}

const textOf = (request: FastifyRequest, name: string): string => {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === "string" ? value.trim().slice(0, longestQuestion) : "";
};
