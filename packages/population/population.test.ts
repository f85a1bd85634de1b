import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ageOn } from "./draw/dates.ts";
import { findPeople, type Household, households, isNationalId, livingCostLine, people, villages } from "./index.ts";

const today = "2026-11-22";
const seed = "t-road";
const sample: Household[] = [...households({ seed, size: 20_000, today })];
const persons = sample.flatMap(({ members }) => members);

function digest(request: { seed: string; size: number; today: string }): string {
  const hash = createHash("sha256");
  for (const { vehicle, firm, business, insurance, lastBirth, nhiCardNo, driving, record, passport, social, ...person } of people(
    request,
  ))
    hash.update(JSON.stringify(person));
  return hash.digest("hex");
}

test("the same seed gives the same bytes on every machine, and another seed other people", () => {
  assert.equal(digest({ seed, size: 1000, today }), "2283a6fafd08cb2c2d5d172e36ef5c95339cedf190cd4eee20a069f479330c43");
  assert.notEqual(digest({ seed: "t-roae", size: 1000, today }), digest({ seed, size: 1000, today }));
});

test("what people have is drawn apart from who they are, and also from the seed alone", () => {
  const hash = createHash("sha256");
  for (const { vehicle, firm, insurance, lastBirth } of people({ seed, size: 1000, today }))
    hash.update(JSON.stringify([vehicle, firm, insurance, lastBirth]));
  assert.equal(hash.digest("hex"), "a8a056a9fe2a47b9d08099809717ad9ad1e092e5912d16de435cfcdc072edc23");
  const later = createHash("sha256");
  for (const { driving, record } of people({ seed, size: 1000, today })) later.update(JSON.stringify([driving, record]));
  assert.equal(later.digest("hex"), "64226a54b5ae96146302f39b456f9e85b31136455f894959fe81a0b408b49f69");
});

test("a larger population begins with the same people, and has exactly its size", () => {
  const small = [...people({ seed, size: 997, today })];
  assert.equal(small.length, 997);
  assert.deepEqual(small.slice(0, 980), persons.slice(0, 980));
  assert.equal([...people({ seed, size: 1, today })].length, 1);
  assert.deepEqual([...people({ seed, size: 0, today })], []);
});

test("another day of the year changes ages and semesters, not who the people are", () => {
  const who = ({ subject, nationalId, name }: { subject: string; nationalId: string; name: string }) => [
    subject,
    nationalId,
    name,
  ];
  const march = [...people({ seed, size: 3000, today: "2026-03-01" })];
  const same = 2980; // the last few live alone to make up the number
  assert.deepEqual(march.slice(0, same).map(who), persons.slice(0, same).map(who));
  const adults = (list: typeof persons) => list.filter(({ birthDate }) => birthDate < "2024").map(({ birthDate }) => birthDate);
  assert.deepEqual(adults(march.slice(0, same)), adults(persons.slice(0, same)));
  assert.equal(march.find(({ schooling }) => schooling)?.schooling?.semester, 2);
});

test("every national id is valid, says the sex, and belongs to one person; so does every subject", () => {
  for (const { nationalId, sex } of persons) {
    assert.ok(isNationalId(nationalId), nationalId);
    assert.equal(nationalId[1], sex === "male" ? "1" : "2");
  }
  assert.equal(new Set(persons.map(({ nationalId }) => nationalId)).size, persons.length);
  assert.equal(new Set(persons.map(({ subject }) => subject)).size, persons.length);
  assert.ok(
    persons.every(({ subject }) => /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(subject)),
  );
  assert.ok(persons.every(({ synthetic }) => synthetic === true));
});

test("the people are spread over ages, sexes, households and help as Taiwan's are", () => {
  const share = (count: number, of: number) => (100 * count) / of;
  const between = (name: string, value: number, from: number, to: number) =>
    assert.ok(value >= from && value <= to, `${name}: ${value}`);
  between("under 15", share(persons.filter(({ age }) => age < 15).length, persons.length), 10, 15);
  between("65 and over", share(persons.filter(({ age }) => age >= 65).length, persons.length), 16, 22);
  between("female", share(persons.filter(({ sex }) => sex === "female").length, persons.length), 48, 53);
  between("with a disability", share(persons.filter(({ disability }) => disability).length, persons.length), 3.5, 6);
  between("people a household", persons.length / sample.length, 2.1, 2.7);
  between(
    "low-income households",
    share(sample.filter(({ lowIncome }) => lowIncome.status === "low").length, sample.length),
    0.9,
    1.8,
  );
  between(
    "mid-low-income households",
    share(sample.filter(({ lowIncome }) => lowIncome.status === "mid-low").length, sample.length),
    1.1,
    2,
  );
  const ofAge = persons.filter(({ age }) => age >= 7 && age <= 11);
  assert.ok(ofAge.every(({ schooling }) => schooling?.level === "elementary"));
  between("in New Taipei", share(persons.filter(({ address }) => address.county === "新北市").length, persons.length), 14, 21);
});

test("ages, relations and surnames of a household fit together", () => {
  for (const { members, no } of sample) {
    const [head, ...others] = members;
    assert.equal(head!.relation, "head");
    assert.ok(head!.age >= 18, `${no}: head of ${head!.age}`);
    for (const one of members) {
      assert.equal(one.householdNo, no);
      assert.equal(one.age, ageOn(one.birthDate, today));
      assert.ok(one.birthDate <= today);
    }
    const spouse = others.find(({ relation }) => relation === "spouse");
    assert.equal(head!.maritalStatus === "married", spouse !== undefined, no);
    for (const one of others) {
      if (one.relation === "child") assert.ok(head!.age - one.age >= 16 && one.maritalStatus === "single", `${no}: child`);
      if (one.relation === "parent") assert.ok(one.age - head!.age >= 16, `${no}: parent`);
      if (one.relation === "grandchild") assert.ok(head!.age - one.age >= 35, `${no}: grandchild`);
      const parents = [head, spouse].map((parent) => parent?.name[0]);
      if (one.relation === "child" && spouse) assert.ok(parents.includes(one.name[0]), `${no}: ${one.name}`);
    }
  }
});

test("low-income status follows from income a head and the line, and only approved households have dates", () => {
  for (const { perHeadMonthly, address, lowIncome, members, support } of sample) {
    const line = livingCostLine(address.countyCode);
    const expected = perHeadMonthly <= line ? "low" : perHeadMonthly <= 1.5 * line ? "mid-low" : "none";
    assert.equal(lowIncome.status, expected);
    assert.equal(lowIncome.validUntil !== null, expected !== "none");
    assert.equal(perHeadMonthly, Math.floor(members.reduce((sum, { income }) => sum + income, support) / 12 / members.length));
  }
});

test("every address lies in a real village of the town and county that it names", () => {
  const known = new Map(villages().map((village) => [village.code, village]));
  assert.equal(known.size, 7698);
  for (const { address } of sample) {
    const village = known.get(address.villageCode)!;
    assert.equal(village.code.slice(0, 8), address.townCode);
    assert.ok(address.text.startsWith(`${village.county}${village.town}${village.name}`));
  }
});

test("the people of the demo are there in a population of 60 and always the same", () => {
  const found = findPeople({ seed, size: 60, today });
  assert.deepEqual(
    [found.students.low.length, found.students["mid-low"].length, found.students.none.length, found.staff.length],
    [3, 2, 2, 5],
  );
  for (const [status, list] of Object.entries(found.students))
    for (const { person, household } of list) {
      assert.equal(household.lowIncome.status, status);
      assert.ok(person.age >= 18 && person.age <= 24);
      assert.deepEqual(
        [person.schooling?.school, person.schooling?.level, person.schooling?.status],
        ["ndu", "university", "enrolled"],
      );
    }
  assert.ok(found.staff.every(({ person }) => person.age >= 30 && person.age <= 55));
  const { mother, father, grandmothers, carOwner, carOwnersSpouse, teenager, teenagersParent, further, ...others } = findPeople({
    seed,
    size: 100_000,
    today,
  });
  assert.deepEqual(others, { students: found.students, staff: found.staff });
  assert.ok(mother?.person.lastBirth && mother.person.insurance);
  assert.equal(father?.household, mother.household);
  assert.ok((carOwner?.person.vehicle?.tax ?? 0) > 0);
  assert.equal(carOwnersSpouse?.household, carOwner?.household);
  assert.ok(teenager && teenager.person.age >= 14 && teenager.person.age < 18);
  assert.deepEqual([teenager.household, teenagersParent?.person.relation], [teenagersParent?.household, "head"]);
  const named = [mother, father, carOwner, teenager, teenagersParent, ...others.staff, ...Object.values(further)];
  const subjects = named.flatMap((one) => one?.person.subject ?? []);
  assert.equal(new Set(subjects).size, named.length, "each kind is another person");
  assert.ok(further.founder!.person.firm ?? further.founder!.person.business);
  assert.ok(further.farmer!.person.social.farmers && further.farmer!.person.age >= 66 && further.medic!.person.passport);
  assert.equal(grandmothers.length, 2);
  assert.ok(grandmothers.every(({ person, household }) => person.age >= 70 && household.members.length > 1));
  const many = findPeople({ seed, size: 100, today }, 26).staff.map(({ person }) => person.subject);
  assert.deepEqual([many.length, new Set(many).size], [26, 26], "a hundred people can hold all offices");
  for (const day of ["2026-01-01", "2026-02-28", "2026-07-31", "2026-08-01", "2026-12-31", "2031-09-02"])
    for (const other of ["a", "b", "c", "d", "e", "f", "1", "2", "3"])
      assert.equal(findPeople({ seed: other, size: 60, today: day }).staff.length, 5);
});

test("a population too small for the demo, too large, or of no day is refused", () => {
  assert.throws(() => findPeople({ seed, size: 10, today }), RangeError);
  assert.throws(() => [...people({ seed, size: 10_000_001, today })], RangeError);
  assert.throws(() => [...people({ seed, size: 10, today: "2026-13-01" })], RangeError);
});

test("a hundred thousand people stream through without being kept", () => {
  let count = 0;
  const ids = new Set<string>();
  for (const { nationalId } of people({ seed, size: 100_000, today })) {
    count++;
    ids.add(nationalId.slice(2, 9));
  }
  assert.equal(count, 100_000);
  assert.equal(ids.size, 100_000);
});
