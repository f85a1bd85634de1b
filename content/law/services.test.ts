import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import {
  type Answers,
  answersBefore,
  checkAgainstLaw,
  complete,
  lifeEventSchema,
  loadService,
  nextPage,
  parsePage,
  recordOf,
  type Service,
  serviceSchema,
  situationOf,
  statementsOf,
} from "@troad/forms";
import type { Facts } from "@troad/law";
import { Compile } from "typebox/compile";
import { laws } from "./index.ts";

const content = path.join(import.meta.dirname, "..");
const read = (...parts: string[]): unknown => JSON.parse(fs.readFileSync(path.join(content, ...parts), "utf8"));
const folders = (kind: string) => fs.readdirSync(path.join(content, kind)).sort();
type Walk = {
  id: string;
  at: string;
  answers: Record<string, Record<string, unknown>>;
  sources: Record<string, Record<string, unknown> | null>;
  expected: Record<string, unknown>;
};

const checkService = Compile(serviceSchema);

function open(id: string): Service {
  const definition = read("services", id, "service.json");
  if (!checkService.Check(definition)) assert.fail(`${id}: ${JSON.stringify(checkService.Errors(definition)[0])}`);
  const service = loadService(definition);
  checkAgainstLaw(service, laws.get(definition.decision.law) ?? assert.fail(`${id}: there is no law ${definition.decision.law}`));
  return service;
}

/** Fills the form in page by page as a person would, then decides. */
function walk(service: Service, { id, at, answers: sent, sources: found }: Walk) {
  let answers: Answers = {};
  let page: string | null = service.form.pages[0]!.id;
  while (page) {
    const parsed = parsePage(service.form, page, sent[page], { answers: answersBefore(service.form, page, answers), today: at });
    assert.ok("values" in parsed, `${id}, page ${page}: ${JSON.stringify(parsed)}`);
    answers = { ...answers, ...parsed.values };
    page = nextPage(service.form, page, answers);
  }
  assert.ok(complete(service.form, answers, { today: at }), id);
  const sources = Object.fromEntries(
    service.definition.sources.map((source) => [
      source.id,
      recordOf(source, found[source.id] ?? null) ?? assert.fail(`${id}: no ${source.id}`),
    ]),
  );
  const { law, want } = service.definition.decision;
  const result = laws.get(law)!.calculate({ want, situation: situationOf(service, { answers, sources }) as Facts, at });
  assert.deepEqual(result.missing, [], id);
  return { answers, sources, law: result.values };
}

for (const id of folders("services")) {
  test(`${id}: every path that its paths.json names ends as it says`, () => {
    const service = open(id);
    for (const one of read("services", id, "paths.json") as Walk[]) {
      const collected = walk(service, one);
      for (const [name, value] of Object.entries(one.expected))
        assert.deepEqual(collected.law[name], value, `${one.id}: ${name}`);
      if (collected.law[service.definition.decision.grantedWhen] === true)
        assert.equal(statementsOf(service, collected).length, service.definition.certificate.statements.length);
    }
  });

  test(`${id}: an altered path does not end as it says`, () => {
    const service = open(id);
    const granted = (read("services", id, "paths.json") as Walk[]).find(
      ({ expected }) => expected[service.definition.decision.grantedWhen] === true,
    )!;
    const altered = structuredClone(granted);
    for (const record of Object.values(altered.sources))
      for (const field of Object.keys(record ?? {})) if (field === "status") record![field] = "none";
    assert.notDeepEqual(walk(service, altered).law, walk(service, granted).law);
  });

  test(`${id}: every text is there in both languages, and none too many`, () => {
    const { definition } = open(id);
    const law = laws.get(definition.decision.law)!;
    const outcomes = Object.keys(law.definitions.variable(definition.decision.outcome)!.codes);
    const keys = new Set([
      "name",
      "summary",
      "who",
      "need",
      "time",
      "certificate.title",
      "certificate.intro",
      ...outcomes.map((code) => `outcome.${code}`),
    ]);
    for (const page of definition.form.pages) {
      keys.add(page.title);
      for (const field of page.fields) {
        for (const key of [field.label, field.hint]) if (key) keys.add(key);
        if ("options" in field) for (const option of field.options) keys.add(option.label);
      }
    }
    for (const key of listingKeys(id)) keys.add(key);
    for (const source of definition.sources) keys.add(`source.${source.id}`).add(`purpose.${source.id}`);
    for (const { label, from, as } of definition.certificate.statements) {
      keys.add(label);
      if (as !== "code") continue;
      const field = definition.form.pages.flatMap((page) => page.fields).find(({ name }) => from === `answers.${name}`);
      const codes =
        field && "options" in field
          ? field.options.map(({ value }) => value)
          : Object.keys(law.definitions.variable(from.slice(4))?.codes ?? {});
      for (const code of codes) if (code !== "none") keys.add(`${label}.${code}`);
    }
    // what a question says where it is not answered, and the way on paper, may be left to the words that all services have
    const optional = new Set([
      "paper",
      ...definition.form.pages.flatMap(({ fields }) => fields.map(({ name }) => `error.${name}`)),
    ]);
    for (const lang of ["zh-Hant", "en"]) {
      const present = Object.keys(read("services", id, "text", `${lang}.json`) as object).filter((key) => !optional.has(key));
      assert.deepEqual(present.sort(), [...keys].sort(), lang);
    }
  });

  test(`${id}: its agreements cover exactly what it asks of each source`, () => {
    const { definition } = open(id);
    const agreements = read("services", id, "agreements.json") as { id: string; provider: string; fields: string[] }[];
    assert.deepEqual(
      agreements.map(({ id: agreement, provider, fields }) => ({ agreement, provider, fields })),
      definition.sources.map(({ agreement, provider, fields }) => ({ agreement, provider, fields })),
    );
  });

  test(`${id}: it belongs to a life event and asks registers that exist for fields that they have`, () => {
    const { definition } = open(id);
    assert.ok(folders("life-events").includes(definition.lifeEvent));
    for (const { provider, fields, absent } of definition.sources) {
      const register = read("registers", provider.split("/").at(-1)!, "register.json") as { fields: { name: string }[] };
      const names = register.fields.map(({ name }) => name);
      for (const field of [...fields, ...Object.keys(absent ?? {})])
        assert.ok(names.includes(field), `${provider} has no ${field}`);
    }
  });
}

/** Texts that the listing of a service has besides those of its flow. */
function listingKeys(id: string): string[] {
  if (!fs.existsSync(path.join(content, "services", id, "listing.json"))) return [];
  const { dates = [] } = read("services", id, "listing.json") as { dates?: { id: string }[] };
  const { once } = open(id).definition;
  const after = ["next.granted", "next.refused", ...(once ? ["once"] : [])];
  return ["cost", "deadline", "words", ...after, ...dates.map((date) => `date.${date.id}`)];
}

test("life events fit their schema, have their texts and a picture", () => {
  const check = Compile(lifeEventSchema);
  for (const id of folders("life-events")) {
    assert.ok(check.Check(read("life-events", id, "life-event.json")), id);
    assert.ok(fs.existsSync(path.join(content, "life-events", id, "picture.svg")), id);
    for (const lang of ["zh-Hant", "en"])
      assert.deepEqual(Object.keys(read("life-events", id, "text", `${lang}.json`) as object), ["name", "summary"]);
  }
});
