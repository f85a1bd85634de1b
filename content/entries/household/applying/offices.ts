import { type Village, villages } from "@troad/population";
import type { Draft } from "../draft.ts";
import type { PersonRecord } from "../records.ts";

/**
 * `any`: the Act itself lets any office act. `announced`: the ministry has announced that any may (Article 26, item 1). `perhaps`: whether it has is
 * not known for certain, so an officer elsewhere answers for it. `home`: only the competent office.
 */
export type Where = "any" | "announced" | "perhaps" | "home";

const article = "D0030006:26";

let byCode: ReadonlyMap<string, Village> | undefined;

/** A village of the Ministry of the Interior's list; undefined where there is none. */
export function villageOf(code: string): Village | undefined {
  byCode ??= new Map(villages().map((village) => [village.code, village]));
  return byCode.get(code);
}

/** The letter of an office's county, with which its numbers begin; undefined for an area that does not exist. */
export const letterOf = (office: string): string | undefined =>
  /^(\d{5}|\d{8})$/.test(office) ? villages().find(({ code }) => code.startsWith(office))?.letter : undefined;

/** The code of a county or special municipality, as places of birth are kept; abroad it is the name of a country. */
export const isCounty = (code: string): boolean => code.length === 5 && letterOf(code) !== undefined;

/** Whether the office may act where the person lives, in this village. */
export function checkOffice(draft: Draft, villageCode: string | null | undefined, where: Where): void {
  const { office } = draft.application;
  const isHome = villageCode?.startsWith(office) ?? false;
  if (letterOf(office) === undefined) draft.refuse("office-unknown", article);
  else if (where === "any" || isHome) return;
  else if (where === "announced") draft.note("office-elsewhere", article);
  else if (where === "perhaps" || !villageCode) draft.judge("office-only-if-announced", article);
  else draft.refuse("office-not-competent", article);
}

/** Whether the office may act where a person's household is, or last was. */
export const checkOfficeOf = (draft: Draft, person: PersonRecord | undefined, where: Where): void =>
  checkOffice(draft, draft.unit(person?.householdNo)?.villageCode, where);
