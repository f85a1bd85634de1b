import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fieldsOf, type Scheme } from "./scheme.ts";

const content = path.resolve(import.meta.dirname, "..", "..", "..", "content");
const read = <T>(...names: string[]): T => JSON.parse(fs.readFileSync(path.join(content, ...names), "utf8")) as T;
const schemes = fs
  .readdirSync(path.join(content, "schemes"))
  .map((id) => ({ ...read<Scheme>("schemes", id, "scheme.json"), id }));

test("each agency that pays every month is told of deaths, and ends what it pays", () => {
  type Told = { agency: string; steps: { do?: string }[] };
  const ending = fs
    .readdirSync(path.join(content, "subscriptions"))
    .map((id) => read<Told>("subscriptions", id, "subscription.json"))
    .filter(({ steps }) => steps.some((step) => step.do === "end-benefits"))
    .map(({ agency }) => agency);
  for (const { id, agency } of schemes)
    assert.ok(
      ending.includes(agency),
      `schemes/${id}: no subscription of ${agency} ends benefits (content/subscriptions/benefits)`,
    );
});

test("what a scheme reads again is agreed, by law and for the months alone", () => {
  type Agreement = { consumer: string; provider: string; fields: string[]; purpose: string; consentRequired: boolean };
  for (const { id, reads } of schemes) {
    if (!reads) continue;
    const agreed = read<Agreement[]>("schemes", id, "agreements.json").find(({ provider }) => provider === reads.provider);
    assert.ok(agreed, `schemes/${id}: no agreement with ${reads.provider}`);
    assert.ok(agreed.consumer.endsWith(`/${reads.subsystem}`) && !agreed.consentRequired, id);
    assert.deepEqual(agreed.fields.toSorted(), fieldsOf(reads).toSorted(), id);
  }
});
