import { defineKind } from "@troad/entry";
import Type from "typebox";
import { checkSelfOrInterested } from "../../applying/interested.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkExOfficio, setTerm } from "../../applying/terms.ts";
import { draftOf } from "../../draft.ts";
import { closed, day, nationalId, reminderEndedOn } from "../../facts.ts";
import { needsRuling, undo, voidEntry } from "../../people/cancellations.ts";
import { concernedPerson } from "../../people/persons.ts";

/**
 * Cancellation (撤銷) of an entry of what never was, or was void from the start. The records do not remember what was before every entry, so it is
 * stated where it is needed; the entry itself stays in the history.
 */
export const cancellation = defineKind({
  facts: closed({
    person: nationalId,
    entry: voidEntry,
    reason: Type.String({ minLength: 2, maxLength: 400 }),
    /** A final ruling, settlement or mediation; what the office found; other papers; or nothing. */
    proof: Type.Enum(["ruling", "office-finding", "papers", "none"]),
    /** When the ruling became final, or the office found it. */
    on: day,
    inLitigation: Type.Optional(Type.Boolean()),
    reminderEndedOn,
  }),
  legalBasis: "D0030006:23",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { person: nationalId, entry, proof, on, inLitigation, reminderEndedOn } = application.facts;
    const isRevived = entry.of === "nationality-loss";
    const person = isRevived ? draft.person(nationalId) : concernedPerson(draft, nationalId, "person");
    const term = { event: on, reminderEndedOn, fact: "on" };
    setTerm(draft, term);
    checkExOfficio(draft, isRevived ? "without" : "after-reminder", term);
    if (inLitigation) draft.refuse("litigation-pending", "D0030006:25", "inLitigation");
    if (proof === "none") draft.missing("void-proof-missing", "D0030007:13", "proof");
    else if (proof !== "ruling" && needsRuling(entry)) draft.missing("ruling-missing", "D0030006:25", "proof");
    else if (proof !== "ruling") draft.judge("void-to-be-judged", "D0030006:23", "proof");
    if (!person) {
      if (isRevived) draft.refuse("person-unknown", "D0030006:1", "person");
      return draft.outcome();
    }
    checkOfficeOf(draft, person, "perhaps");
    checkSelfOrInterested(draft, person);
    draft.add(officerFindings(application, draft.world, [nationalId, person.spouse]));
    if (!draft.isStopped()) undo(draft, person, entry);
    return draft.outcome();
  },
});
