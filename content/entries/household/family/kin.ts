import type { World } from "@troad/entry";
import { type PersonRecord, personOf } from "../records.ts";
import { together } from "./together.ts";

/** How two people are related. A pair can be related in more than one way: cousins by blood, and siblings since one was adopted. */
export type Kinship = {
  /** Kin by blood also where half-blood, and where an adoption suspends the rights; by adoption; or in-laws (Civil Code, Article 969). */
  by: "blood" | "adoption" | "marriage";
  line: "direct" | "collateral";
  /** Civil Code, Articles 968 and 970. */
  degree: number;
  /** Of the second person over the first: 1 for a parent or an aunt, -1 for a child, 0 for a sibling or a cousin. */
  generation: number;
  /** The marriage or adoption that made them kin has ended other than by death. */
  ended: boolean;
};

/** What the records no longer show, and an officer reads from earlier transcripts. */
export type FormerTies = {
  /** Couples whose marriage was dissolved or annulled. */
  marriages?: readonly (readonly [string, string])[];
  /** Adoptive parents whose adoption has ended. */
  adoptions?: readonly { child: string; parent: string }[];
};

type Step = { up: number; adopted: boolean; ended: boolean };
type Ancestors = ReadonlyMap<string, readonly Step[]>;

/** Parents of a record, and whether each is one by adoption. The parents by birth are known as such only while an adoption stands. */
function parentsOf(id: string, person: PersonRecord | undefined, former: FormerTies): { id: string; step: Omit<Step, "up"> }[] {
  const births = [person?.birthFather, person?.birthMother].filter((parent) => typeof parent === "string");
  const legal = [person?.father, person?.mother].filter((parent) => typeof parent === "string");
  const adopters = births.length === 0 ? [] : legal.filter((parent) => !births.includes(parent));
  const blood = births.length === 0 ? legal : births;
  const ended = (former.adoptions ?? []).flatMap(({ child, parent }) => (child === id ? [parent] : []));
  return [
    ...blood.map((parent) => ({ id: parent, step: { adopted: false, ended: false } })),
    ...adopters.map((parent) => ({ id: parent, step: { adopted: true, ended: false } })),
    ...ended.map((parent) => ({ id: parent, step: { adopted: true, ended: true } })),
  ];
}

/** A person and everyone above, one generation at a time; by each kind of way (all by birth or not) the shortest. */
function ancestorsOf(world: World, id: string, most: number, former: FormerTies): Ancestors {
  const found = new Map<string, Step[]>([[id, [{ up: 0, adopted: false, ended: false }]]]);
  let generation = [id];
  for (let up = 1; up <= most && generation.length > 0; up++) {
    const people = together(generation.map((one) => () => personOf(world, one)));
    const above = new Set<string>();
    generation.forEach((child, at) => {
      const ways = (found.get(child) ?? []).filter((way) => way.up === up - 1);
      for (const parent of parentsOf(child, people[at], former)) {
        const known = found.get(parent.id) ?? [];
        for (const way of ways) {
          const next = { up, adopted: way.adopted || parent.step.adopted, ended: way.ended || parent.step.ended };
          if (known.some((other) => other.adopted === next.adopted && other.ended === next.ended)) continue;
          known.push(next);
          above.add(parent.id);
        }
        found.set(parent.id, known);
      }
    });
    generation = [...above];
  }
  return found;
}

/** By each way and generation the nearest: siblings also share their grandparents, and are not cousins for it. */
function nearest(kin: readonly Kinship[]): Kinship[] {
  const best = new Map<string, Kinship>();
  for (const one of kin) {
    const key = `${one.by} ${one.ended} ${one.generation}`;
    const known = best.get(key);
    if (!known || one.degree < known.degree) best.set(key, one);
  }
  return [...best.values()].sort((a, b) => a.degree - b.degree);
}

function throughAncestors(first: Ancestors, second: Ancestors, most: number): Kinship[] {
  const kin: Kinship[] = [];
  for (const [id, ways] of first) {
    for (const a of ways) {
      for (const b of second.get(id) ?? []) {
        const degree = a.up + b.up;
        if (degree === 0 || degree > most) continue;
        const by = a.adopted || b.adopted ? "adoption" : "blood";
        const line = a.up === 0 || b.up === 0 ? "direct" : "collateral";
        kin.push({ by, line, degree, generation: a.up - b.up, ended: a.ended || b.ended });
      }
    }
  }
  return nearest(kin);
}

type Partner = { id: string; ended: boolean };

/** Spouses, also dead ones: only divorce and annulment end the relation to their kin (Civil Code, Article 971). */
function partnersOf(world: World, id: string, former: FormerTies): Partner[] {
  const present = new Set(
    together([
      () => [personOf(world, id)?.spouse].filter((spouse) => typeof spouse === "string"),
      () => world.keysWith("person", "spouse", id),
    ]).flat(),
  );
  const ended = (former.marriages ?? []).flatMap(([one, other]) => (one === id ? [other] : other === id ? [one] : []));
  return [
    ...[...present].map((partner) => ({ id: partner, ended: false })),
    ...ended.filter((partner) => !present.has(partner)).map((partner) => ({ id: partner, ended: true })),
  ];
}

/**
 * How `second` is related to `first`, the nearest first; nothing if they are not, or further apart than `most` degrees. Spouses are no kin of each
 * other. An adopted person stays kin of those by birth: only rights and duties are suspended (Civil Code, Article 1077).
 */
export function kinship(world: World, first: string, second: string, most = 8, former: FormerTies = {}): readonly Kinship[] {
  if (first === second) return [];
  const above = new Map<string, Ancestors>();
  const ancestors = (id: string): Ancestors => {
    const known = above.get(id) ?? ancestorsOf(world, id, most, former);
    above.set(id, known);
    return known;
  };
  const blood = (one: string, other: string): Kinship[] =>
    one === other ? [] : throughAncestors(ancestors(one), ancestors(other), most);
  const ofFirst = partnersOf(world, first, former);
  const ofSecond = partnersOf(world, second, former);
  const inLaws = [
    ...ofSecond.map((partner) => ({ one: first, other: partner.id, ended: partner.ended })),
    ...ofFirst.map((partner) => ({ one: partner.id, other: second, ended: partner.ended })),
    ...ofFirst.flatMap((mine) =>
      ofSecond.map((theirs) => ({ one: mine.id, other: theirs.id, ended: mine.ended || theirs.ended })),
    ),
  ].flatMap(({ one, other, ended }) =>
    blood(one, other).map((kin) => ({ ...kin, by: "marriage" as const, ended: ended || kin.ended })),
  );
  const own = blood(first, second);
  // a father is also the mother's husband: that adds nothing
  const isOwn = (kin: Kinship): boolean => own.some((one) => one.degree === kin.degree && one.generation === kin.generation);
  return [...own, ...nearest(inLaws).filter((kin) => !isOwn(kin))];
}

/** Whether any of the ways in which two are related is such a one; ways that have ended count only if asked for. */
export function isWithin(
  kin: readonly Kinship[],
  asked: { by?: readonly Kinship["by"][]; line?: Kinship["line"]; degree?: number; otherGeneration?: boolean; ended?: boolean },
): boolean {
  return kin.some(
    (one) =>
      (asked.by === undefined || asked.by.includes(one.by)) &&
      (asked.line === undefined || one.line === asked.line) &&
      (asked.degree === undefined || one.degree <= asked.degree) &&
      (!asked.otherGeneration || one.generation !== 0) &&
      (!one.ended || asked.ended === true),
  );
}
