import assert from "node:assert/strict";
import { test } from "node:test";
import { claimsOf, sampleLot } from "./claims.ts";

type Step = Parameters<typeof claimsOf>[0];
const step = {
  ...{ id: "match", kind: "match", claims: ["answers.children.id"], within: ["answers.year"], next: {} },
  released: { value: "answers.keeps", is: "release" },
} as unknown as Step;
const read =
  (values: Record<string, unknown>) =>
  (reference: string): unknown =>
    values[reference];

test("the same person in the same year is the same claim, in another year another", () => {
  const claim = (year: string) =>
    claimsOf(step, "return", read({ "answers.children.id": ["A"], "answers.year": year }))
      .claims.keys()
      .next().value;
  assert.equal(claim("2025"), claim("2025"));
  assert.notEqual(claim("2025"), claim("2024"));
});

test("what is given up is claimed no more, and stays given up", () => {
  const disputed = { "answers.children.id": ["A", "B"], "answers.year": "2025", "written.match.disputed": ["A"] };
  const given = claimsOf(step, "return", read({ ...disputed, "answers.keeps": "release" }));
  assert.deepEqual([[...given.claims.values()], given.released], [["B"], ["A"]]);
  const kept = claimsOf(step, "return", read({ ...disputed, "answers.keeps": "keep", "written.match.released": ["A"] }));
  assert.deepEqual([[...kept.claims.values()], kept.released], [["B"], ["A"]]);
});

test("a lot follows from the seed and the person alone", () => {
  const lots = Array.from({ length: 2_000 }, (_, at) => sampleLot("seed", [at]));
  assert.ok(lots.every((lot) => lot >= 0 && lot < 1_000));
  assert.ok(Math.abs(lots.filter((lot) => lot < 500).length - 1_000) < 150);
  assert.equal(sampleLot("seed", ["x"]), sampleLot("seed", ["x"]));
  assert.notDeepEqual(
    lots.slice(0, 5),
    [0, 1, 2, 3, 4].map((at) => sampleLot("other", [at])),
  );
});
