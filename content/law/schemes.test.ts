import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { compileColumns } from "@troad/law";
import { laws } from "./index.ts";

const folder = path.join(import.meta.dirname, "..", "schemes");
type Scheme = { law: { name: string; due: string; facts: Record<string, string> }; age?: { input?: string; from: string } };

for (const id of fs.readdirSync(folder))
  test(`${id}: what is due for a month is worked out in columns, from facts that the scheme has`, () => {
    const scheme = JSON.parse(fs.readFileSync(path.join(folder, id, "scheme.json"), "utf8")) as Scheme;
    const columns = compileColumns(laws.get(scheme.law.name)!, { want: [scheme.law.due], at: "2026-12-31" });
    const given = [...Object.keys(scheme.law.facts), scheme.age?.input];
    assert.deepEqual(
      columns.inputs.filter((input) => !given.includes(input)),
      [],
    );
  });

test("every fact that a scheme takes is given by the steps that begin it", () => {
  const services = path.join(folder, "..", "services");
  type Step = { id: string; kind: string; scheme: string; facts: Record<string, unknown> };
  const withSteps = fs.readdirSync(services).filter((id) => fs.existsSync(path.join(services, id, "service.json")));
  for (const service of withSteps) {
    const { steps } = JSON.parse(fs.readFileSync(path.join(services, service, "service.json"), "utf8")) as { steps: Step[] };
    for (const step of steps.filter(({ kind }) => kind === "entitle")) {
      const { law, age } = JSON.parse(fs.readFileSync(path.join(folder, step.scheme, "scheme.json"), "utf8")) as Scheme;
      for (const fact of [...Object.values(law.facts), ...(age ? [age.from] : [])])
        assert.ok(fact in step.facts, `${service} ${step.id}: ${fact}`);
    }
  }
});
