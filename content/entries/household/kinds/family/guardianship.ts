import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { asShown, checkApplicants, is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkRuling, rulingFacts } from "../../applying/rulings.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day, nationalId } from "../../facts.ts";
import { checkFit, type Guardian, guardianFacts, guardianKey } from "../../family/guardians.ts";
import { isWithin, kinship } from "../../family/kin.ts";
import { isAdult } from "../../people/capacity.ts";
import { livingPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  ward: nationalId,
  /**
   * Of a minor by a court, by the last parent's will, by law in its order, or by the parents' mandate for a matter and a time; of an adult by the
   * court's declaration, as it chose or as was agreed before a notary (Civil Code, Articles 1091 to 1094, 1110 to 1113-4).
   */
  by: Type.Enum(["court", "will", "law", "mandate", "agreement"]),
  /** `changes`: another guardian; `ends`: by age, by ruling, or because the parents can act again. */
  event: Type.Enum(["begins", "changes", "ends"]),
  guardian: Type.Optional(guardianFacts),
  /** More guardians beside the first, who stands in the record. */
  others: Type.Optional(Type.Array(guardianFacts, { maxItems: 4 })),
  /** The will, the parents' written mandate, or the notary's deed. */
  deedShown: Type.Optional(Type.Boolean()),
  /** Of a mandate: until when. */
  until: Type.Optional(day),
  /** By will or by law: the guardian has told the court within fifteen days. */
  reportedToCourt: Type.Optional(Type.Boolean()),
  /** When it ends while the ward is a minor: who has the rights and duties then. */
  responsibilityAfter: Type.Optional(Type.Enum(["both", "father", "mother"])),
  ...rulingFacts,
});
type Facts = Static<typeof facts>;

export const guardianship = defineKind({
  facts,
  legalBasis: "D0030006:11",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const ward = livingPerson(draft, facts.ward, "ward");
    const needsRuling = facts.by === "court" || facts.by === "agreement";
    // a court has to ask the office for this entry itself (Articles 1109-1 and 1112-2)
    checkRuling(draft, needsRuling || facts.event === "ends" ? endRuling(facts, ward) : { ...facts, ruling: "final" }, true);
    checkWho(draft, facts, ward);
    checkOfficeOf(draft, ward, "perhaps");
    draft.add(officerFindings(application, draft.world, [facts.ward, facts.guardian?.nationalId]));
    if (!ward) return draft.outcome();
    if (facts.event === "ends") checkEnd(draft, facts, ward);
    else checkBegin(draft, facts, ward);
    if (!draft.isStopped()) enter(draft, facts, ward);
    return draft.outcome();
  },
});

/** A guardianship of a minor ends by itself at the age of majority, and a mandate with its time: no ruling says so. */
const endRuling = (facts: Facts, ward: PersonRecord | undefined): Facts =>
  facts.event === "ends" &&
  (facts.by === "mandate" || (ward && isAdult(ward, facts.finalOn) && facts.by !== "agreement" && facts.ruling === "none"))
    ? { ...facts, ruling: "final" }
    : facts;

/** The guardian (Household Registration Act, Article 35); of its end the ward, or who applied before (Article 46). */
function checkWho(draft: Draft, { guardian, ward: id, event }: Facts, ward: PersonRecord | undefined): void {
  const isGuardian = is(event === "ends" ? ward?.guardian : guardian?.nationalId);
  const applicants = event === "ends" ? withoutGuardian(draft) : draft;
  checkApplicants(applicants, {
    article: event === "ends" ? "D0030006:46" : "D0030006:35",
    // an institution applies through who represents it
    roles: {
      guardian: (filer, record) => isGuardian(filer, record) || (guardian?.unifiedNumber ? "judge" : false),
      ...(event === "ends" ? { ward: is(id), parent: asShown } : {}),
    },
  });
}

/** A person who is a ward no more can act again, though their record still names the guardian. */
const withoutGuardian = (draft: Draft): Draft => ({
  ...draft,
  refuse: (code, article, fact) => {
    if (code !== "applicant-incapable") draft.refuse(code, article, fact);
  },
});

function checkBegin(draft: Draft, facts: Facts, ward: PersonRecord): void {
  const { guardian, others = [], by, event } = facts;
  const isMinor = !isAdult(ward, facts.finalOn);
  if (!guardian) draft.missing("guardian-missing", "B0000001:1091", "guardian");
  for (const one of [guardian, ...others]) if (one) checkFit(draft, ward, one, "guardian");
  if (!isMinor && by !== "court" && by !== "agreement") draft.refuse("ward-is-adult", "B0000001:1110", "by");
  if (event === "begins" && ward.guardian !== null) draft.refuse("has-guardian", "B0000001:1106", "event");
  if (event === "changes" && ward.guardian === null) draft.refuse("has-no-guardian", "B0000001:1106", "event");
  if (isMinor && (by === "will" || by === "law")) checkOfMinor(draft, facts, ward);
  if ((by === "will" || by === "mandate" || by === "agreement") && !facts.deedShown)
    draft.missing(
      "guardianship-deed-missing",
      { will: "B0000001:1093", mandate: "B0000001:1092", agreement: "B0000001:1113-3" }[by],
      "deedShown",
    );
  if (by === "mandate" && !facts.until) draft.missing("mandate-term-missing", "B0000001:1092", "until");
  if (by === "mandate" && facts.until && facts.until < draft.application.filedOn)
    draft.refuse("mandate-is-over", "B0000001:1092", "until");
}

/** Where no court chose: no parent can act, and by law the order of Article 1094 holds. */
function checkOfMinor(draft: Draft, facts: Facts, ward: PersonRecord): void {
  const { by, guardian } = facts;
  const parents = [ward.father, ward.mother].map((id) => draft.person(id)).filter((parent) => parent !== undefined);
  const canAct = parents.some(({ status, guardian: own }) => (status === "present" || status === "abroad") && own === null);
  if (canAct) draft.judge("parent-can-act", "B0000001:1091", "ward");
  if (!facts.reportedToCourt)
    draft.missing("report-to-court-missing", by === "will" ? "B0000001:1093" : "B0000001:1094", "reportedToCourt");
  if (by === "law" && guardian?.nationalId) checkOrder(draft, ward, guardian.nationalId);
}

/** Grandparents who live with the child, then brothers and sisters who do, then grandparents who do not (Article 1094). */
function checkOrder(draft: Draft, ward: PersonRecord, guardian: string): void {
  const members = draft.unit(ward.householdNo)?.members.map(({ nationalId }) => nationalId) ?? [];
  const rankOf = (id: string): number | undefined => {
    const kin = kinship(draft.world, ward.nationalId, id, 2);
    const by = ["blood", "adoption"] as const;
    const livesThere = members.includes(id);
    if (
      isWithin(
        kin.filter(({ generation }) => generation === 2),
        { by, line: "direct", degree: 2 },
      )
    )
      return livesThere ? 1 : 3;
    return livesThere &&
      isWithin(
        kin.filter(({ generation }) => generation === 0),
        { by, degree: 2 },
      )
      ? 2
      : undefined;
  };
  const rank = rankOf(guardian);
  if (rank === undefined) {
    draft.refuse("guardian-not-in-order", "B0000001:1094", "guardian");
    return;
  }
  const earlier = members.some((id) => id !== ward.nationalId && (rankOf(id) ?? 9) < rank && isOfAge(draft, id));
  if (earlier) draft.judge("guardian-later-in-order", "B0000001:1094", "guardian");
}

const isOfAge = (draft: Draft, id: string): boolean => {
  const record = draft.person(id);
  return record !== undefined && isAdult(record, draft.application.filedOn);
};

function checkEnd(draft: Draft, { responsibilityAfter, finalOn }: Facts, ward: PersonRecord): void {
  if (ward.guardian === null) draft.refuse("has-no-guardian", "B0000001:1106", "event");
  if (!isAdult(ward, finalOn) && !responsibilityAfter && ward.responsibility === "guardian")
    draft.missing("responsibility-missing", "B0000001:1091", "responsibilityAfter");
}

function enter(draft: Draft, facts: Facts, ward: PersonRecord): void {
  const { guardian, event, by, others = [] } = facts;
  const isMinor = !isAdult(ward, draft.application.filedOn);
  if (event === "ends") {
    const responsibility = isMinor ? (facts.responsibilityAfter ?? ward.responsibility) : null;
    draft.change(ward.nationalId, { guardian: null, responsibility });
    return;
  }
  if (!guardian) return;
  // parents who have someone act for a matter and a time keep their rights and duties (Article 1092)
  const responsibility = isMinor ? (by === "mandate" ? ward.responsibility : "guardian") : null;
  draft.change(ward.nationalId, { guardian: guardianKey(guardian), assistant: isMinor ? ward.assistant : null, responsibility });
  draft.give("guardian", namesOf([guardian, ...others]));
  if (others.length > 0) draft.note("more-guardians", "B0000001:1111");
  if (by !== "mandate") draft.inform("guardian", "list-of-property", "B0000001:1099");
}

const namesOf = (guardians: readonly Guardian[]): string => guardians.map(({ name }) => name).join("、");
