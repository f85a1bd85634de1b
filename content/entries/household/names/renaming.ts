import type { Draft } from "../draft.ts";
import { childrenOf, informOfCard } from "../people/persons.ts";
import type { PersonRecord } from "../records.ts";

/** A changed name stands at the same time in the records of the spouse and the children, who are told (Name Act, Article 12). */
export function rename(draft: Draft, person: PersonRecord, name: string, fields: Partial<PersonRecord> = {}): void {
  const { nationalId } = person;
  draft.change(nationalId, { name, ...fields });
  if (name === person.name) return;
  informOfCard(draft, nationalId);
  draft.inform("head", "exchange-household-book", "D0030006:58");
  if (draft.person(person.spouse)?.spouse === nationalId) {
    draft.change(person.spouse, { spouseName: name });
    draft.inform("spouse", "name-of-spouse-changed", "D0030011:12");
  }
  for (const child of childrenOf(draft, nationalId)) {
    draft.change(child.nationalId, child.father === nationalId ? { fatherName: name } : { motherName: name });
    draft.inform("children", "name-of-parent-changed", "D0030011:12");
  }
}
