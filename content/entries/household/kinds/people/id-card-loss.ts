import { defineKind } from "@troad/entry";
import Type from "typebox";
import { asStated, checkApplicants, is } from "../../applying/applicants.ts";
import { checkOffice } from "../../applying/offices.ts";
import { represents } from "../../applying/represent.ts";
import { draftOf } from "../../draft.ts";
import { closed, day, nationalId } from "../../facts.ts";
import { livingPerson } from "../../people/persons.ts";

const facts = closed({
  holder: nationalId,
  /** What became of it, and when it was last seen, if that is known. */
  how: Type.Enum(["lost", "stolen", "destroyed"]),
  lostOn: Type.Optional(day),
});

/**
 * The report of a loss, at any time and to any office, also over the telephone or the network: from that moment the card is not valid, and a new one is
 * applied for after it (Rules on Identity Cards, Article 16). It harms no one to hear it from others, so nobody is turned away.
 */
export const idCardLoss = defineKind({
  facts,
  legalBasis: "D0030030:16",
  decide: (application, world) => {
    const draft = draftOf(application, world);
    const { holder: id, lostOn } = application.facts;
    const holder = livingPerson(draft, id, "holder");
    if (!holder) return draft.outcome();
    checkOffice(draft, null, "any");
    checkApplicants(draft, {
      article: "D0030030:16",
      roles: {
        holder: is(id),
        representative: ({ nationalId }) => represents(holder, nationalId, application.filedOn),
        reporter: asStated,
      },
    });
    const card = draft.card(id);
    if (!card) draft.refuse("no-card", "D0030030:16", "holder");
    else if (card.state === "collected") draft.refuse("card-collected", "D0030006:62", "holder");
    else if (card.state === "lost") draft.refuse("loss-reported-already", "D0030030:16", "holder");
    if (lostOn !== undefined && lostOn > application.filedOn) draft.refuse("day-in-future", "D0030030:16", "lostOn");
    if (!application.filers.some(({ nationalId }) => nationalId === id))
      draft.inform("person", "card-reported-lost", "D0030030:16");
    if (card && !draft.isStopped()) {
      draft.put("id-card", id, { ...card, state: "lost", stateOn: application.filedOn });
      draft.inform("person", "replace-card", "D0030006:57");
    }
    return draft.outcome();
  },
});
