import { defineKind } from "@troad/entry";
import Type from "typebox";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { ageOn } from "../../days.ts";
import { draftOf } from "../../draft.ts";
import { closed, nationalId } from "../../facts.ts";
import {
  cardAge,
  cardFees,
  checkFace,
  checkHolder,
  checkInPerson,
  checkPhoto,
  issueCard,
  photoFacts,
} from "../../people/cards.ts";
import { livingPerson } from "../../people/persons.ts";

const facts = closed({
  holder: nationalId,
  photo: photoFacts,
  /** The household book, or another proof of identity, in the original. */
  identityProofShown: Type.Boolean(),
  /** Of a child under fourteen. */
  childPresent: Type.Optional(Type.Boolean()),
});

/** The first identity card: from fourteen a duty, before on request (Household Registration Act, Article 57). */
export const idCardFirst = defineKind({
  facts,
  legalBasis: "D0030006:57",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { holder: id, photo, identityProofShown, childPresent } = application.facts;
    const holder = livingPerson(draft, id, "holder");
    draft.add(officerFindings(application, draft.world, [id]));
    if (!holder) return draft.outcome(cardFees.first);
    checkHolder(draft, holder);
    // only where the ministry has announced it, elsewhere than at home (Article 61)
    checkOfficeOf(draft, holder, "perhaps");
    if (draft.card(id)) draft.refuse("card-exists", "D0030006:57", "holder");
    checkInPerson(draft, holder, childPresent);
    if (!identityProofShown) draft.missing("identity-proof-missing", "D0030030:14", "identityProofShown");
    checkPhoto(draft, photo, "D0030030:14", false);
    checkFace(draft);
    if (ageOn(holder.birthDate, application.filedOn) < cardAge) draft.note("card-before-fourteen", "D0030006:57");
    if (!draft.isStopped()) issueCard(draft, id, "first");
    return draft.outcome(cardFees.first);
  },
});
