import Type, { type Static } from "typebox";
import type { Draft } from "../draft.ts";
import { closed, nationalId, orNull, text } from "../facts.ts";
import { isAdult } from "../people/capacity.ts";
import type { PersonRecord } from "../records.ts";

/** A guardian or assistant: a person, or an authority or institution under its unified number. */
export const guardianFacts = closed({
  nationalId: orNull(nationalId),
  unifiedNumber: Type.Optional(Type.String({ pattern: "^[0-9]{8}$" })),
  name: text,
  /** Declared bankrupt and not restored, or missing, as far as the office knows. */
  bankrupt: Type.Optional(Type.Boolean()),
  missing: Type.Optional(Type.Boolean()),
});
export type Guardian = Static<typeof guardianFacts>;

/** Under what they stand in the record of the ward. */
export const guardianKey = ({ nationalId, unifiedNumber }: Guardian): string | null => nationalId ?? unifiedNumber ?? null;

/**
 * Who may not be guardian, nor assistant (Civil Code, Articles 1096 and 1113-1): minors, people under guardianship or assistance, bankrupts, the missing.
 */
export function checkFit(draft: Draft, ward: PersonRecord, guardian: Guardian, what: "guardian" | "assistant"): void {
  const article = what === "guardian" ? "B0000001:1096" : "B0000001:1113-1";
  const day = draft.application.filedOn;
  if (guardianKey(guardian) === null) draft.missing("unfit-without-number", article, what);
  if (guardian.nationalId === ward.nationalId) draft.refuse("unfit-is-ward", article, what);
  if (guardian.bankrupt) draft.refuse("unfit-bankrupt", article, what);
  if (guardian.missing) draft.refuse("unfit-gone-missing", article, what);
  if (guardian.nationalId === null) return;
  const record = draft.person(guardian.nationalId);
  // someone without household registration may be guardian: of them the office reads the papers
  if (!record) draft.judge("unfit-not-registered", article, what);
  else if (record.status !== "present" && record.status !== "abroad") draft.refuse("unfit-not-living", article, what);
  else if (!isAdult(record, day)) draft.refuse("unfit-minor", article, what);
  else if (record.guardian !== null || record.assistant !== null) draft.refuse("unfit-incapable", article, what);
}
