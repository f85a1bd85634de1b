import assert from "node:assert/strict";
import { test } from "node:test";
import { type Column, compileColumns, type Facts, isDay, type Value } from "@troad/law";
import type { Rule, RuleExample } from "./rule.ts";
import { rules } from "./rules.ts";
import { topics } from "./topics/index.ts";

const nameOf = ({ law }: Rule, short: string): string =>
  law.inputs.find(({ name }) => name.endsWith(`.${short}`))?.name ?? assert.fail(`no fact ${short}`);
const expectedOf = ({ want }: Rule, comesTo: RuleExample[2]): Readonly<Record<string, Value>> =>
  typeof comesTo === "object" ? comesTo : { [want[0] ?? ""]: comesTo };

for (const rule of rules) {
  const { id, law, examples, optional } = rule;
  const situationOf = (facts: RuleExample[1]): Facts => ({
    ...Object.fromEntries([...optional].map((name) => [name, law.definitions.input(name)?.type === "boolean" ? false : 0])),
    ...Object.fromEntries(Object.entries(facts).map(([short, value]) => [nameOf(rule, short), value])),
  });
  test(`${id}: every example by trace, by columns and by its topic`, () => {
    assert.ok(examples.length > 0, "a rule has a worked example");
    for (const [at, facts, comesTo, origin] of examples) {
      const situation = situationOf(facts);
      for (const [name, value] of Object.entries(expectedOf(rule, comesTo))) {
        assert.equal(law.calculate({ want: [name], situation, at }).values[name], value, `${name} on ${at}: ${origin}`);
        assert.equal(inColumns(rule, name, at, situation), value, `${name} in columns: ${origin}`);
        const answer = topics.get(id)?.({ date: at, ...facts });
        assert.ok(!rule.want.includes(name) || answer?.[name] === value, `${name} as a topic: ${origin}`);
      }
    }
  });
}

/** One case by the loop over columns. */
function inColumns({ law }: Rule, want: string, at: string, situation: Facts): Value | undefined {
  const { inputs, codes, run } = compileColumns(law, { want: [want], at });
  const columns = inputs.map((name): Column => {
    const value = situation[name];
    if (typeof value !== "string") return Float64Array.of(Number(value));
    return Float64Array.of(isDay(value) ? Number(value.replaceAll("-", "")) : codes.indexOf(value));
  });
  const output = new Float64Array(1);
  run(columns, [output], 0, 1);
  const type = law.definitions.variable(want)?.type;
  const [raw = 0] = output;
  if (type === "date") return String(raw).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
  return type === "code" ? codes[raw] : type === "boolean" ? raw === 1 : raw;
}
