import type { FieldOf, Offer, StoredFile } from "../form/schema.ts";

/** What an answer is held against besides its own field. What is not given is not known, so that the answer that needs it is refused. */
export type Surroundings = {
  /** Calendar day from which bounds are counted. */
  today?: string | undefined;
  /** The name of the person who fills in: what they sign with. */
  signer?: string | undefined;
  /** Codes of the districts that there are. */
  districts?: ReadonlySet<string> | undefined;
  /** Codes of the villages in the area of the form. */
  villages?: ReadonlySet<string> | undefined;
  /** The name that a register gave for a number; null where it knows none, undefined where it could not be asked. */
  registered?: ((type: "person" | "business", number: string) => string | null | undefined) | undefined;
  /** Documents that were uploaded for this form, by id. */
  files?: ReadonlyMap<string, StoredFile> | undefined;
  /** What a module offers for a field; undefined where it could not be asked. */
  offers?: ((field: FieldOf<"offered">) => readonly Offer[] | undefined) | undefined;
  /** The answers before this one. */
  earlier?: Record<string, unknown> | undefined;
  /** The answers were parsed before: what was looked up, signed or uploaded then is not asked about again. */
  stored?: boolean | undefined;
};
