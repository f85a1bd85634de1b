import { button, emptyState, formatDate, tag, time } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { isUuid, type ModuleContext, seeOther } from "@troad/kernel";
import { askedPage, hidden, type OwnError, older, ownForm, pageQuery, pageSize, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { DataUse } from "../api.ts";
import type { Question, QuestionKind, Questions } from "../questions/service.ts";
import type { MyDataPages } from "./parts.ts";

export const questionsPath = "/my-data/questions";
export type QuestionParts = Pick<MyDataPages, "site" | "names" | "nationalId"> & {
  useOf(person: { subject: string; nationalId: string | null }, address: string): Promise<DataUse>;
  questions: Questions;
  ctx: Pick<ModuleContext, "texts" | "clock" | "ids">;
};
const fields: Field[] = [
  {
    ...{ type: "choice", name: "kind", label: "mydata.question.kind" },
    options: [
      { value: "ask", label: "mydata.question.kind.ask" },
      { value: "complain", label: "mydata.question.kind.complain" },
    ],
  },
  { type: "text", name: "body", label: "mydata.question.body", hint: "mydata.question.hint", maxLength: 1_000 },
];
type Shown = { values: Record<string, unknown>; errors: readonly OwnError[]; key?: string };

/** What a person asks or complains about a use of their data, and what came of it. */
export function questionPages(app: FastifyInstance, parts: QuestionParts): void {
  const { site, nationalId, questions, ctx } = parts;
  const useOf = async (request: FastifyRequest, subject: string): Promise<DataUse> => {
    const { id } = request.params as { id: string };
    return parts.useOf({ subject, nationalId: await nationalId(request) }, id);
  };
  app.get(
    questionsPath,
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["citizen"], async (request, { subject }) => {
      const { t } = request;
      const found = await questions.of(subject, askedPage(request, "uuid"));
      const title = t("mydata.question.mine");
      const lines = found.slice(0, pageSize).map((one) => questionLine(parts, request, one));
      const list =
        lines.length === 0
          ? emptyState({ title: t("mydata.question.none"), body: { text: t("mydata.question.none-why") } })
          : html`<ul class="tr-lines">${lines}</ul>`;
      return {
        title,
        content: html`<h1>${title}</h1>${list}${older(request, found, ({ id }) => id)}`,
        path: [{ href: "/my-data", text: t("mydata.uses.title") }],
      };
    }),
  );
  app.get(
    "/my-data/:id/ask",
    hidden,
    site.signedIn(["citizen"], async (request, { subject }) =>
      askPage(parts, request, await useOf(request, subject), { values: {}, errors: [] }),
    ),
  );
  app.post(
    "/my-data/:id/ask",
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        const use = await useOf(request, subject);
        const body = (request.body ?? {}) as Record<string, unknown>;
        const key = typeof body.key === "string" && isUuid(body.key) ? body.key : ctx.ids.opaque();
        const parsed = ownForm(ctx, fields).parse(body);
        if ("errors" in parsed)
          return { ...askPage(parts, request, use, { values: body, errors: parsed.errors, key }), status: 422, isError: true };
        const { kind, body: text } = parsed.values as { kind: QuestionKind; body: string };
        await questions.ask({ subject, key, use, kind, body: text });
        return seeOther(reply, questionsPath);
      },
      { returnTo: (request) => `/my-data/${encodeURIComponent((request.params as { id: string }).id)}/ask` },
    ),
  );
}

function askPage({ ctx, names }: QuestionParts, request: FastifyRequest, use: DataUse, { values, errors, key }: Shown): View {
  const { t, lang } = request;
  const title = t("mydata.question.title");
  const form = ownForm(ctx, fields).html(request, { values, errors });
  const address = `/my-data/${encodeURIComponent(use.address)}`;
  const about = t("mydata.question.about", {
    consumer: names.agency(lang, use.consumer),
    set: names.dataSet(lang, use.provider),
    day: formatDate(use.at, { lang }),
  });
  return {
    title: errors.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    path: [
      { href: "/my-data", text: t("mydata.uses.title") },
      { href: address, text: t("mydata.proof.title") },
    ],
    content: html`${form.summary}<h1>${title}</h1><p class="tr-lead">${about}</p><p>${t("mydata.question.when")}</p>
      <form method="post" action="${address}/ask" novalidate><input type="hidden" name="key" value="${key ?? ctx.ids.opaque()}">
      ${form.fields}${button({ text: t("mydata.question.send"), preventDoubleClick: true })}</form>`,
  };
}

/** Where a question stands: answered, waiting until a day, or late. */
export function standing({ questions }: Pick<QuestionParts, "questions">, { t, lang }: FastifyRequest, one: Question): Html {
  if (one.answer !== null) return tag({ text: t("mydata.question.answered"), classes: "tr-tag--green" });
  const due = t("mydata.question.due", { day: formatDate(one.due_on, { lang }) });
  return questions.isLate(one) ? html`${due} ${tag({ text: t("mydata.question.late"), classes: "tr-tag--red" })}` : html`${due}`;
}

function questionLine(parts: QuestionParts, request: FastifyRequest, one: Question): Html {
  const { t, lang } = request;
  const consumer = parts.names.agency(lang, one.consumer);
  const answered =
    one.answered_at && html`<p>${t("mydata.question.reply")} ${time(one.answered_at, { lang })}<br>${one.answer}</p>`;
  return html`<li class="tr-lines__item"><p><a class="tr-link" href="/my-data/${encodeURIComponent(one.address)}">
    ${t(`mydata.question.to.${one.kind}`, { consumer })}</a> ${standing(parts, request, one)}</p><p>${one.body}</p>${answered}</li>`;
}
