import type { Field, Offer, StoredFile } from "@troad/forms";
import type { Html } from "@troad/html";
import type { Places } from "./places.ts";
import type { NamedVillage } from "./villages.ts";

export type FieldShown = {
  field: Field;
  /** What was typed, or the stored answer. */
  values: Record<string, unknown>;
  /** What is wrong with it, in the reader's language. */
  error: string | undefined;
  /** Texts of the form, by key. */
  text(key: string): string;
  /** Banks by code, for accounts: the bank is chosen by name. Without them an account is one box. */
  banks?: readonly Bank[];
  /** Counties and districts, for addresses. */
  places?: Places;
  /** The villages of the area in which the form is filled in. */
  villages?: readonly NamedVillage[];
  /** What may be chosen where a module offers it, by field. */
  offers?: Readonly<Record<string, readonly Offer[]>>;
  /** Documents that were uploaded for the form, by id. */
  files?: ReadonlyMap<string, StoredFile>;
  /** Questions that a choice of this one opens, by its value. */
  under?: ReadonlyMap<string, Html>;
};
export type Bank = { code: string; name: string };
