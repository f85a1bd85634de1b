import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { lifeEventSchema } from "@troad/directory";
import { statementsOf } from "@troad/flow";
import { Compile } from "typebox/compile";
import { languages, openService, pathsOf, textsOf, walkOf } from "../../tests/kit/service-report.ts";

const content = path.join(import.meta.dirname, "..");
const read = (...parts: string[]): unknown => JSON.parse(fs.readFileSync(path.join(content, ...parts), "utf8"));
const folders = (kind: string) => fs.readdirSync(path.join(content, kind)).sort();
/** Services with steps; what is only listed, such as a list of what is due, has none. */
const services = folders("services").filter((id) => fs.existsSync(path.join(content, "services", id, "service.json")));
const folderOf = (id: string): string => path.join(content, "services", id);

type Agreement = {
  id: string;
  consumer: string;
  provider: string;
  fields: string[];
  purpose: string;
  consentRequired: boolean;
  endpoints?: { path: string }[];
};
/** A service that asks nobody over the road has none. */
const agreementsOf = (id: string): Agreement[] =>
  fs.existsSync(path.join(folderOf(id), "agreements.json")) ? (read("services", id, "agreements.json") as Agreement[]) : [];

for (const id of services) {
  test(`${id}: every path that its paths.json names ends as it says`, () => {
    const service = openService(folderOf(id));
    for (const one of pathsOf(folderOf(id))) {
      const { edges, collected } = walkOf(service, one);
      const { flow, definition } = service;
      for (const step of flow.steps)
        if (step.kind === "issue" && edges.some((edge) => edge.startsWith(`${step.id} -`)))
          for (const certificate of step.certificates.map((name) => definition.certificates[name]!))
            assert.equal(statementsOf(certificate, collected).length, certificate.statements.length);
    }
  });

  test(`${id}: a path on which no register knows anything does not end as it says`, () => {
    const service = openService(folderOf(id));
    const { grantedWhen } = service.definition.law ?? {};
    if (grantedWhen === undefined) return;
    const granted = pathsOf(folderOf(id)).find(({ expected }) => expected[grantedWhen] === true)!;
    const altered = structuredClone(granted);
    for (const source of Object.keys(altered.sources)) altered.sources[source] = null;
    walkOf(service, granted);
    assert.throws(() => walkOf(service, altered), { code: "flow.path" });
  });

  test(`${id}: every text is there in both languages, and none too many`, () => {
    const service = openService(folderOf(id));
    const { required, optional } = textsOf(folderOf(id), service);
    for (const lang of languages) {
      const present = Object.keys(read("services", id, "text", `${lang}.json`) as object).filter((key) => !optional.has(key));
      assert.deepEqual(present.sort(), [...required].sort(), lang);
    }
  });

  test(`${id}: its agreements cover exactly what it asks of each source, and what it writes`, () => {
    const { definition, flow } = openService(folderOf(id));
    const agreements = agreementsOf(id);
    const named = (one: Agreement): string[] => (one.endpoints ?? []).map(({ path: of }) => of);
    const writes = (one: Agreement): boolean => named(one).includes("/write");
    const enters = (one: Agreement): boolean => named(one).some((of) => of.startsWith("/enter/"));
    const reports = (one: Agreement): boolean => named(one).some((of) => of.startsWith("/notice/"));
    assert.deepEqual(
      agreements
        .filter((one) => !writes(one) && !enters(one) && !reports(one))
        .map(({ id: agreement, provider, fields }) => ({ agreement, provider, fields })),
      definition.sources.map(({ agreement, provider, fields }) => ({ agreement, provider, fields })),
    );
    const kinds = flow.steps.flatMap((step) =>
      step.kind === "write" && step.entry ? [`${step.register} ${step.entry.kind}`] : [],
    );
    assert.deepEqual(
      agreements
        .filter(enters)
        .flatMap((one) => named(one).map((of) => `${one.provider} ${of}`))
        .sort(),
      [...new Set(kinds)].flatMap((one) => ["check", "enter"].map((door) => one.replace(" ", ` /${door}/`))).sort(),
    );
    const written = new Map<string, Set<string>>();
    for (const step of flow.steps)
      if (step.kind === "write" && !step.entry)
        for (const field of [...Object.keys(step.values), ...Object.keys(step.add ?? {}), ...Object.keys(step.expect ?? {})])
          written.set(step.register, (written.get(step.register) ?? new Set()).add(field));
    assert.deepEqual(
      agreements.filter(writes).map(({ provider, fields }) => [provider, fields.toSorted()]),
      [...written].map(([register, fields]) => [register, [...fields].sort()]),
    );
  });

  test(`${id}: it belongs to a life event and asks registers that exist for fields that they have`, () => {
    const { definition } = openService(folderOf(id));
    assert.ok(folders("life-events").includes(definition.lifeEvent));
    for (const { provider, fields, absent } of definition.sources) {
      const register = read("registers", provider.split("/").at(-1)!, "register.json") as { fields: { name: string }[] };
      const names = register.fields.map(({ name }) => name);
      for (const field of [...fields, ...Object.keys(absent ?? {})])
        assert.ok(names.includes(field), `${provider} has no ${field}`);
    }
  });
}

test("agreements between the same two for different purposes each cover what any of them asks, since a gateway takes the first", () => {
  const all = services.flatMap((id) =>
    agreementsOf(id).map((one) => {
      const doors = (one.endpoints ?? []).map(({ path: of }) => of).sort();
      return { ...one, id, by: `${one.consumer} ${one.provider} ${one.consentRequired} ${doors}` };
    }),
  );
  for (const [by, same] of Map.groupBy(all, (one) => one.by)) {
    const asked = [...new Set(same.flatMap(({ fields }) => fields))].sort();
    if (new Set(same.map(({ purpose }) => purpose)).size > 1)
      for (const { id, fields } of same) assert.deepEqual([...fields].sort(), asked, `${id}: ${by}`);
  }
});

test("who comes to a counter for a step finds one of its agency, whose officers see the day's list", () => {
  type CounterFile = { agency: string; services: string[] };
  const counters = folders("counters").map((id) => read("counters", id, "counter.json") as CounterFile);
  const visits = services.flatMap((id) => {
    const { definition, flow } = openService(folderOf(id));
    return flow.steps.flatMap((step) =>
      step.kind === "visit" && step.counter ? [{ id, agency: definition.agency, role: step.role }] : [],
    );
  });
  assert.ok(visits.length > 0);
  for (const { id, agency, role } of visits) {
    assert.ok(
      counters.some((one) => one.agency === agency && one.services.includes(id)),
      id,
    );
    assert.equal((read("roles", role, "role.json") as { counter?: boolean }).counter, true, role);
  }
});

test("life events fit their schema, have their texts and a picture", () => {
  const check = Compile(lifeEventSchema);
  for (const id of folders("life-events")) {
    assert.ok(check.Check(read("life-events", id, "life-event.json")), id);
    assert.ok(fs.existsSync(path.join(content, "life-events", id, "picture.svg")), id);
    for (const lang of ["zh-Hant", "en"])
      assert.deepEqual(
        Object.keys(read("life-events", id, "text", `${lang}.json`) as object).filter((key) => !/^(ask|why)\./.test(key)),
        ["name", "summary"],
      );
  }
});
