/** Every code that answering a form can give; the texts for people stand beside it in texts.ts. */
export type FieldErrorCode =
  | "field.required"
  | "field.malformed"
  | "field.repeated"
  | "field.characters"
  | "field.too-short"
  | "field.too-long"
  | "field.not-a-number"
  | "field.not-whole"
  | "field.too-small"
  | "field.too-large"
  | "field.not-a-date"
  | "field.too-early"
  | "field.too-late"
  | "field.not-a-choice"
  | "field.too-few"
  | "field.too-many"
  | "field.not-yes-or-no"
  | "field.not-a-national-id"
  | "field.not-a-plate"
  | "field.not-a-bank-account"
  | "field.not-a-mobile"
  | "field.not-an-email"
  | "field.not-declared"
  | "field.not-listed"
  | "field.not-a-district"
  | "field.no-road-line"
  | "field.not-a-business-number"
  | "field.not-registered"
  | "field.not-confirmed"
  | "field.register-silent"
  | "field.not-signed"
  | "field.differs-without-reason"
  | "field.same-entry"
  | "field.too-few-entries"
  | "field.too-many-entries"
  | "field.too-many-files"
  | FileErrorCode;

/** What is wrong with a file that was sent. */
export type FileErrorCode =
  | "field.file-empty"
  | "field.file-too-large"
  | "field.file-kind"
  | "field.file-infected"
  | "field.file-not-scanned"
  | "field.file-unknown"
  | "field.files-full";

/**
 * What is wrong with one field of a page; `params` fill the placeholders of the text, `part` names the input where to look (`month`). A field of an
 * entry is `<group>-<index>-<field>`.
 */
export type FieldError = { field: string; code: FieldErrorCode; params?: Record<string, string | number>; part?: string };

/** What can be wrong with a form definition or a service; found when it is loaded, never while someone fills it in. */
export type InvalidFormCode =
  | "form.duplicate-page"
  | "form.duplicate-field"
  | "form.reserved-name"
  | "form.unknown-page"
  | "form.unknown-field"
  | "form.condition"
  | "form.bounds"
  | "form.cycle"
  | "form.unreachable-page";

/** A definition that cannot work: a defect of content, so it throws. */
export class InvalidForm extends Error {
  readonly code: InvalidFormCode;
  readonly where: string;
  constructor(code: InvalidFormCode, where: string, why: string) {
    super(`${where}: ${why} (${code})`);
    this.name = "InvalidForm";
    this.code = code;
    this.where = where;
  }
}
