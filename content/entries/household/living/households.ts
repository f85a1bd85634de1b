import type { Draft } from "../draft.ts";
import { lookUpFamilies } from "../family/pedigree.ts";
import { hasCapacity } from "../people/capacity.ts";
import { nextHouseholdNo } from "../people/numbers.ts";
import type { Relation, UnitRecord } from "../records.ts";
import { knownRelation, relationAfter } from "./relations.ts";

type Member = UnitRecord["members"][number];

/** The choice of a new head: the applicant's, of a member with capacity (Enforcement Rules, Article 22). */
const headArticle = "D0030007:22";

/** Living together or alone goes by who is left; a common enterprise stays one (Act, Article 3; Enforcement Rules, Article 3). */
const kindOf = (unit: UnitRecord, members: readonly Member[]): UnitRecord["kind"] =>
  unit.kind === "enterprise" ? "enterprise" : members.length === 1 ? "single" : "family";

/** Writes the members of a household into its record and theirs. */
function setMembers(draft: Draft, no: string, unit: UnitRecord, members: readonly Member[]): void {
  draft.put("household-unit", no, { ...unit, kind: kindOf(unit, members), members: [...members] });
  for (const { nationalId, relation } of members) {
    const record = draft.person(nationalId);
    if (record && (record.householdNo !== no || record.relation !== relation))
      draft.change(nationalId, { householdNo: no, relation });
  }
}

const eldestOf = (draft: Draft, members: readonly Member[]): Member | undefined =>
  [...members].sort((a, b) => {
    const [one, other] = [draft.person(a.nationalId)?.birthDate ?? "9", draft.person(b.nationalId)?.birthDate ?? "9"];
    return one < other ? -1 : one > other ? 1 : 0;
  })[0];

/**
 * Who becomes head of those who remain: whom the applicant chooses among those with capacity; the eldest if none has it. Where one alone has capacity
 * there is no choice, and in an entry ex officio the office chooses.
 */
function chooseHead(draft: Draft, members: readonly Member[], wanted: string | null | undefined): Member | undefined {
  const day = draft.application.filedOn;
  const capable = members.filter(({ nationalId }) => {
    const record = draft.person(nationalId);
    return record !== undefined && hasCapacity(record, day);
  });
  const chosen = members.find(({ nationalId }) => nationalId === wanted);
  if (wanted && !chosen) {
    draft.refuse("new-head-not-member", headArticle, "newHead");
    return undefined;
  }
  if (capable.length === 0) {
    const eldest = eldestOf(draft, members);
    if (chosen && chosen !== eldest) draft.refuse("new-head-not-eldest", headArticle, "newHead");
    else draft.note("new-head-eldest", headArticle);
    return eldest;
  }
  if (chosen && !capable.includes(chosen)) draft.refuse("new-head-incapable", headArticle, "newHead");
  if (chosen) return chosen;
  if (capable.length === 1) return capable[0];
  if (draft.application.exOfficio) return eldestOf(draft, capable);
  draft.missing("new-head-missing", headArticle, "newHead");
  return undefined;
}

/** Makes a member the head; what the others are to the head is worked out anew. */
export function setHead(draft: Draft, no: string, nationalId: string): void {
  const unit = draft.unit(no);
  const next = unit?.members.find((member) => member.nationalId === nationalId);
  if (!unit || !next) return;
  const others = unit.members.filter((member) => member !== next);
  lookUpFamilies(
    draft.world,
    unit.members.map((member) => member.nationalId),
  );
  const members = others.map((member) => ({ nationalId: member.nationalId, relation: relationAfter(draft.world, next, member) }));
  setMembers(draft, no, { ...unit, head: nationalId }, [{ nationalId, relation: "head" }, ...members]);
}

/**
 * Takes persons out of their household, who are in none then. If the head is among them another follows; a household without members is closed.
 */
export function leaveHousehold(
  draft: Draft,
  { no, who, newHead, on }: { no: string; who: readonly string[]; newHead?: string | null | undefined; on: string },
): void {
  const unit = draft.unit(no);
  if (!unit) return;
  const remaining = unit.members.filter(({ nationalId }) => !who.includes(nationalId));
  if (remaining.length === unit.members.length) return;
  for (const nationalId of who) draft.change(nationalId, { householdNo: null, relation: null });
  draft.inform("head", "exchange-household-book", "D0030006:58");
  if (remaining.length === 0) {
    if (newHead) draft.refuse("new-head-not-member", headArticle, "newHead");
    draft.put("household-unit", no, { ...unit, head: null, members: [], closedOn: on });
    return;
  }
  if (!unit.head || !who.includes(unit.head)) {
    setMembers(draft, no, unit, remaining);
    return;
  }
  const next = chooseHead(draft, remaining, newHead);
  if (!next) return;
  draft.put("household-unit", no, { ...unit, head: next.nationalId, members: remaining });
  setHead(draft, no, next.nationalId);
  draft.give("head", next.nationalId);
}

/** Adds persons to a household that is there. Who is no kin that the registers show is what the applicants stated, or lodges. */
export function joinHousehold(
  draft: Draft,
  no: string,
  who: readonly { nationalId: string; stated?: Relation | undefined }[],
): void {
  const unit = draft.unit(no);
  if (!unit?.head) return;
  const { head } = unit;
  lookUpFamilies(draft.world, [head, ...who.map(({ nationalId }) => nationalId)]);
  const joining = who.map(({ nationalId, stated }) => ({
    nationalId,
    relation: knownRelation(draft.world, head, nationalId) ?? stated ?? "lodger",
  }));
  setMembers(draft, no, unit, [...unit.members, ...joining]);
  draft.inform("head", "exchange-household-book", "D0030006:58");
}

export type NewHousehold = {
  letter: string;
  villageCode: string;
  address: string;
  kind?: "enterprise" | undefined;
  /** The first one is the head. */
  who: readonly { nationalId: string; stated?: Relation | undefined }[];
  on: string;
};

/** Forms a household and gives it a number; undefined when no number is left. */
export function formHousehold(draft: Draft, { letter, villageCode, address, kind, who, on }: NewHousehold): string | undefined {
  const [head, ...others] = who;
  const no = nextHouseholdNo(draft, letter);
  if (!head || !no) return undefined;
  const unit: UnitRecord = {
    address,
    villageCode,
    head: head.nationalId,
    members: [],
    kind: kind ?? "single",
    formedOn: on,
    closedOn: null,
  };
  setMembers(draft, no, unit, [{ nationalId: head.nationalId, relation: "head" }]);
  if (others.length > 0) joinHousehold(draft, no, others);
  draft.give("householdNo", no);
  draft.inform("head", "first-household-book", "D0030006:57");
  return no;
}

/** After kin have changed: what the members are to the head, as far as the registers show it. */
export function refreshRelations(draft: Draft, no: string): void {
  const unit = draft.unit(no);
  if (!unit?.head) return;
  const { head } = unit;
  lookUpFamilies(
    draft.world,
    unit.members.map(({ nationalId }) => nationalId),
  );
  const members = unit.members.map(({ nationalId, relation }) => ({
    nationalId,
    relation: knownRelation(draft.world, head, nationalId) ?? relation,
  }));
  if (members.some(({ relation }, at) => relation !== unit.members[at]?.relation)) setMembers(draft, no, unit, members);
}
