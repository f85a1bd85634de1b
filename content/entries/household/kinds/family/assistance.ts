import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { checkApplicants, is } from "../../applying/applicants.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkRuling, rulingFacts } from "../../applying/rulings.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, nationalId } from "../../facts.ts";
import { checkFit, guardianFacts, guardianKey } from "../../family/guardians.ts";
import { isAdult } from "../../people/capacity.ts";
import { livingPerson } from "../../people/persons.ts";
import type { PersonRecord } from "../../records.ts";

const facts = closed({
  person: nationalId,
  /** `begins` also of a guardianship that a court turns into assistance (Civil Code, Article 14, paragraph 4). */
  event: Type.Enum(["begins", "changes", "ends"]),
  assistant: Type.Optional(guardianFacts),
  ...rulingFacts,
});
type Facts = Static<typeof facts>;

/** Assistance (輔助), which only a court declares and revokes (Civil Code, Articles 15-1 and 1113-1). */
export const assistance = defineKind({
  facts,
  legalBasis: "D0030006:12",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const person = livingPerson(draft, facts.person, "person");
    // as of a guardian, a court asks the office for the entry itself (Articles 1112-2 and 1113-1)
    checkRuling(draft, facts, true);
    checkWho(draft, facts, person);
    checkOfficeOf(draft, person, "perhaps");
    draft.add(officerFindings(application, draft.world, [facts.person, facts.assistant?.nationalId]));
    if (!person) return draft.outcome();
    check(draft, facts, person);
    if (!draft.isStopped()) {
      const isEnd = facts.event === "ends";
      const key = !isEnd && facts.assistant ? guardianKey(facts.assistant) : null;
      if (person.guardian !== null && !isEnd) draft.note("guardianship-becomes-assistance", "B0000001:14");
      draft.change(person.nationalId, { assistant: key, guardian: isEnd ? person.guardian : null });
      if (!isEnd) draft.give("assistant", facts.assistant?.name ?? "");
    }
    return draft.outcome();
  },
});

/** The assistant or the person under assistance, who keeps their capacity to act (Household Registration Act, Article 35). */
function checkWho(draft: Draft, { person: id, assistant, event }: Facts, person: PersonRecord | undefined): void {
  const key = event === "ends" ? person?.assistant : assistant?.nationalId;
  checkApplicants(draft, {
    article: event === "ends" ? "D0030006:46" : "D0030006:35",
    roles: { assistant: (filer) => filer.nationalId === key || (assistant?.unifiedNumber ? "judge" : false), person: is(id) },
  });
}

function check(draft: Draft, { event, assistant, finalOn }: Facts, person: PersonRecord): void {
  const article = "B0000001:1113-1";
  if (event === "begins" && person.assistant !== null) draft.refuse("has-assistant", article, "event");
  if (event !== "begins" && person.assistant === null) draft.refuse("has-no-assistant", article, "event");
  if (event === "ends") return;
  if (!isAdult(person, finalOn)) draft.judge("assisted-minor", "B0000001:15-1", "person");
  if (assistant) checkFit(draft, person, assistant, "assistant");
  else draft.missing("assistant-missing", article, "assistant");
}
