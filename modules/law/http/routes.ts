import type { FastifyInstance } from "fastify";
import Type, { type Static } from "typebox";
import { filled, resultsOf, told, tracesOf } from "../domain/calculate.ts";
import { describeParameter, describeVariable, parameterList, variableList } from "../domain/describe.ts";
import { entities } from "../domain/names.ts";

const name = Type.String({ minLength: 1, maxLength: 100 });
// Of any type: a schema that names several would turn null, which asks, into a text.
const value = Type.Unknown();
const record = <T extends Parameters<typeof Type.Record>[1]>(of: T, maxProperties: number) =>
  Type.Record(name, of, { maxProperties });
const situation = record(record(record(record(value, 20), 200), 100), 20);
const byName = Type.Object({ name });

/** What the law refuses is told in the reader's language. */
function inWords<T>(lang: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw told(error, lang);
  }
}

/** OpenFisca's web API below /law. */
export function routes(app: FastifyInstance): void {
  app.post<{ Body: Static<typeof situation> }>("/law/calculate", { schema: { body: situation } }, async ({ body, lang }) =>
    filled(
      body,
      inWords(lang, () => resultsOf(body)),
    ),
  );
  app.post<{ Body: Static<typeof situation> }>("/law/trace", { schema: { body: situation } }, async ({ body, lang }) =>
    tracesOf(
      body,
      inWords(lang, () => resultsOf(body)),
    ),
  );
  app.get("/law/entities", async () => entities());
  app.get("/law/variables", async () => variableList());
  app.get("/law/parameters", async () => parameterList());
  app.get<{ Params: Static<typeof byName> }>("/law/variable/:name", { schema: { params: byName } }, async ({ params }) =>
    describeVariable(params.name),
  );
  app.get<{ Params: Static<typeof byName> }>("/law/parameter/:name", { schema: { params: byName } }, async ({ params }) =>
    describeParameter(params.name),
  );
  app.get("/law/spec", async () => spec);
}

const json = (summary: string) => ({
  summary,
  responses: { 200: { description: "as JSON", content: { "application/json": {} } } },
});
const asking = (summary: string) => ({
  ...json(summary),
  requestBody: { required: true, content: { "application/json": { schema: situation } } },
});
const spec = {
  openapi: "3.1.0",
  info: { title: "Law of Taiwan", version: "1", description: "In the shape of OpenFisca's web API" },
  paths: {
    "/law/calculate": { post: asking("Fills in every null of a situation") },
    "/law/trace": { post: asking("How every null of a situation comes about") },
    "/law/entities": { get: json("Entities") },
    "/law/variables": { get: json("Variables") },
    "/law/variable/{name}": { get: json("One variable with its formulas") },
    "/law/parameters": { get: json("Parameters") },
    "/law/parameter/{name}": { get: json("One parameter with its values in time") },
  },
};
