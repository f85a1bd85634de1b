import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { auditLedger, checkSchema, openContent, sql, taipeiDate } from "@troad/kernel";
import { households, people } from "@troad/population";
import { registersApi } from "../api.ts";
import { readRegisters } from "../domain/read-registers.ts";
import { sampler } from "../domain/sample.ts";
import type { SeedProgress } from "../domain/seeding.ts";
import { seedRegisters } from "../seed.ts";
import { mint, openWorld, type World } from "./world.ts";

const content = path.join(import.meta.dirname, "../../../content");

const write = (file: string, value: unknown): void => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(value));
};

/** A city with a register of its own, as an agency would publish it: only files. */
function cityContent(folder: string): void {
  write(path.join(folder, "agencies/city/agency.json"), {
    memberClass: "GOV",
    memberCode: "CITY",
    subsystems: ["SENIORS"],
    kind: "city",
  });
  write(path.join(folder, "agencies/city/text/en.json"), { name: "A city", short: "City" });
  const register = path.join(folder, "registers/village-elders");
  const fields = ["name", "village", "disability", "neighbours"].map((name) => ({ name, type: "text", dataClass: "contact" }));
  write(path.join(register, "register.json"), {
    agency: "city",
    subsystem: "SENIORS",
    service: "elders",
    subjectKey: "nationalId",
    legalBasis: "legalBasis",
    fields,
    openapi: { summary: "Elders" },
  });
  write(path.join(register, "sample.json"), {
    of: "household",
    when: [{ from: "person.relation", in: ["head"] }],
    fields: {
      name: { from: "person.name" },
      village: { from: "household.address.village" },
      disability: { from: "person.disability" },
      neighbours: { each: "household.members", fields: { sex: { from: "member.sex" } } },
    },
  });
  write(path.join(register, "text/en.json"), { name: "Village elders", legalBasis: "By-law 1" });
}

describe("filling the registers", () => {
  let world: World;
  before(async () => {
    world = await openWorld({ people: 500, content: cityContent });
  });
  after(() => world.close());

  const counts = async () =>
    Object.fromEntries((await world.running.use(registersApi).registers()).map(({ id, records }) => [id, records]));
  const today = taipeiDate(new Date());

  test("the first start fills the registers of every agency, each with whom its sample names", async () => {
    const all = [...people({ seed: "t-road", size: 500, today })];
    const heads = all.filter(({ relation }) => relation === "head").length;
    const cards = all.filter(({ age }) => age >= 14).length;
    const population = { seed: "t-road", size: 500, today };
    const families = [...households(population)];
    const sampled = readRegisters(openContent([content])).flatMap(({ id, sample }) =>
      sample ? [[id, families.flatMap(sampler(sample, population)).length] as const] : [],
    );
    // registers that only cases write to are empty; what is assessed has tests of its own
    const filled = Object.entries(await counts()).filter(([id, records]) => records > 0 && id !== "tax-assessment");
    assert.deepEqual(Object.fromEntries(filled), {
      ...{ household: 500, person: 500, "household-unit": heads, "id-card": cards, "village-elders": heads },
      ...Object.fromEntries(sampled),
    });
    const given = new Map(sampled);
    assert.equal(given.get("enrolment"), all.filter(({ schooling }) => schooling).length);
    assert.equal(given.get("vehicle"), all.filter(({ vehicle }) => vehicle).length);
    const rows = await world.running.schemas
      .ofAgency("registers", "moe")
      .rows<{ subject: string; data: { school: string } }>(sql`select subject, data from record where register = 'enrolment'`);
    const school = new Map(all.map(({ nationalId, schooling }) => [nationalId, schooling?.school]));
    assert.ok(rows.every(({ subject, data }) => data.school === school.get(subject)));
  });

  test("an agency and its register need only files: it is filled and it answers", async () => {
    const person = [...people({ seed: "t-road", size: 500, today })].find(({ relation }) => relation === "head")!;
    const moda = await world.seal("GOV/MODA");
    await world.lists.publish("1", moda, []);
    const consent = await mint(moda, world.clock.now(), {
      nationalId: person.nationalId,
      provider: "TWDEMO/GOV/CITY/SENIORS/elders",
      fields: ["name", "village"],
      uri: world.lists.uri("1"),
    });
    const answer = await world.ask({
      agency: "city",
      service: "elders",
      nationalId: person.nationalId,
      fields: ["village", "name"],
      consent,
    });
    assert.deepEqual(answer.body.record, { village: person.address.village, name: person.name });
  });

  test("a person who is not in a register is answered as not found", async () => {
    const moda = await world.seal("GOV/MODA");
    await world.lists.publish("1", moda, []);
    const consent = await mint(moda, world.clock.now(), { nationalId: "A123456789", uri: world.lists.uri("1") });
    const answer = await world.ask({ nationalId: "A123456789", consent });
    assert.deepEqual([answer.status, answer.body], [200, { found: false }]);
  });

  test("the next start fills nothing again, and the audit chains hold", async () => {
    const before = await counts();
    await world.running.stop();
    world.running = await world.start();
    assert.deepEqual(await counts(), before);
    for (const { db } of world.running.schemas.all().filter(({ module }) => module === "registers"))
      assert.deepEqual(
        (await checkSchema({ q: db, schema: db.schema, ledgers: [auditLedger] }, () => new Date().toISOString())).faults,
        [],
      );
  });

  test("the role of a register's service cannot change or remove what is recorded", async () => {
    const db = world.running.schemas.ofAgency("registers", "moi");
    await assert.rejects(db.run(sql`update record set data = '{}'`), /permission denied/);
    await assert.rejects(db.run(sql`delete from consent_use`), /permission denied/);
    await assert.rejects(db.run(sql`select * from registers_moe.record`), /permission denied/);
  });
});

test("a register that was interrupted while being filled is empty, and the next try fills it", async () => {
  const world = await openWorld({ people: 0 });
  try {
    const registers = readRegisters(openContent([content])).filter(({ id }) => id === "low-income");
    const agencyDb = (agency: string) => world.running.schemas.ofAgency("registers", agency);
    const request = {
      registers,
      agencyDb,
      population: { seed: "t-road", size: 25_000, today: "2026-11-22" },
      at: new Date().toISOString(),
    };
    const rows = async () =>
      (await agencyDb("mohw").one<{ n: number }>(
        sql`select (select count(*) from record) + (select count(*) from seeding) as n`,
      ))!.n;
    await assert.rejects(
      seedRegisters(request, ({ people }) => {
        throw new Error(`killed after ${people}`);
      }),
      /killed after 200\d\d/,
    );
    assert.equal(await rows(), 0);
    // two processes at once: one fills, the other waits and finds it filled
    const told: SeedProgress[] = [];
    const fill = () => seedRegisters(request, (progress) => told.push(progress));
    const filled = await Promise.all([fill(), fill()]);
    assert.deepEqual(filled.flat(), ["low-income"]);
    assert.equal(await rows(), 25_001);
    assert.deepEqual(
      told.map(({ people, done }) => [people >= 20_000, done]),
      [
        [true, false],
        [true, true],
      ],
    );
  } finally {
    await world.close();
  }
});

test("a register that contradicts its agency or its sample is refused by name", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "troad-content-"));
  const register = path.join(folder, "registers/village-elders");
  const refused = (file: string, change: (value: Record<string, Record<string, unknown>>) => void, message: RegExp): void => {
    cityContent(folder);
    const value = JSON.parse(fs.readFileSync(path.join(register, file), "utf8")) as Record<string, Record<string, unknown>>;
    change(value);
    write(path.join(register, file), value);
    assert.throws(() => readRegisters(openContent([content, folder])), message);
  };
  try {
    cityContent(folder);
    const ids = readRegisters(openContent([content, folder])).map(({ id }) => id);
    // what other modules serve is none of this one's, and several agencies may each keep one
    const own = fs.readdirSync(path.join(content, "registers")).filter((id) => {
      const described = fs.readFileSync(path.join(content, "registers", id, "register.json"), "utf8");
      return !("served" in (JSON.parse(described) as object));
    });
    assert.deepEqual([...new Set(ids)].toSorted(), [...own, "village-elders"].sort());
    refused("register.json", (value) => Object.assign(value, { agency: "town" }), /village-elders: there is no agency town/);
    refused(
      "register.json",
      (value) => Object.assign(value, { subsystem: "TAX" }),
      /village-elders: agency city has no subsystem TAX/,
    );
    refused(
      "register.json",
      (value) => Object.assign(value, { agency: "moi", subsystem: "REGISTERS", service: "household" }),
      /moi\/household belongs to register household/,
    );
    refused("register.json", (value) => Object.assign(value, { fields: [] }), /register\.json: \/fields/);
    refused(
      "sample.json",
      (value) => Object.assign(value.fields!, { age: { from: "person.age" } }),
      /fills age, which is no field/,
    );
    refused("sample.json", (value) => Object.assign(value, { key: "person.name" }), /names a key if it is no national id/);
    refused("sample.json", (value) => delete value.fields!.name, /does not fill name/);
    refused("sample.json", (value) => Object.assign(value.fields!, { name: { from: "process.env" } }), /sample\.json: \/fields/);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

test("every text of a register exists in both languages, and every code and field has one", () => {
  for (const { id, fields, legalBasis, text } of readRegisters(openContent([content]))) {
    const lists = fields.flatMap((field) => (field.type === "list" ? field.of : []));
    const codes = [...fields, ...lists].flatMap((field) =>
      field.type === "code" ? field.codes!.map((code) => `code.${field.name}.${code}`) : [],
    );
    const keys = new Set([
      "name",
      "description",
      legalBasis,
      ...[...fields, ...lists].map(({ name }) => `field.${name}`),
      ...codes,
    ]);
    // purposes belong to the agreements that stand in the same folder
    const own = (lang: string): string[] => Object.keys(text[lang]!).filter((key) => !key.startsWith("purpose."));
    for (const lang of ["zh-Hant", "en"]) assert.deepEqual(new Set(own(lang)), keys, `${id} ${lang}`);
  }
});
