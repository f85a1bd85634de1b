import { defineKind } from "@troad/entry";
import Type from "typebox";
import { checkSelfOrInterested } from "../../applying/interested.ts";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { checkExOfficio } from "../../applying/terms.ts";
import { draftOf } from "../../draft.ts";
import { closed, day, nationalId } from "../../facts.ts";
import { checkPaper, checkValues, correct, correctedValues, paper } from "../../people/corrections.ts";
import { concernedPerson } from "../../people/persons.ts";

/**
 * Correction (更正) of what is wrong or left out. The office corrects its own mistakes by itself (Enforcement Rules, Article 15); what was stated
 * wrongly needs one of the papers of Article 16.
 */
export const correction = defineKind({
  facts: closed({
    person: nationalId,
    values: correctedValues,
    origin: Type.Enum(["office-error", "declared"]),
    reason: Type.String({ minLength: 2, maxLength: 400 }),
    paper,
    /** The day of the paper of the first registration here, for a correction of the birthday. */
    firstRegisteredOn: Type.Optional(day),
    /** A suit about it is pending: its end comes first (Article 25). */
    inLitigation: Type.Optional(Type.Boolean()),
  }),
  legalBasis: "D0030006:22",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { person: nationalId, values, origin, paper, firstRegisteredOn, inLitigation } = application.facts;
    const person = concernedPerson(draft, nationalId, "person");
    checkExOfficio(draft, origin === "office-error" ? "without" : "after-reminder");
    if (inLitigation) draft.refuse("litigation-pending", "D0030006:25", "inLitigation");
    if (origin === "declared") checkPaper(draft, paper, values.birthDate !== undefined, firstRegisteredOn);
    if (!person) return draft.outcome();
    checkOfficeOf(draft, person, "perhaps");
    checkSelfOrInterested(draft, person);
    checkValues(draft, person, values);
    draft.add(officerFindings(application, draft.world, [nationalId]));
    if (!draft.isStopped()) correct(draft, person, values);
    return draft.outcome();
  },
});
