import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { lifeEventSchema } from "@troad/directory";
import {
  checkAgainstLaw,
  loadService,
  type Service,
  type ServiceDefinition,
  type ServicePath,
  serviceSchema,
  statementsOf,
  textKeys,
  walkPath,
} from "@troad/flow";
import type { Facts } from "@troad/law";
import { Compile } from "typebox/compile";
import { laws } from "./index.ts";

const content = path.join(import.meta.dirname, "..");
const read = (...parts: string[]): unknown => JSON.parse(fs.readFileSync(path.join(content, ...parts), "utf8"));
const folders = (kind: string) => fs.readdirSync(path.join(content, kind)).sort();
const checkService = Compile(serviceSchema);

function open(id: string): Service {
  const definition = read("services", id, "service.json");
  if (!checkService.Check(definition)) assert.fail(`${id}: ${JSON.stringify(checkService.Errors(definition)[0])}`);
  const service = loadService(definition as ServiceDefinition);
  const name = service.definition.law?.name;
  if (name !== undefined) checkAgainstLaw(service, laws.get(name) ?? assert.fail(`${id}: there is no law ${name}`));
  return service;
}

const pathsOf = (id: string) => read("services", id, "paths.json") as ServicePath[];

function walk(service: Service, path: ServicePath) {
  const { law } = service.definition;
  return walkPath(service, path, ({ want, situation, at }) =>
    laws.get(law?.name ?? "")!.calculate({ want: [...want], situation: situation as Facts, at }),
  );
}

for (const id of folders("services")) {
  test(`${id}: every path that its paths.json names ends as it says`, () => {
    const service = open(id);
    for (const one of pathsOf(id)) {
      const { edges, collected } = walk(service, one);
      const { flow, definition } = service;
      for (const step of flow.steps)
        if (step.kind === "issue" && edges.some((edge) => edge.startsWith(`${step.id} -`)))
          for (const certificate of step.certificates.map((name) => definition.certificates[name]!))
            assert.equal(statementsOf(certificate, collected).length, certificate.statements.length);
    }
  });

  test(`${id}: an altered path does not end as it says`, () => {
    const service = open(id);
    const { grantedWhen } = service.definition.law ?? {};
    if (grantedWhen === undefined) return;
    const granted = pathsOf(id).find(({ expected }) => expected[grantedWhen] === true)!;
    const altered = structuredClone(granted);
    for (const record of Object.values(altered.sources))
      for (const field of Object.keys(record ?? {})) if (field === "status") record![field] = "none";
    walk(service, granted);
    assert.throws(() => walk(service, altered), { code: "flow.path" });
  });

  test(`${id}: every text is there in both languages, and none too many`, () => {
    const service = open(id);
    const law = service.definition.law && laws.get(service.definition.law.name);
    const { required, optional } = textKeys(service, (name) => Object.keys(law?.definitions.variable(name)?.codes ?? {}));
    for (const key of listingKeys(id)) required.add(key);
    for (const lang of ["zh-Hant", "en"]) {
      const present = Object.keys(read("services", id, "text", `${lang}.json`) as object).filter((key) => !optional.has(key));
      assert.deepEqual(present.sort(), [...required].sort(), lang);
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
  return ["cost", "deadline", "words", "next.granted", "next.refused", ...dates.map((date) => `date.${date.id}`)];
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
