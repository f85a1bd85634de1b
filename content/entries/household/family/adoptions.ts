import type { Draft } from "../draft.ts";
import { knownRelation } from "../living/relations.ts";
import type { PersonRecord } from "../records.ts";

/** Parents by birth stand apart only while an adoption does. One by adoption who is neither of them is the adopter. */
export const isAdopted = ({ birthFather, birthMother }: PersonRecord): boolean => birthFather !== null || birthMother !== null;

export const adoptersOf = (child: PersonRecord): string[] =>
  isAdopted(child)
    ? [child.father, child.mother].filter((id) => id !== null && id !== child.birthFather && id !== child.birthMother).map(String)
    : [];

/** The place of a parent in a record. */
export type Slot = "father" | "mother";

/** What a parent's change makes of the relations in the child's household: new ones where the registers show them, the old ones otherwise. */
export function refreshRelations(draft: Draft, nationalId: string): void {
  const no = draft.person(nationalId)?.householdNo;
  const unit = draft.unit(no);
  if (!no || !unit?.head) return;
  const { head } = unit;
  const members = unit.members.map((member) => {
    if (member.nationalId === head || (nationalId !== head && member.nationalId !== nationalId)) return member;
    const known = knownRelation(draft.world, head, member.nationalId);
    const was = member.relation === "child" || member.relation === "parent" ? "other-kin" : member.relation;
    return { ...member, relation: known ?? was };
  });
  draft.changeUnit(no, { members });
  for (const member of members) {
    if (draft.person(member.nationalId)?.relation !== member.relation)
      draft.change(member.nationalId, { relation: member.relation });
  }
}
