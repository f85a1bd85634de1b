import { type CodedError, kernelFailure, problemOf } from "@troad/kernel";
import { explain } from "@troad/law";
import { todayOf } from "@troad/web";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type, { type Static } from "typebox";
import { type InvalidAnswer, outcomeOf, readAnswers, yearOf } from "../domain/answers.ts";
import type { Calculator } from "../domain/calculator.ts";
import { calculatorOf, calculators } from "../domain/catalogue.ts";
import { fail } from "../domain/failures.ts";
import { formText, invalidAnswerText, lawLang, local, wordOf } from "../pages/words.ts";
import type { PageFile, Tax } from "../tax.ts";

const answers = Type.Record(Type.String({ minLength: 1, maxLength: 60 }), Type.Unknown(), { maxProperties: 60 });
const question = Type.Object({ year: Type.Optional(Type.Integer()), answers }, { additionalProperties: false });
const params = Type.Object({ id: Type.String({ pattern: "^[a-z][a-z-]{0,40}$" }) });
const tags = ["tax"];

/** The same calculations for programs: what can be asked, and an answer with its steps. */
export const calculatorRoutes: PageFile = (app, tax) => {
  app.get("/tax/api/calculators", { schema: { tags, summary: "Every calculation and what it asks" } }, async (request) => ({
    calculators: calculators.map((one) => described(request, one)),
  }));

  app.post<{ Params: Static<typeof params>; Body: Static<typeof question> }>(
    "/tax/api/calculators/:id",
    { schema: { tags, summary: "Works answers out; faults name the field", params, body: question } },
    async (request, reply) => {
      const calculator = calculatorOf(request.params.id);
      if (!calculator) throw kernelFailure("request.not-found");
      const today = todayOf(tax);
      const year = yearOf(calculator, request.body.year, today);
      if (year === undefined)
        throw fail("tax.year-unknown", { first: calculator.years[0] ?? 0, last: calculator.years.at(-1) ?? 0 });
      const reading = readAnswers(calculator, request.body.answers, year, today);
      const refuse = (faults: readonly InvalidAnswer[]) => refused(tax, request, reply, calculator, faults);
      if (reading.faults.length > 0) return refuse(reading.faults);
      if (reading.open) return refuse(required(calculator, reading.open));
      const outcome = outcomeOf(calculator, reading, today);
      if ("code" in outcome) return refuse([outcome]);
      const lang = lawLang(request.lang);
      return {
        year: calculator.years.length > 0 ? year : null,
        answers: reading.answers,
        results: outcome.results.map(({ name, label, type, value }) => ({
          name,
          label: local(label, request.lang),
          type,
          value,
        })),
        explanation: explain(outcome.trace, lang),
        trace: outcome.trace,
      };
    },
  );
};

const described = (request: FastifyRequest, calculator: Calculator) => ({
  id: calculator.id,
  group: calculator.group,
  title: wordOf(request, calculator, "title"),
  years: calculator.years,
  fields: calculator.form.pages.flatMap(({ id, fields }) =>
    fields.map((field) => ({
      name: field.name,
      label: formText(request, calculator, field.label),
      type: field.type,
      optional: field.required === false || calculator.optional.has(id),
      ...("min" in field ? { min: field.min } : {}),
      ...("max" in field ? { max: field.max } : {}),
      ...(field.type === "choice" ? { options: field.options.map(({ value }) => value) } : {}),
    })),
  ),
});

/** Nothing of a page that must be answered was given. */
const required = ({ form }: Calculator, page: string): InvalidAnswer[] =>
  (form.page(page)?.fields ?? []).map(({ name }) => ({ page, field: name, code: "field.required" as const }));

/** RFC 9457 with one entry a field, in the reader's language (an extension member, section 3.2). */
function refused(
  tax: Tax,
  request: FastifyRequest,
  reply: FastifyReply,
  calculator: Calculator,
  faults: readonly InvalidAnswer[],
): FastifyReply {
  const failure: CodedError = fail("tax.answers");
  const errors = faults.map((fault) => ({
    field: fault.field,
    code: fault.code,
    detail: invalidAnswerText(tax, request.lang, calculator, fault),
  }));
  return reply
    .code(failure.status)
    .header("content-type", "application/problem+json")
    .send({ ...problemOf(failure, request.t), errors });
}
