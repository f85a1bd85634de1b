import type { FastifyInstance } from "fastify";
import Type, { type Static } from "typebox";
import { filled, resultsOf, type Suppositions, translateLawError } from "../domain/calculate.ts";
import { describeParameter, describeVariable, parameterList, variableList } from "../domain/describe.ts";
import { entities } from "../domain/names.ts";
import { tracesOf } from "../domain/trace.ts";

const name = Type.String({ minLength: 1, maxLength: 100 });
// Untyped: a schema that lists several types would coerce null, which requests a value, to a string.
const value = Type.Unknown();
const record = <T extends Parameters<typeof Type.Record>[1]>(of: T, maxProperties: number) =>
  Type.Record(name, of, { maxProperties });
/** Values by period, or names of members; `domain/situation.ts` decides which. */
const situation = record(record(record(value, 200), 100), 20);
const supposed = Type.Object({
  knownAt: Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" })),
  /** Levels of the consumer price index: `2026:100,2027:101.5`. */
  index: Type.Optional(Type.String({ pattern: "^\\d{4}:\\d{1,6}(\\.\\d{1,6})?(,\\d{4}:\\d{1,6}(\\.\\d{1,6})?){0,49}$" })),
});
type Supposed = Static<typeof supposed>;
type Asking = { Body: Static<typeof situation>; Querystring: Supposed };

const suppositionsOf = ({ knownAt, index }: Supposed): Suppositions => ({
  ...(knownAt ? { knownAt } : {}),
  ...(index ? { index: Object.fromEntries(index.split(",").map((one) => one.split(":") as [string, string])) } : {}),
});
const byName = Type.Object({ name });

/** Errors of the law are given in the reader's language. */
function inWords<T>(lang: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translateLawError(error, lang);
  }
}

/** OpenFisca's web API below /law. */
export function routes(app: FastifyInstance): void {
  const asks = { schema: { body: situation, querystring: supposed } };
  app.post<Asking>("/law/calculate", asks, async ({ body, query, lang }) =>
    inWords(lang, () => filled(body, resultsOf(body, suppositionsOf(query)), lang)),
  );
  app.post<Asking>("/law/trace", asks, async ({ body, query, lang }) =>
    inWords(lang, () => tracesOf(body, resultsOf(body, suppositionsOf(query)), lang, suppositionsOf(query))),
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
  parameters: [
    {
      name: "knownAt",
      in: "query",
      description: "Only what had been made known by this day",
      schema: { type: "string", format: "date" },
    },
    {
      name: "index",
      in: "query",
      description: "Consumer prices by year, as supposed: 2026:100,2027:101.5",
      schema: { type: "string" },
    },
  ],
  requestBody: { required: true, content: { "application/json": { schema: situation } } },
});
const spec = {
  openapi: "3.1.0",
  info: { title: "Law of Taiwan", version: "1", description: "In the shape of OpenFisca's web API" },
  paths: {
    "/law/calculate": {
      post: asking("Fills in every null of a situation; what has no answer stays null and has its reason in `errors`"),
    },
    "/law/trace": { post: asking("How every null of a situation comes about") },
    "/law/entities": { get: json("Entities") },
    "/law/variables": { get: json("Variables") },
    "/law/variable/{name}": { get: json("One variable with its formulas") },
    "/law/parameters": { get: json("Parameters") },
    "/law/parameter/{name}": { get: json("One parameter with its values in time") },
  },
};
