import type { World } from "@troad/entry";
import { personOf } from "../records.ts";
import { together } from "./together.ts";

/** How far relations in a household, and those of officers to parties, are traced: to great-great-grandparents, and so to cousins. */
export const generations = 4;

/**
 * Looks up whole families at once, a generation in one round. Rules that go through the kin of many people one by one would otherwise need more
 * rounds than an entry has.
 */
export function lookUpFamilies(world: World, nationalIds: readonly string[]): void {
  together<unknown>([...new Set(nationalIds)].map((nationalId) => () => world.keysWith("person", "spouse", nationalId)));
  let people = new Set(nationalIds);
  for (let up = 0; up <= generations && people.size > 0; up++) {
    const records = together([...people].map((nationalId) => () => personOf(world, nationalId)));
    const spouses = up === 0 ? records.map((record) => record?.spouse) : [];
    const parents = records.flatMap((record) => [record?.father, record?.mother, record?.birthFather, record?.birthMother]);
    people = new Set([...parents, ...spouses].filter((nationalId) => typeof nationalId === "string"));
  }
}
