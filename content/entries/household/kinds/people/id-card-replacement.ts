import { defineKind } from "@troad/entry";
import Type, { type Static } from "typebox";
import { officerFindings } from "../../applying/officer.ts";
import { checkOfficeOf } from "../../applying/offices.ts";
import { type Draft, draftOf } from "../../draft.ts";
import { closed, nationalId } from "../../facts.ts";
import { cardFees, checkFace, checkHolder, checkInPerson, checkPhoto, issueCard, photoFacts } from "../../people/cards.ts";
import { livingPerson } from "../../people/persons.ts";
import type { CardRecord } from "../../records.ts";

const facts = closed({
  holder: nationalId,
  /** `withheld`: someone keeps it without the law's leave (Rules on Identity Cards, Article 17). */
  cause: Type.Enum(["lost", "destroyed", "withheld"]),
  /** Of a card that is withheld: the reasons and a signed statement. */
  statementShown: Type.Optional(Type.Boolean()),
  photo: photoFacts,
  identityProofShown: Type.Boolean(),
  /** Losses so frequent that the office asks for an explanation, and whether it has one (Article 13). */
  isUnusuallyFrequent: Type.Optional(Type.Boolean()),
  explained: Type.Optional(Type.Boolean()),
  childPresent: Type.Optional(Type.Boolean()),
});

type Facts = Static<typeof facts>;

/** A card in place of one that was lost: in person, after the report of the loss (Household Registration Act, Articles 57 and 60). */
export const idCardReplacement = defineKind({
  facts,
  legalBasis: "D0030006:57",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { facts } = application;
    const holder = livingPerson(draft, facts.holder, "holder");
    draft.add(officerFindings(application, draft.world, [facts.holder]));
    if (!holder) return draft.outcome(cardFees.replacement);
    checkHolder(draft, holder);
    checkOfficeOf(draft, holder, "perhaps");
    checkInPerson(draft, holder, facts.childPresent);
    const card = draft.card(facts.holder);
    checkCard(draft, facts, card);
    if (!facts.identityProofShown) draft.missing("identity-proof-missing", "D0030030:15", "identityProofShown");
    // one in the archive for less than two years will do, if the face is the same
    checkPhoto(draft, facts.photo, "D0030030:15", true);
    checkFace(draft);
    if (!draft.isStopped()) {
      const isSecondToday = card?.reason === "replacement" && card.issuedOn === application.filedOn;
      if (isSecondToday) draft.note("temporary-certificate-first", "D0030030:23");
      issueCard(draft, facts.holder, "replacement");
    }
    return draft.outcome(cardFees.replacement);
  },
});

function checkCard(draft: Draft, facts: Facts, card: CardRecord | undefined): void {
  if (!card) draft.refuse("no-card", "D0030006:57", "holder");
  else if (card.state === "collected") draft.refuse("card-collected", "D0030006:62", "holder");
  else if (facts.cause === "withheld" && !facts.statementShown)
    draft.missing("statement-missing", "D0030030:17", "statementShown");
  else if (facts.cause !== "withheld" && card.state !== "lost") draft.missing("loss-report-missing", "D0030030:16", "cause");
  if (facts.isUnusuallyFrequent && !facts.explained) draft.missing("explanation-missing", "D0030030:13", "explained");
}
