import { button, emptyState, summaryList, time } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, type OwnError, ownForm, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { answeringRole, overseeingRole, type Question } from "../questions/service.ts";
import { type QuestionParts, standing } from "./questions.ts";

export const questionOfficePath = "/work/my-data-questions";
export const questionRoles = [answeringRole, overseeingRole];
type Parts = Omit<QuestionParts, "site"> & { work: Site };
type Shown = { values: Record<string, unknown>; errors: readonly OwnError[] };
const fields: Field[] = [
  { type: "text", name: "body", label: "mydata.question.answer", hint: "mydata.question.answer-hint", maxLength: 2_000 },
];

/** Officers of an agency answer what people ask about its uses of their data; auditors see all. */
export function questionOfficePages(app: FastifyInstance, parts: Parts): void {
  const { work, questions, names, ctx } = parts;
  const idIn = (request: FastifyRequest): string => (request.params as { id: string }).id;
  app.get(
    questionOfficePath,
    hidden,
    work.signedIn(questionRoles, async (request, { roles }) => {
      const { t, lang } = request;
      const title = t("mydata.question.office");
      const found = await questions.to(roles);
      const lines = found.map(
        (one) => html`<li class="tr-lines__item"><p><a class="tr-link" href="${questionOfficePath}/${one.id}">
          ${t(`mydata.question.to.${one.kind}`, { consumer: names.agency(lang, one.consumer) })}</a> ${standing(parts, request, one)}</p></li>`,
      );
      const list =
        lines.length === 0 ? emptyState({ title: t("mydata.question.office-none") }) : html`<ul class="tr-lines">${lines}</ul>`;
      return { title, content: html`<h1>${title}</h1>${list}`, path: [] };
    }),
  );
  app.get(
    `${questionOfficePath}/:id`,
    hidden,
    work.signedIn(questionRoles, async (request, { roles }) =>
      answerPage(parts, request, await questions.find(roles, idIn(request)), { values: {}, errors: [] }),
    ),
  );
  app.post(
    `${questionOfficePath}/:id`,
    hidden,
    work.signedIn(
      questionRoles,
      async (request, session, reply) => {
        const one = await questions.find(session.roles, idIn(request));
        const body = (request.body ?? {}) as Record<string, unknown>;
        const parsed = ownForm(ctx, fields).parse(body);
        if ("errors" in parsed)
          return { ...answerPage(parts, request, one, { values: body, errors: parsed.errors }), status: 422, isError: true };
        await questions.answer(session, one.id, String(parsed.values.body));
        return seeOther(reply, `${questionOfficePath}/${one.id}`);
      },
      { returnTo: (request) => `${questionOfficePath}/${idIn(request)}` },
    ),
  );
}

function answerPage(parts: Parts, request: FastifyRequest, one: Question, { values, errors }: Shown): View {
  const { t, lang } = request;
  const { names, ctx } = parts;
  const row = (key: string, html: Html) => ({ key: { text: t(key) }, value: { html } });
  const title = t(`mydata.question.to.${one.kind}`, { consumer: names.agency(lang, one.consumer) });
  const form = ownForm(ctx, fields).html(request, { values, errors });
  const rows = [
    row("mydata.proof.when", time(one.used_at, { lang })),
    row("mydata.proof.who", html`${names.agency(lang, one.consumer)}`),
    row("mydata.proof.what", html`${names.dataSet(lang, one.provider)}`),
    row("mydata.question.exchange", html`${one.exchange_id}`),
    row("mydata.question.body", html`${one.body}`),
    row("mydata.question.state", standing(parts, request, one)),
    ...(one.answer !== null && one.answered_at !== null
      ? [row("mydata.question.reply", html`${time(one.answered_at, { lang })}<br>${one.answer}`)]
      : []),
  ];
  const send = button({ text: t("mydata.question.answer-send") });
  const doing = html`<form method="post" action="${questionOfficePath}/${one.id}" novalidate>${form.fields}${send}</form>`;
  return {
    title: errors.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    path: [{ href: questionOfficePath, text: t("mydata.question.office") }],
    content: html`${form.summary}<h1>${title}</h1>${summaryList({ rows })}${one.answer === null && doing}`,
  };
}
