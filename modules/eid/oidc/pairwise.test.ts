import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { pairwiseSubject, subjectOfPairwise } from "./pairwise.ts";

test("a person has one subject in a sector and another in every other, and only the secret and the sector open it", () => {
  const person = randomUUID();
  const here = pairwiseSubject("secret", "mol", person);
  assert.equal(here, pairwiseSubject("secret", "mol", person));
  assert.equal(subjectOfPairwise("secret", "mol", here), person);
  for (const [secret, sector] of [
    ["secret", "moe"],
    ["another", "mol"],
  ] as const) {
    assert.notEqual(pairwiseSubject(secret, sector, person), here);
    assert.equal(subjectOfPairwise(secret, sector, here), undefined);
  }
  const altered = `${here[0] === "A" ? "B" : "A"}${here.slice(1)}`;
  assert.equal(subjectOfPairwise("secret", "mol", altered), undefined);
  assert.equal(subjectOfPairwise("secret", "mol", person), undefined);
});

test("a business, which is no person, has a subject that nobody opens", () => {
  const subject = pairwiseSubject("secret", "mol", "business:12345675");
  assert.equal(subject.length, 43);
  assert.equal(subjectOfPairwise("secret", "mol", subject), undefined);
});
