import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { openQuestionsOf } from "@troad/flow";
import { answersOf, chosenParts, countQuestions } from "../domain/questions.ts";
import { isKnownFact, later, valueFor, waitsFor } from "../domain/values.ts";
import { examples, journeys, walkExample } from "./example.ts";

test("each of the seven life events has an example", () => {
  assert.deepEqual([...journeys.keys()].sort(), [...examples.keys()].sort());
  assert.equal(journeys.size, 7);
});

const counted = fs.readFileSync(path.resolve(import.meta.dirname, "../../../docs/life-events.md"), "utf8");

for (const [id, journey] of journeys) {
  const example = examples.get(id)!;
  const { known, asked } = walkExample(journey, example);
  const chosen = chosenParts(journey, known);
  const around = { journey, known, chosen: new Set(chosen.map(({ service }) => service)) };

  test(`${id}: the parts of the example are those that it has answers for`, () => {
    assert.deepEqual(chosen.map(({ service }) => service).sort(), Object.keys(example.paths).sort());
  });

  test(`${id}: with the answers of one application every form is complete, but for what comes with another part's outcome`, () => {
    for (const part of chosen) {
      const open = openQuestionsOf(part.form, part.step, answersOf(journey, known, part), known.today).flatMap(
        ({ errors }) => errors,
      );
      const notToCome = open.filter(({ field }) => {
        const binding = part.bound.get(field);
        return !binding || valueFor(binding, around) !== later;
      });
      assert.deepEqual(notToCome, [], part.service);
    }
  });

  test(`${id}: no fact is asked twice, and fewer questions are asked than in the forms one by one`, () => {
    assert.equal(new Set(asked).size, asked.length);
    const { together, single } = countQuestions(journey, known);
    assert.ok(together < single, `${together} of ${single}`);
    const later = chosen.filter((part) => waitsFor(part, around.chosen).length > 0).length;
    const line = `| [${id}](../content/life-events/${id}) | ${chosen.length} | ${together} | ${single} | ${later} |`;
    assert.ok(counted.includes(line), `docs/life-events.md has to say: ${line}`);

    for (const fact of journey.facts.values()) {
      const binding = { fact: fact.name };
      const isAsked = Object.hasOwn(known.facts, fact.name);
      if (isKnownFact(binding, around)) assert.ok(!isAsked, `${fact.name} is known and asked`);
    }
  });
}
