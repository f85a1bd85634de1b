import assert from "node:assert/strict";
import { test } from "node:test";
import { laws } from "@troad/content-law";
import Fastify from "fastify";
import { plurals } from "../domain/names.ts";
import { routes } from "./routes.ts";

const app = Fastify();
routes(app);
const post = async (url: string, payload: object) => app.inject({ method: "POST", url, payload });
const worker = { households: { h: { "income.salary": { "2025": 800_000 }, "income.tax": { "2025": null } } } };

test("a situation comes back with its nulls filled in", async () => {
  const answer = (await post("/law/calculate", worker)).json();
  assert.deepEqual(answer, { households: { h: { "income.salary": { "2025": 800_000 }, "income.tax": { "2025": 17_700 } } } });
});

test("years differ in one question, because each has its own law", async () => {
  const both = {
    households: { h: { "income.salary": { "2021": 800_000, "2025": 800_000 }, "income.tax": { "2021": null, "2025": null } } },
  };
  const { households } = (await post("/law/calculate", both)).json();
  assert.deepEqual(households.h["income.tax"], { "2021": 19_600, "2025": 17_700 });
});

test("a trace names every step with its parameters", async () => {
  const { trace, requestedCalculations } = (await post("/law/trace", worker)).json();
  assert.deepEqual(requestedCalculations, ["income.tax<2025>"]);
  assert.equal(trace["income.ownExemption<2025>"].value, 97_000);
  assert.ok(trace["income.tax<2025>"].dependencies.length > 0);
});

test("every name in the lists leads to its description", async () => {
  for (const list of ["variables", "parameters"])
    for (const { href } of Object.values((await app.inject(`/law/${list}`)).json()) as { href: string }[])
      assert.equal((await app.inject(href)).statusCode, 200, href);
});

const refused: [string, object, number][] = [
  ["a negative salary", { households: { h: { "income.salary": { "2025": -1 }, "income.tax": { "2025": null } } } }, 400],
  ["a year before the law", { households: { h: { "income.tax": { "1999": null } } } }, 400],
  ["a year of the ROC calendar", { households: { h: { "income.tax": { "114": null } } } }, 400],
  ["an unknown variable", { households: { h: { "income.nonsense": { "2025": null } } } }, 404],
  ["an unknown entity", { ghosts: { h: { "income.tax": { "2025": null } } } }, 400],
  [
    "the salary of a spouse whom nobody married",
    { households: { h: { "income.spouseSalary": { "2025": 500_000 }, "income.tax": { "2025": null } } } },
    400,
  ],
  ["a name of the prototype", { households: { h: { constructor: { "2025": null } } } }, 404],
];
for (const [what, question, status] of refused)
  test(`${what} is refused`, async () => {
    assert.equal((await post("/law/calculate", question)).statusCode, status);
  });

test("a refusal is told in the reader's language", async () => {
  const told: [string, RegExp][] = [
    ["zh-Hant", /income\.spouseSalary: 這是配偶的項目，但申報戶沒有配偶/],
    ["en", /income\.spouseSalary: is a spouse's, and the household has none/],
  ];
  for (const [lang, why] of told) {
    const own = Fastify();
    own.decorateRequest("lang", lang);
    own.setErrorHandler((error: { params?: { why?: string } }, _request, reply) => reply.code(400).send(error.params));
    routes(own);
    const payload = { households: { h: { "income.spouseSalary": { "2025": 1 }, "income.tax": { "2025": null } } } };
    assert.match((await own.inject({ method: "POST", url: "/law/calculate", payload })).json().why, why);
  }
});

test("every entity of every law can be named in a situation, and every name stands for one thing", () => {
  const names = [...laws.values()].flatMap((law) => [...law.inputs, ...law.variables]);
  for (const { entity, name } of names) assert.ok(plurals[entity], `${name} is of a ${entity}`);
  assert.equal(new Set(names.map(({ name }) => name)).size, names.length);
});
