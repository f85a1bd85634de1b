import assert from "node:assert/strict";
import { test } from "node:test";
import { nationalIdOf } from "@troad/population";
import type { BirthRecord, CardRecord, PersonRecord, UnitRecord } from "../records.ts";
import { checkRegisters } from "./registers.ts";

type Registers = {
  people: Record<string, PersonRecord>;
  units: Record<string, UnitRecord>;
  births: Record<string, BirthRecord>;
  cards: Record<string, CardRecord>;
};

const father = nationalIdOf("A", "male", 1);
const mother = nationalIdOf("A", "female", 1);
const child = nationalIdOf("A", "male", 2);
const home = "A0000001";

const blank = {
  birthPlace: "63000",
  birthOrder: null,
  father: null,
  mother: null,
  fatherName: null,
  motherName: null,
  birthFather: null,
  birthMother: null,
  status: "present",
  statusOn: null,
  guardian: null,
  assistant: null,
  responsibility: null,
  renamed: 0,
  surnameChanges: 0,
  surnameChangesAdult: 0,
  movedOn: null,
} as const;

/** A family of three in one household, with cards: nothing is wrong with it. */
function family(): Registers {
  const couple = { ...blank, maritalStatus: "married", householdNo: home } as const;
  return {
    people: {
      [father]: {
        ...couple,
        name: "林父",
        nationalId: father,
        birthDate: "1988-02-29",
        sex: "male",
        spouse: mother,
        spouseName: "王母",
        relation: "head",
      },
      [mother]: {
        ...couple,
        name: "王母",
        nationalId: mother,
        birthDate: "1990-05-01",
        sex: "female",
        spouse: father,
        spouseName: "林父",
        relation: "spouse",
      },
      [child]: {
        ...blank,
        name: "林子",
        nationalId: child,
        birthDate: "2024-02-29",
        sex: "male",
        maritalStatus: "single",
        father,
        mother,
        spouse: null,
        spouseName: null,
        householdNo: home,
        relation: "child",
      },
    },
    units: {
      [home]: {
        address: "建國路1號",
        villageCode: "63000050001",
        head: father,
        members: [
          { nationalId: father, relation: "head" },
          { nationalId: mother, relation: "spouse" },
          { nationalId: child, relation: "child" },
        ],
        kind: "family",
        formedOn: "2015-06-01",
        closedOn: null,
      },
    },
    births: { [mother]: { birthDate: "2024-02-29", children: 1, weeks: 39 } },
    cards: { [father]: { serial: 1, issuedOn: "2006-01-01", reason: "first", state: "valid", stateOn: "2006-01-01" } },
  };
}

function* recordsOf({ people, units, births, cards }: Registers): Generator<{ register: string; key: string; data: object }> {
  for (const [register, records] of Object.entries({ "id-card": cards, birth: births, "household-unit": units, person: people }))
    for (const [key, data] of Object.entries(records)) yield { register, key, data };
}

const given = [
  { letter: "A", sex: "male", first: 1, last: 2 },
  { letter: "A", sex: "female", first: 1, last: 1 },
] as const;
const options = { today: "2026-03-02", isVillage: (code: string) => code === "63000050001", given };

test("nothing is wrong with a sound family, however its records are ordered", async () => {
  const checked = await checkRegisters(recordsOf(family()), options);
  assert.deepEqual(checked, { faults: [], counts: {}, read: 6 });
});

const person = (id: string, fields: Partial<PersonRecord>) => (all: Registers) => {
  all.people[id] = { ...all.people[id]!, ...fields };
};
const unit = (fields: Partial<UnitRecord>) => (all: Registers) => {
  all.units[home] = { ...all.units[home]!, ...fields };
};
const card = (fields: Partial<CardRecord>) => (all: Registers) => {
  all.cards[father] = { ...all.cards[father]!, ...fields };
};
const gone = { status: "dead", statusOn: "2026-01-05", householdNo: null, relation: null } as const;
const stranger = nationalIdOf("B", "male", 7);

const broken: readonly [what: string, spoil: (all: Registers) => void, codes: readonly string[]][] = [
  [
    "a marriage stands in one record only",
    person(mother, { spouse: null, spouseName: null, maritalStatus: "single" }),
    ["spouse-not-mutual"],
  ],
  ["a spouse does not exist", person(father, { spouse: stranger }), ["spouse-not-mutual", "spouse-unknown"]],
  ["a married person has no spouse", person(child, { maritalStatus: "married" }), ["married-to-nobody"]],
  ["a divorced person still has a spouse", person(father, { maritalStatus: "divorced" }), ["spouse-of-unmarried"]],
  ["a parent does not exist", person(child, { father: stranger }), ["parent-unknown"]],
  ["a parent is hardly older", person(child, { birthDate: "1996-01-01" }), ["parent-too-young", "parent-too-young"]],
  ["an adoptive parent is 15 years older", person(child, { birthDate: "2004-01-01", birthMother: mother }), ["parent-too-young"]],
  ["a mother is a man", person(child, { father: null, mother: father }), ["parent-sex"]],
  ["both parents are one", person(child, { father: mother, birthFather: father }), ["parents-same"]],
  ["a relation differs", person(mother, { relation: "other-kin" }), ["relation-differs"]],
  ["a member is registered elsewhere", person(child, { householdNo: "A0000009" }), ["household-unknown", "member-elsewhere"]],
  ["nobody is head", unit({ head: null }), ["head-not-first"]],
  ["the head is not the first", unit({ members: [...family().units[home]!.members].reverse() }), ["head-not-first"]],
  [
    "a member stands there twice",
    unit({ members: [...family().units[home]!.members, { nationalId: child, relation: "child" }] }),
    ["member-twice"],
  ],
  ["a closed household has members", unit({ closedOn: "2026-01-05" }), ["closed-not-empty"]],
  [
    "a household closed before it was formed",
    unit({ closedOn: "2015-01-01", head: null, members: [] }),
    ["closed-day", "not-a-member", "not-a-member", "not-a-member"],
  ],
  ["a village does not exist", unit({ villageCode: "63000050999" }), ["village-unknown"]],
  ["a dead person is in a household", person(child, { status: "dead", statusOn: "2026-01-05" }), ["gone-in-household"]],
  [
    "a dead person has a valid card",
    person(father, { ...gone, maritalStatus: "married" }),
    ["card-of-dead", "married-to-dead", "member-elsewhere"],
  ],
  [
    "a child was born after the mother died",
    person(mother, { ...gone, statusOn: "2024-02-28" }),
    ["born-after-death", "married-to-dead", "member-elsewhere"],
  ],
  ["someone died before they were born", person(child, { ...gone, statusOn: "2024-02-28" }), ["member-elsewhere", "status-day"]],
  ["a day is not of the calendar", person(child, { birthDate: "2023-02-29" }), ["birth-day"]],
  ["a day is in the future", person(child, { movedOn: "2026-03-03" }), ["moved-day"]],
  [
    "a number has a wrong check digit",
    (all) => (all.people.A100000000 = { ...all.people[child]!, nationalId: "A100000000" }),
    ["id-invalid", "not-a-member", "more-children-than-born"],
  ],
  ["a number is of the other sex", person(mother, { sex: "male" }), ["id-sex", "parent-sex"]],
  ["a card is older than its holder", card({ issuedOn: "1980-01-01" }), ["card-day"]],
  ["a card has no number", card({ serial: 0 }), ["card-serial"]],
  ["more children than were born", (all) => (all.births[mother]!.children = 0), ["more-children-than-born"]],
  ["a person has no household", person(child, { householdNo: null, relation: null }), ["member-elsewhere", "without-household"]],
];

for (const [what, spoil, codes] of broken) {
  test(`${what}: ${codes.join(", ")}`, async () => {
    const all = family();
    spoil(all);
    const { faults } = await checkRegisters(recordsOf(all), options);
    assert.deepEqual(faults.map(({ code }) => code).sort(), [...codes].sort());
  });
}

test("a person in two households is found from the households", async () => {
  const all = family();
  all.units.A0000002 = {
    ...all.units[home]!,
    head: child,
    members: [{ nationalId: child, relation: "head" }],
    formedOn: "2025-01-01",
  };
  const { counts } = await checkRegisters(recordsOf(all), options);
  assert.deepEqual(counts, { "member-elsewhere": 1, "two-households": 1 });
});

test("numbers of a series are neither left out nor given beyond its end", async () => {
  const short = { ...options, given: [{ letter: "A", sex: "male", first: 0, last: 1 }] as const };
  const { faults } = await checkRegisters(recordsOf(family()), short);
  assert.deepEqual(faults, [
    { register: "person", key: nationalIdOf("A", "male", 0), code: "id-left-out" },
    { register: "person", key: child, code: "id-beyond-series" },
  ]);
});

test("of many faults a thousand are named and all are counted", async () => {
  const many = Array.from({ length: 1_500 }, (_, at) => ({ register: "nothing", key: String(at), data: {} }));
  const checked = await checkRegisters(many, { ...options, given: [] });
  assert.equal(checked.faults.length, 1_000);
  assert.deepEqual(checked.counts, { "register-unknown": 1_500 });
});
