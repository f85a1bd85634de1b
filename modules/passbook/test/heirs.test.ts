import assert from "node:assert/strict";
import { test } from "node:test";
import { heirsOf, type Kin } from "../domain/heirs.ts";
import { estatesOf } from "../family.ts";

const day = "2026-03-10";
/** `father mother` of each; who died has the day after a colon. */
function familyOf(lines: Record<string, string>): Kin[] {
  return Object.entries(lines).map(([name, line]) => {
    const [parents = "", diedOn = null] = line.split(":");
    const [father = "-", mother = "-"] = parents.trim().split(" ");
    const known = (one: string) => (one === "-" || one === "" ? null : one);
    return { number: name, name, father: known(father), mother: known(mother), diedOn };
  });
}
const base = {
  grandpa: `- -:2001-01-01`,
  grandma: "- -",
  father: "grandpa grandma",
  mother: "- -",
  who: `father mother:${day}`,
  sister: "father mother",
  half: "father -",
  son: "who -",
  daughter: `who -:2020-05-05`,
  grandson: "- daughter",
};
const heirs = (change: Record<string, string | undefined> = {}): string[] => {
  const lines = Object.fromEntries(Object.entries({ ...base, ...change }).filter(([, line]) => line !== undefined)) as Record<
    string,
    string
  >;
  const people = familyOf(lines);
  return heirsOf(people.find(({ number }) => number === "who")!, people);
};
const gone = (parents: string, on = "2020-01-01") => `${parents}:${on}`;
const childless = { son: undefined, daughter: undefined, grandson: undefined };

test("children inherit, and in the place of one who died before them their children (民法 §1138, §1140)", () => {
  assert.deepEqual(heirs(), ["son", "grandson"]);
  assert.deepEqual(heirs({ grandson: gone("- daughter") }), ["son"]);
  assert.deepEqual(heirs({ son: gone("who -") }), ["grandson"]);
  // a child who died later had inherited: the parents do not
  assert.deepEqual(heirs({ ...childless, son: gone("who -", "2026-03-11") }), ["son"]);
});

test("where no child lives parents inherit, then brothers and sisters, then grandparents; a later order never beside an earlier one", () => {
  assert.deepEqual(heirs(childless), ["father", "mother"]);
  assert.deepEqual(heirs({ ...childless, father: gone("grandpa grandma") }), ["mother"]);
  const orphan = { ...childless, father: gone("grandpa grandma"), mother: gone("- -") };
  assert.deepEqual(heirs(orphan), ["sister", "half"]);
  assert.deepEqual(heirs({ ...orphan, sister: gone("father mother"), half: gone("father -") }), ["grandma"]);
  assert.deepEqual(heirs({ ...orphan, sister: undefined, half: undefined, grandma: gone("- -") }), []);
});

test("of whom the register has no record nobody knows that they died, and who lives leaves nothing", () => {
  const abroad = { ...childless, who: `father abroad:${day}`, father: gone("grandpa grandma") };
  assert.deepEqual(heirs(abroad), ["abroad"], "brothers and sisters are not asked for");
  assert.deepEqual(heirs({ who: "father mother" }), []);
  assert.deepEqual(heirs({ ...childless, father: "who grandma" }), ["father"], "a record that leads back to itself ends");
});

/** The household register of a family, which counts what it is asked. */
function registerOf(change: Record<string, string | undefined> = {}) {
  const lines = Object.entries({ ...base, ...change }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const people = familyOf(Object.fromEntries(lines));
  let asked = 0;
  const recordOf = ({ name, father, mother, diedOn }: Kin) => ({
    ...{ name, father, mother, status: diedOn === null ? "present" : "dead", statusOn: diedOn },
  });
  return {
    count: () => asked,
    kin: async (number: string) => {
      asked++;
      const found = people.find((one) => one.number === number);
      return found ? recordOf(found) : null;
    },
    childrenOf: async (number: string) => {
      asked++;
      return people
        .filter(({ father, mother }) => father === number || mother === number)
        .map((one) => ({ key: one.number, record: recordOf(one) }));
    },
  };
}
const estates = async (of: string, change = {}) => (await estatesOf(registerOf(change), of, "1")).map(({ number }) => number);

test("a person sees the estates that are theirs by that order, found in the household register", async () => {
  const orphan = { ...childless, father: gone("grandpa grandma"), mother: gone("- -") };
  assert.deepEqual(await estates("mother"), [], "there are children");
  assert.deepEqual(await estates("mother", childless), ["who"]);
  assert.deepEqual(await estates("sister", childless), [], "parents live");
  assert.deepEqual(await estates("sister", orphan), ["who"]);
  assert.deepEqual(await estates("half", orphan), ["who"]);
  assert.deepEqual(await estates("grandma", orphan), [], "brothers and sisters live, and her son left children");
  assert.deepEqual(
    await estates("grandma", { ...orphan, sister: undefined, half: undefined }),
    ["who"],
    "the father died before who",
  );
  assert.deepEqual(await estates("grandson"), ["who"], "in the place of the daughter");
  assert.deepEqual(await estates("nobody"), []);
});

test("who has lost nobody causes few questions, a register that fails grants nothing, and a family beyond the limit neither", async () => {
  const calm = registerOf({ who: "father mother", daughter: "who -", grandpa: "- -" });
  await estatesOf(calm, "sister", "1");
  assert.ok(calm.count() <= 8, `${calm.count()}`);
  const failing = { ...registerOf(childless), childrenOf: () => Promise.reject(new Error("away")) };
  await assert.rejects(estatesOf(failing, "mother", "1"));
  const many = Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`child${n}`, gone("- mother", day)]));
  assert.deepEqual(await estates("mother", { ...childless, ...many }), []);
});
