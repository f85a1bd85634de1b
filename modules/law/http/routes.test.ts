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

test("PolicyEngine/policyengine-app#113: one variable that fails keeps its error and does not take its neighbours down", async () => {
  const vehicles = {
    v: {
      "vehicle.kind": { "2025-12-31": "carPrivate" },
      "vehicle.fuel": { "2025-12-31": "petrol" },
      "vehicle.cc": { "2025-12-31": 1_800 },
      "vehicle.annual": { "2025-12-31": null },
      "vehicle.prorated": { "2025-12-31": null },
    },
  };
  const answer = await post("/law/calculate", { vehicles, ...worker });
  assert.equal(answer.statusCode, 200);
  const { vehicles: filled, households, errors } = answer.json();
  assert.deepEqual(
    [filled.v["vehicle.annual"], filled.v["vehicle.prorated"], households.h["income.tax"]],
    [{ "2025-12-31": 7_120 }, { "2025-12-31": null }, { "2025": 17_700 }],
  );
  assert.equal(errors.length, 1);
  const { detail, missing, ...rest } = errors[0];
  assert.deepEqual(rest, {
    entity: "vehicles",
    id: "v",
    variable: "vehicle.prorated",
    period: "2025-12-31",
    code: "law.unknown-input",
    subject: "vehicle.from",
  });
  assert.match(detail, /First day of use/);
  assert.deepEqual(
    missing.map(({ input }: { input: string }) => input),
    ["vehicle.from", "vehicle.to"],
  );
  const traced = (await post("/law/trace", { vehicles, ...worker })).json();
  assert.equal(traced.errors.length, 1);
  assert.equal(traced.trace["income.tax<2025>"].value, 17_700);
});

test("a fact that cannot be 0 is asked for, not taken to be 0", async () => {
  const parcels = { p: { "lvt.value": { "2025": 5_000_000 }, "lvt.tax": { "2025": null }, "lvt.homeTax": { "2025": null } } };
  const { parcels: filled, errors } = (await post("/law/calculate", { parcels })).json();
  assert.deepEqual([filled.p["lvt.tax"], filled.p["lvt.homeTax"]], [{ "2025": null }, { "2025": 0 }]);
  assert.deepEqual(
    errors.map(({ subject }: { subject: string }) => subject),
    ["lvt.start"],
  );
  assert.equal((await app.inject("/law/variable/lvt.start")).json().defaultValue, null);
  assert.equal((await app.inject("/law/variable/lvt.value")).json().defaultValue, 0);
});

const on = "2025-06-01";
const heir = (born: string) => ({ "heir.born": { ETERNITY: born } });
const family = {
  heirs: { a: heir("1975-01-01"), b: heir("2000-01-01"), c: { ...heir("2010-06-02"), "heir.minorYears": { [on]: null } } },
  estates: {
    e: { spouse: ["a"], descendant: ["b", "c"], "estate.gross": { [on]: 60_000_000 }, "estate.taxOfHeirs": { [on]: null } },
  },
};

test("members are listed by role as in OpenFisca, and a member's own variable is answered too", async () => {
  const { estates, heirs, errors } = (await post("/law/calculate", family)).json();
  assert.equal(errors, undefined);
  assert.equal(heirs.c["heir.minorYears"][on], 4);
  const deductions = 13_330_000 + 5_530_000 + 560_000 * (2 + 4) + 1_380_000;
  assert.equal(estates.e["estate.taxOfHeirs"][on], (60_000_000 - deductions) / 10);
  const { estate } = (await app.inject("/law/entities")).json();
  assert.deepEqual([estate.roles.spouse.max, estate.roles.parent.max, estate.roles.gifts.plural], [1, 2, "gifts"]);
});

test("members are listed by group where they have no role, and a list that is not given is asked for", async () => {
  const gift = (day: string, amount: number) => ({
    "gift.on": { ETERNITY: day },
    "gift.amount": { ETERNITY: amount },
    "gift.occasion": { ETERNITY: "ordinary" },
  });
  const asked = { "gift.taxOfGifts": { "2025": null } };
  const question = {
    gifts: { x: gift("2025-07-01", 2_000_000), y: gift("2025-11-06", 2_000_000) },
    estates: { e: { gifts: ["x", "y"], ...asked } },
  };
  assert.equal((await post("/law/calculate", question)).json().estates.e["gift.taxOfGifts"]["2025"], 156_000);
  const without = await post("/law/calculate", { estates: { e: { ...asked, "gift.ofYear": { "2025": null } } } });
  assert.deepEqual(
    without.json().errors[0].missing.map(({ input }: { input: string }) => input),
    ["gifts"],
  );
});

test("a list of members that names nobody, the same one twice or too many of a role is refused", async () => {
  const status = async (e: object, heirs: object = family.heirs) =>
    (
      await post("/law/calculate", {
        heirs,
        estates: { e: { "estate.gross": { [on]: 1 }, "estate.ofHeirs": { [on]: null }, ...e } },
      })
    ).statusCode;
  const alone = { a: heir("1975-01-01"), b: heir("2000-01-01") };
  assert.equal(await status({ spouse: ["a"], descendant: ["b"] }, alone), 200);
  assert.equal(await status({ spouse: "a" }, alone), 200);
  assert.equal(await status({ spouse: ["z"] }, alone), 400);
  assert.equal(await status({ spouse: ["a"], descendant: ["a"] }, alone), 400);
  assert.equal(await status({ spouse: ["a", "b"] }, alone), 400);
  assert.equal(await status({ spouse: { a: 1 } }, alone), 400);
  assert.equal(await status({ "estate.debts": 3 }, alone), 400);
});

test("many results over many members are refused before they take long", async () => {
  const names = Array.from({ length: 99 }, (_, at) => `g${at}`);
  const gift = {
    "gift.on": { ETERNITY: "2025-07-01" },
    "gift.amount": { ETERNITY: 1 },
    "gift.occasion": { ETERNITY: "ordinary" },
  };
  const gifts = Object.fromEntries(names.map((name) => [name, gift]));
  const estates = (periods: number) => ({
    e: { gifts: names, "gift.sumOfYear": Object.fromEntries(Array.from({ length: periods }, (_, at) => [`${2018 + at}`, null])) },
  });
  assert.equal((await post("/law/calculate", { gifts, estates: estates(10) })).statusCode, 200);
  assert.equal((await post("/law/calculate", { gifts, estates: estates(11) })).statusCode, 400);
});

test("what had been made known by a day is all that a question as of that day uses, and the explanation says so", async () => {
  const debts = {
    d: {
      "late.due": { "2022-02-01": "2022-02-01" },
      "late.paid": { "2022-02-01": "2022-06-01" },
      "late.percent": { "2022-02-01": null },
    },
  };
  const percent = async (url: string) => (await post(url, { debts })).json().debts.d["late.percent"]["2022-02-01"];
  // The act of 2021-12-17 lowered the limit from 15 to 10 from 2022-01-01 on; the old values ended with 2021.
  assert.equal(await percent("/law/calculate"), 10);
  assert.equal((await post("/law/calculate?knownAt=2021-12-16", { debts })).statusCode, 400);
  assert.equal(await percent("/law/calculate?knownAt=2021-12-17"), 10);
  const { explanation } = (await post("/law/trace?knownAt=2021-12-17", { debts })).json();
  assert.match(explanation["d late.percent<2022-02-01>"][0], /made known by 17 December 2021/);
  assert.equal((await post("/law/calculate?knownAt=yesterday", { debts })).statusCode, 400);
});

test("a coming year is answered with the last figures, or by a supposed index", async () => {
  const year = (period: string) => ({
    households: { h: { "income.salary": { [period]: 3_000_000 }, "income.tax": { [period]: null } } },
  });
  const tax = async (url: string, period: string) => (await post(url, year(period))).json().households.h["income.tax"][period];
  assert.equal(await tax("/law/calculate", "2027"), await tax("/law/calculate", "2026"));
  assert.ok((await tax("/law/calculate?index=2026:100,2028:104", "2028")) < (await tax("/law/calculate", "2026")));
  assert.equal((await post("/law/calculate?index=2028:104", year("2028"))).statusCode, 400);
  assert.equal((await post("/law/calculate?index=2028", year("2028"))).statusCode, 400);
  const { trace } = (await post("/law/trace", year("2027"))).json();
  assert.equal(trace["income.tax<2027>"].certainty, "D");
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
