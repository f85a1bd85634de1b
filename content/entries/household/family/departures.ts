import type { Draft } from "../draft.ts";
import { leaveHousehold } from "../living/households.ts";
import { isAdult } from "../people/capacity.ts";
import { childrenOf } from "../people/persons.ts";
import { type PersonRecord, personOf, type Status } from "../records.ts";

/** Cards are clipped and taken back (Household Registration Act, Article 62); one that was not brought is no longer valid either. */
export function collectCard(draft: Draft, nationalId: string, isBrought: boolean): void {
  const card = draft.card(nationalId);
  if (!card || card.state === "collected") return;
  const state = isBrought ? "collected" : "lost";
  draft.put("id-card", nationalId, { ...card, state, stateOn: draft.application.filedOn });
  if (!isBrought) draft.note("card-not-brought", "D0030006:62");
}

export type Departure = {
  status: Exclude<Status, "present" | "abroad">;
  /** Since when. */
  on: string;
  newHead?: string | null | undefined;
  isCardBrought: boolean;
};

/** A person who is no longer in the register of households: what becomes of the household, and of the card. */
export function depart(draft: Draft, person: PersonRecord, { status, on, newHead, isCardBrought }: Departure): void {
  const { nationalId, householdNo } = person;
  if (householdNo) leaveHousehold(draft, { no: householdNo, who: [nationalId], newHead, on: draft.application.filedOn });
  draft.change(nationalId, { status, statusOn: on, householdNo: null, relation: null });
  collectCard(draft, nationalId, isCardBrought);
}

/** A death ends the marriage; the record of the dead keeps it, so that kin by marriage can still be traced. */
export function widow(draft: Draft, person: PersonRecord): void {
  const spouse = draft.person(person.spouse);
  if (!spouse || spouse.spouse !== person.nationalId) return;
  draft.change(spouse.nationalId, { maritalStatus: "widowed", spouse: null, spouseName: null });
  draft.inform("spouse", "exchange-card", "D0030006:58");
}

/** Whom the dead person stood for: minor children without another parent, and wards, need a guardian. */
export function informOfWards(draft: Draft, person: PersonRecord, on: string): void {
  const isLiving = (nationalId: string | null): boolean => {
    const status = draft.person(nationalId)?.status;
    return nationalId !== null && nationalId !== person.nationalId && (status === "present" || status === "abroad");
  };
  const minors = childrenOf(draft, person.nationalId).filter((child) => child.status === "present" && !isAdult(child, on));
  const orphans = minors.filter(({ father, mother, guardian }) => !isLiving(father) && !isLiving(mother) && !isLiving(guardian));
  if (orphans.length > 0) draft.inform("social-welfare", "minor-without-parents", "B0000001:1094");
  const wards = draft.world.keysWith("person", "guardian", person.nationalId).map((key) => personOf(draft.world, key));
  if (wards.some((ward) => ward?.status === "present")) draft.inform("wards", "guardian-died", "B0000001:1106");
}
