import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { checkApplicants, is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkRuling } from "../../applying/rulings.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, day, nationalId, reminderEndedOn } from "../../facts.ts";
import { isAdult } from "../../people/capacity.ts";
import { livingPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  child: nationalId,
  responsibility: Type.Enum(["both", "father", "mother"]),
  by: Type.Enum(["agreement", "judgment", "mediation", "settlement"]),
  /** The day of the agreement, or on which the ruling was final. */
  since: day,
  agreementShown: Type.Optional(Type.Boolean()),
  /** Of parents who are still married: since when they live apart. */
  apartSince: Type.Optional(day),
  ruling: Type.Optional(Type.Enum(["final", "not-final", "court-notice", "none"])),
  reminderEndedOn,
});
type Facts = Static<typeof facts>;

/** Who exercises the rights and duties of a minor child whose parents are divorced or were never married (Civil Code, Articles 1055 and 1069-1). */
export const parentalResponsibility = defineKind({
  facts,
  legalBasis: "D0030006:13",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const child = livingPerson(draft, facts.child, "child");
    if (facts.by === "agreement") {
      const term = { event: facts.since, reminderEndedOn: facts.reminderEndedOn, fact: "since" };
      setTerm(draft, term);
      checkExOfficio(draft, "after-reminder", term);
      if (!facts.agreementShown) draft.missing("responsibility-agreement-missing", "B0000001:1055", "agreementShown");
    } else checkRuling(draft, { finalOn: facts.since, ruling: facts.ruling ?? "none", reminderEndedOn: facts.reminderEndedOn });
    checkOfficeOf(draft, child, "perhaps");
    draft.add(officerFindings(application, draft.world, [facts.child, child?.father, child?.mother]));
    if (!child) return draft.outcome();
    checkWho(draft, facts, child);
    check(draft, facts, child);
    if (!draft.isStopped()) enter(draft, facts, child);
    return draft.outcome();
  },
});

/** Who exercises them, one or both (Household Registration Act, Article 35). */
function checkWho(draft: Draft, { responsibility }: Facts, child: PersonRecord): void {
  checkApplicants(draft, {
    article: "D0030006:35",
    roles: {
      ...(responsibility !== "mother" ? { father: is(child.father) } : {}),
      ...(responsibility !== "father" ? { mother: is(child.mother) } : {}),
    },
  });
}

function check(draft: Draft, { responsibility, by, apartSince }: Facts, child: PersonRecord): void {
  const article = "B0000001:1055";
  if (isAdult(child, draft.application.filedOn)) draft.refuse("child-is-adult", "B0000001:12", "child");
  for (const parent of responsibility === "both" ? (["father", "mother"] as const) : [responsibility]) {
    const record = draft.person(child[parent]);
    const isKnown = record !== undefined || child[parent === "father" ? "fatherName" : "motherName"] !== null;
    if (!isKnown) draft.refuse("no-such-parent", article, "responsibility");
    if (record && record.status !== "present" && record.status !== "abroad")
      draft.refuse("parent-not-living", article, "responsibility");
  }
  const areMarried = child.father !== null && draft.person(child.father)?.spouse === child.mother;
  if (areMarried && by === "agreement") checkApart(draft, apartSince);
  if (child.guardian !== null) draft.judge("child-has-guardian", "B0000001:1091", "child");
}

/** Married parents exercise them together, unless they have lived apart for six months and more, which an officer judges (Articles 1089 and 1089-1). */
function checkApart(draft: Draft, since: string | undefined): void {
  if (since === undefined || addMonths(since, 6) > draft.application.filedOn)
    draft.refuse("parents-still-married", "B0000001:1089", "by");
  else draft.judge("parents-live-apart", "B0000001:1089-1", "apartSince");
}

/** The day with the same number, or the last of the month (Civil Code, Article 121). */
function addMonths(day: string, months: number): string {
  const at = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const last = new Date(Date.UTC(Math.floor(at / 12), (at % 12) + 1, 0));
  return `${last.toISOString().slice(0, 8)}${String(Math.min(Number(day.slice(8)), last.getUTCDate())).padStart(2, "0")}`;
}

function enter(draft: Draft, { responsibility }: Facts, child: PersonRecord): void {
  if (child.responsibility === responsibility) draft.note("responsibility-as-before", "D0030006:13");
  draft.change(child.nationalId, { responsibility });
}
