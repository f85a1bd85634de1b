import type { World } from "@troad/entry";
import { isWithin, kinship } from "../family/kin.ts";
import { generations } from "../family/pedigree.ts";
import { type PersonRecord, personOf, type Relation } from "../records.ts";

/** Seen from the other side: what the former head is to one who was this to them. */
const inverse: Readonly<Record<Relation, Relation>> = {
  head: "head",
  spouse: "spouse",
  child: "parent",
  parent: "child",
  grandchild: "grandparent",
  grandparent: "grandchild",
  sibling: "sibling",
  "child-in-law": "parent-in-law",
  "parent-in-law": "child-in-law",
  "other-kin": "other-kin",
  lodger: "lodger",
};

/** What a member is to a new head, by what both were to the former one; other pairs are kin of another kind. */
const composed: Readonly<Partial<Record<Relation, Readonly<Partial<Record<Relation, Relation>>>>>> = {
  spouse: {
    child: "child",
    parent: "parent-in-law",
    "parent-in-law": "parent",
    grandchild: "grandchild",
    "child-in-law": "child-in-law",
  },
  child: { spouse: "parent", child: "sibling", parent: "grandparent" },
  parent: { spouse: "child-in-law", child: "grandchild", parent: "spouse", sibling: "child" },
  sibling: { sibling: "sibling", parent: "parent" },
  grandchild: { child: "other-kin", spouse: "grandparent" },
  "child-in-law": { spouse: "parent-in-law" },
};

/** The relation of a person to a head as the registers show it; undefined if they show none. */
export function knownRelation(world: World, head: string, nationalId: string): Relation | undefined {
  if (head === nationalId) return "head";
  const one = personOf(world, nationalId);
  const spouse = personOf(world, head)?.spouse;
  if (one && (spouse === nationalId || one.spouse === head)) return "spouse";
  const kin = kinship(world, head, nationalId, generations);
  const byBlood = kin.find(({ by, ended }) => by !== "marriage" && !ended);
  if (byBlood?.line === "direct" && byBlood.degree === 1) return byBlood.generation > 0 ? "parent" : "child";
  if (byBlood?.line === "direct" && byBlood.degree === 2) return byBlood.generation > 0 ? "grandparent" : "grandchild";
  if (byBlood?.degree === 2) return "sibling";
  if (byBlood) return "other-kin";
  const isParentOf = (parent: string, child: string | null | undefined): boolean => {
    const record = personOf(world, child ?? "");
    return record?.father === parent || record?.mother === parent;
  };
  if (isParentOf(head, one?.spouse)) return "child-in-law";
  if (isParentOf(nationalId, spouse)) return "parent-in-law";
  return isWithin(kin, {}) ? "other-kin" : undefined;
}

/** Parents of at least one side are known, so that kin which the registers do not show is none. */
const hasParents = (world: World, nationalId: string): boolean => {
  const one = personOf(world, nationalId);
  return Boolean(one?.father ?? one?.mother);
};

/**
 * The relation to a new head: as the registers show it; where they do not know the parents, as it follows from what both were to the former head.
 */
export function relationAfter(
  world: World,
  newHead: { nationalId: string; relation: Relation },
  member: { nationalId: string; relation: Relation },
): Relation {
  const known = knownRelation(world, newHead.nationalId, member.nationalId);
  if (known) return known;
  if (member.relation === "lodger" || newHead.relation === "lodger") return "lodger";
  if (member.relation === "head") return inverse[newHead.relation];
  if (hasParents(world, member.nationalId) && hasParents(world, newHead.nationalId)) return "other-kin";
  return composed[newHead.relation]?.[member.relation] ?? "other-kin";
}

/** What those who leave one household together are to the one among them who becomes head; of others the registers say it, or no one does. */
export function relationAmong(world: World, head: PersonRecord, member: PersonRecord): Relation | undefined {
  const isTogether = head.householdNo !== null && head.householdNo === member.householdNo;
  if (!isTogether || !head.relation || !member.relation) return knownRelation(world, head.nationalId, member.nationalId);
  const [first, second] = [head, member].map(({ nationalId, relation }) => ({ nationalId, relation: relation ?? "lodger" }));
  return first && second && relationAfter(world, first, second);
}
