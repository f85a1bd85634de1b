import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Application, memory, type Ran, runEntry } from "@troad/entry";
import { officerFindings } from "../applying/officer.ts";
import type { PersonRecord } from "../records.ts";
import { type FormerTies, isWithin, type Kinship, kinship } from "./kin.ts";

/** A family by first letters: the fields that make people kin, and nothing else of their records. */
type Ties = Partial<Pick<PersonRecord, "father" | "mother" | "birthFather" | "birthMother" | "spouse">>;

/** Runs a look at a family through the same rounds as an entry. */
async function look<T>(
  family: Readonly<Record<string, Ties>>,
  see: Parameters<typeof decideWith<T>>[0],
): Promise<{ value: T; ran: Ran }> {
  const source = memory(Object.entries(family).map(([key, data]) => ({ register: "person", key, data: { ...data } })));
  let value: T | undefined;
  const ran = await runEntry(
    decideWith(see, (seen) => {
      value = seen;
    }),
    application("Z", []),
    source,
  );
  return { value: value!, ran };
}

const decideWith = <T>(see: (world: Parameters<typeof kinship>[0]) => T, keep: (value: T) => void) => ({
  facts: {},
  legalBasis: "",
  decide: (_: Application, world: Parameters<typeof kinship>[0]) => {
    keep(see(world));
    return { findings: [], changes: [] };
  },
});

const application = (officer: string, filers: readonly string[]): Application => ({
  kind: "marriage",
  facts: {},
  filedOn: "2026-03-02",
  filers: filers.map((nationalId) => ({ nationalId, as: "spouse", present: "counter" })),
  office: "63000010",
  officer: { nationalId: officer },
});

/**
 * G and H are the parents of F and U; F with M has A and B, with N a further child C (half-blood); U with V has D, and D's child is E. P and Q adopted
 * X, a child of U and V by birth. S is the spouse of A; T is S's sibling, married to W.
 */
const family: Readonly<Record<string, Ties>> = {
  F: { father: "G", mother: "H", spouse: "M" },
  U: { father: "G", mother: "H", spouse: "V" },
  M: { spouse: "F" },
  V: { spouse: "U" },
  A: { father: "F", mother: "M", spouse: "S" },
  B: { father: "F", mother: "M" },
  C: { father: "F", mother: "N" },
  D: { father: "U", mother: "V" },
  E: { father: null, mother: "D" },
  P: { spouse: "Q" },
  Q: { spouse: "P" },
  X: { father: "P", mother: "Q", birthFather: "U", birthMother: "V" },
  Y: { father: "P", mother: "Q" },
  S: { father: "K", mother: "L", spouse: "A" },
  T: { father: "K", mother: "L", spouse: "W" },
  W: { spouse: "T" },
};

const said = (kin: readonly Kinship[]): string[] =>
  kin.map(({ by, line, degree, generation, ended }) => `${by} ${line} ${degree} ${generation}${ended ? " ended" : ""}`);

const pairs: readonly [what: string, first: string, second: string, expected: readonly string[], former?: FormerTies][] = [
  ["a father is direct line, first degree", "A", "F", ["blood direct 1 1"]],
  ["a grandmother is direct line, second degree", "A", "H", ["blood direct 2 2"]],
  ["a grandchild is two generations below", "H", "A", ["blood direct 2 -2"]],
  ["siblings are collateral of the second degree", "A", "B", ["blood collateral 2 0"]],
  ["half-siblings are siblings", "A", "C", ["blood collateral 2 0"]],
  ["an uncle is third degree and a generation above", "A", "U", ["blood collateral 3 1"]],
  ["first cousins are fourth degree", "A", "D", ["blood collateral 4 0"]],
  ["a cousin's child is fifth degree", "A", "E", ["blood collateral 5 -1"]],
  ["an adoptive parent is direct line by adoption", "X", "P", ["adoption direct 1 1"]],
  ["a sibling by adoption", "X", "Y", ["adoption collateral 2 0"]],
  ["an adopted child stays kin of its family by birth", "X", "A", ["blood collateral 4 0"]],
  ["a parent-in-law is a direct in-law", "A", "K", ["marriage direct 1 1"]],
  ["a spouse's sibling", "A", "T", ["marriage collateral 2 0"]],
  ["the spouse of a spouse's sibling", "A", "W", ["marriage collateral 2 0"]],
  ["a sibling's spouse", "B", "S", ["marriage collateral 2 0"]],
  ["an uncle's wife", "B", "V", ["marriage collateral 3 1"]],
  ["kin of a sibling's spouse are no kin", "B", "T", []],
  ["spouses are no kin", "A", "S", []],
  ["nobody is kin of themselves", "A", "A", []],
  ["a stepchild is a direct in-law", "M", "C", ["marriage direct 1 -1"]],
  ["a former father-in-law, once it is known", "B", "K", ["marriage direct 1 1 ended"], { marriages: [["B", "S"]] }],
  [
    "a former adoptive parent, once it is known",
    "B",
    "P",
    ["adoption direct 1 1 ended"],
    { adoptions: [{ child: "B", parent: "P" }] },
  ],
];

describe("kinship (Civil Code, Articles 967 to 970)", () => {
  for (const [what, first, second, expected, former] of pairs) {
    test(`${what}: ${first} and ${second}`, async () => {
      const { value } = await look(family, (world) => kinship(world, first, second, 8, former));
      assert.deepEqual(said(value), expected);
    });
  }

  test("in-laws stay so when the spouse dies: the record of the dead still names the spouse", async () => {
    const widowed = { ...family, S: { ...family.S, spouse: null } };
    const { value } = await look(widowed, (world) => kinship(world, "S", "F"));
    assert.deepEqual(said(value), ["marriage direct 1 1"]);
  });

  test("eight degrees are counted, and not the ninth; a generation costs one round of reads", async () => {
    const line = Object.fromEntries(
      ["p", "q"].flatMap((side) => [1, 2, 3, 4].map((at) => [`${side}${at}`, { father: at === 4 ? "top" : `${side}${at + 1}` }])),
    );
    const { value, ran } = await look({ ...line, p0: { father: "p1" } }, (world) => [
      kinship(world, "p1", "q1"),
      kinship(world, "p0", "q1"),
    ]);
    assert.deepEqual(value.map(said), [["blood collateral 8 0"], []]);
    assert.ok(ran.read.length < 20, `${ran.read.length} records read`);
  });

  test("parents who are siblings make a nearer and a farther way, and a record that is its own ancestor ends", async () => {
    const knot = { Z: { father: "A", mother: "B" }, A: { father: "R", mother: "Z" }, B: { father: "R" } };
    const { value } = await look(knot, (world) => kinship(world, "Z", "R"));
    assert.equal(value[0]!.degree, 2);
  });

  test("a question names line, degree, generation and whether an ended tie counts", async () => {
    const { value } = await look(family, (world) => kinship(world, "B", "K", 8, { marriages: [["B", "S"]] }));
    assert.equal(isWithin(value, { by: ["marriage"], line: "direct" }), false);
    assert.equal(isWithin(value, { by: ["marriage"], line: "direct", ended: true }), true);
    assert.equal(isWithin(value, { degree: 1, otherGeneration: true, ended: true }), true);
  });
});

const officers: readonly [what: string, officer: string, party: string, refused: boolean][] = [
  ["of their own", "A", "A", true],
  ["of their spouse", "A", "S", true],
  ["of their first cousin (4th degree)", "A", "D", true],
  ["of a cousin's child (5th degree)", "A", "E", false],
  ["of an uncle's wife (3rd degree by marriage)", "B", "V", true],
  ["of a spouse's cousin (4th degree by marriage)", "S", "D", false],
  ["of a child by adoption", "Q", "X", true],
  ["of a stranger", "Y", "A", false],
];

describe("officer-of-family (Administrative Procedure Act, Article 32)", () => {
  for (const [what, officer, party, refused] of officers) {
    test(`an officer ${refused ? "may not" : "may"} enter a case ${what}`, async () => {
      const byFiler = await look(family, (world) => officerFindings(application(officer, [party]), world, []));
      const byPerson = await look(family, (world) => officerFindings(application(officer, []), world, [null, party]));
      const expected = refused ? [{ code: "officer-of-family", level: "refused", article: "A0030055:32" }] : [];
      assert.deepEqual([byFiler.value, byPerson.value], [expected, expected]);
    });
  }
});
