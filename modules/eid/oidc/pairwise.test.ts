import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { pairwiseSubject, subjectNamed, subjectOfPairwise } from "./pairwise.ts";

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

test("a person is named by a subject of the sector, with a hyphen in it or without, and by our own; by no other text", () => {
  const person = randomUUID();
  const subjects = Array.from({ length: 200 }, (_, n) => [`secret ${n}`, pairwiseSubject(`secret ${n}`, "mol", person)] as const);
  assert.ok(subjects.some(([, given]) => given.includes("-")) && subjects.some(([, given]) => !given.includes("-")));
  for (const [secret, given] of subjects) assert.equal(subjectNamed(secret, "mol", given), person, given);
  assert.equal(subjectNamed("secret", undefined, person), person);
  assert.equal(subjectNamed("secret", "mol", person), person);
  assert.equal(subjectNamed("secret", "mol", "A123456789"), undefined);
});
