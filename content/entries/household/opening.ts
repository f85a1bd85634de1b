import type { Change } from "@troad/entry";
import { addDays, ageOn } from "./days.ts";
import { newPerson } from "./people/persons.ts";
import type { CardRecord, MaritalStatus, PersonRecord, Relation, Sex, UnitRecord } from "./records.ts";

/** A household as it was before entries were kept: what the population or a former register says of it, the head first. */
export type FormerHousehold = {
  no: string;
  address: { text: string; villageCode: string };
  members: readonly {
    name: string;
    nationalId: string;
    birthDate: string;
    sex: Sex;
    maritalStatus: MaritalStatus;
    relation: Relation;
  }[];
};
type Member = FormerHousehold["members"][number];

/** Cards are issued from fourteen on (Household Registration Act, Article 57). */
const cardAge = 14;

/**
 * The first versions of a household's records. Who is whose parent and spouse follows from the relations to the head, as far as these say it: of a
 * couple at the head the children are both theirs, and the parents of the head are a couple if there are two.
 */
export function openHousehold({ no, address, members }: FormerHousehold, today: string): Change[] {
  const family = familyOf(members);
  const unit: UnitRecord = {
    address: address.text,
    villageCode: address.villageCode,
    head: members[0]?.nationalId ?? null,
    members: members.map(({ nationalId, relation }) => ({ nationalId, relation })),
    kind: members.length === 1 ? "single" : "family",
    formedOn: today,
    closedOn: null,
  };
  return [
    { register: "household-unit", key: no, data: unit },
    ...members.flatMap((member): Change[] => [
      { register: "person", key: member.nationalId, data: personFrom(member, no, family) },
      ...cardFrom(member, today),
    ]),
  ];
}

type Family = { parentsOf(member: Member): { father?: Member; mother?: Member }; spouseOf(member: Member): Member | undefined };

function familyOf(members: readonly Member[]): Family {
  const of = (relation: Relation): Member[] => members.filter((one) => one.relation === relation);
  const [head] = of("head");
  const [spouse] = of("spouse");
  const elders = of("parent");
  const children = of("child");
  const couple = [head, spouse].filter((one) => one !== undefined);
  const married = elders.length === 2 && elders.every(({ maritalStatus }) => maritalStatus === "married");
  const asParents = (found: readonly Member[], child: Member): { father?: Member; mother?: Member } => {
    const older = found.filter(({ birthDate }) => ageOn(birthDate, child.birthDate) >= 12);
    const father = older.find(({ sex }) => sex === "male");
    const mother = older.find(({ sex }) => sex === "female");
    return { ...(father ? { father } : {}), ...(mother ? { mother } : {}) };
  };
  return {
    parentsOf: (member) => {
      if (member.relation === "child") return asParents(couple, member);
      if (member.relation === "head") return asParents(elders, member);
      // a grandchild is the child of the one child of the head that lives here, if there is one
      if (member.relation === "grandchild" && children.length === 1) return asParents(children, member);
      return {};
    },
    spouseOf: (member) => {
      if (member.maritalStatus !== "married") return undefined;
      if (member.relation === "head") return spouse?.maritalStatus === "married" ? spouse : undefined;
      if (member.relation === "spouse") return head?.maritalStatus === "married" ? head : undefined;
      return member.relation === "parent" && married ? elders.find((one) => one !== member) : undefined;
    },
  };
}

function personFrom(member: Member, householdNo: string, family: Family): PersonRecord {
  const { father, mother } = family.parentsOf(member);
  const spouse = family.spouseOf(member);
  const { name, nationalId, birthDate, sex, maritalStatus, relation } = member;
  return newPerson({
    ...{ name, nationalId, birthDate, sex, maritalStatus, householdNo, relation },
    ...{ father: father?.nationalId ?? null, mother: mother?.nationalId ?? null },
    ...{ fatherName: father?.name ?? null, motherName: mother?.name ?? null },
    ...{ spouse: spouse?.nationalId ?? null, spouseName: spouse?.name ?? null },
  });
}

function cardFrom({ nationalId, birthDate }: Member, today: string): Change[] {
  if (ageOn(birthDate, today) < cardAge) return [];
  const year = Number(birthDate.slice(0, 4)) + cardAge;
  // of 29 February in a common year: 1 March
  const issuedOn = addDays(`${year}${birthDate.slice(4)}`, 0);
  const card: CardRecord = { serial: 1, issuedOn, reason: "first", state: "valid", stateOn: issuedOn };
  return [{ register: "id-card", key: nationalId, data: card }];
}
