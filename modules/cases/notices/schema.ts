import type { StepOf } from "@troad/flow";
import type { Field } from "@troad/forms";
import type { LoadedService } from "../domain/services.ts";

type Schema = Record<string, unknown>;

/** An answer as JSON: the canonical form in which cases keep it. */
function answerSchema(field: Field): Schema {
  switch (field.type) {
    case "text":
      return { type: "string", maxLength: field.maxLength, ...(field.minLength ? { minLength: field.minLength } : {}) };
    case "integer":
    case "money":
      return { type: "integer", minimum: field.min, maximum: field.max };
    case "date":
      return { type: "string", format: "date" };
    case "choice":
    case "long-choice":
      return { type: "string", enum: field.options.map(({ value }) => value) };
    case "choices":
      return { type: "array", items: { type: "string", enum: field.options.map(({ value }) => value) } };
    case "yes-no":
      return { type: "boolean" };
    case "address":
      return { type: "object", properties: { district: { type: "string" }, line: { type: "string" } } };
    default:
      return { type: "string" };
  }
}

/** The JSON schema (2020-12) of what a notice reports. What a page asks only sometimes is not required here; the form decides it. */
function valuesSchema({ form }: LoadedService, step: StepOf<"notice">): Schema {
  const pages = step.pages.map((id) => form.page(id)!);
  const always = pages.filter(({ showWhen }) => !showWhen).flatMap(({ fields }) => fields);
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(pages.flatMap(({ fields }) => fields.map((field) => [field.name, answerSchema(field)]))),
    required: always.filter(({ required, showWhen }) => required !== false && !showWhen).map(({ name }) => name),
  };
}

/** The OpenAPI 3.1 description of the notices with which other authorities open cases of a service. */
export function noticesOpenApi(service: LoadedService, steps: readonly StepOf<"notice">[], title: string): Schema {
  const person = {
    ...{ type: "object", additionalProperties: false, required: ["nationalId", "name"] },
    properties: { nationalId: { type: "string" }, name: { type: "string", maxLength: 300 } },
  };
  const answer = {
    type: "object",
    properties: { caseId: { type: "string" }, reference: { type: "string" }, at: { type: "string" } },
  };
  const json = (schema: Schema): Schema => ({ content: { "application/json": { schema } } });
  const pathOf = (step: StepOf<"notice">): [string, Schema] => [
    `/notice/${step.id}`,
    {
      post: {
        operationId: step.id,
        requestBody: json({
          ...{ type: "object", additionalProperties: false, required: ["noticeKey", "person", "values"] },
          properties: {
            noticeKey: { type: "string", minLength: 8, maxLength: 200 },
            person,
            values: valuesSchema(service, step),
          },
        }),
        responses: { 200: { description: "The case", ...json(answer) }, default: { description: "RFC 9457" } },
      },
    },
  ];
  return {
    openapi: "3.1.0",
    info: { title, version: String(service.definition.version) },
    paths: Object.fromEntries(steps.map(pathOf)),
  };
}
