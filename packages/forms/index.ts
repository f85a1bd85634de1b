/** Forms and services as data: what is asked page by page, how answers are parsed, and where a decision's inputs come from. */
export { type FieldError, type FieldErrorCode, type FileErrorCode, InvalidForm, type InvalidFormCode } from "./errors.ts";
export { type Edited, editPage, fileIdsIn, fileInputsOf } from "./fields/buttons.ts";
export { parseEmail, parseMobile } from "./fields/contact.ts";
export { type FieldAt, fieldAt, numbersIn } from "./fields/field-at.ts";
export { filesIn } from "./fields/file.ts";
export { entriesIn, entryInput } from "./fields/group.ts";
export { isNationalId } from "./fields/national-id.ts";
export { partsOf } from "./fields/parse-field.ts";
export { type ParsedPage, type ParseOptions, parsePage } from "./fields/parse-page.ts";
export { isSameName } from "./fields/person-name.ts";
export type { Surroundings } from "./fields/surroundings.ts";
export { holds } from "./form/condition.ts";
export { answersBefore, complete, type FlowOptions, nextPage, openQuestions, path, prune } from "./form/flow.ts";
export { END, type Form, loadForm } from "./form/load.ts";
export {
  type Address,
  type Answer,
  type Answers,
  type Condition,
  conditionSchema,
  type Entry,
  type EntryField,
  type Field,
  type FieldOf,
  type FieldType,
  type FileKind,
  type FormDefinition,
  fieldSchema,
  fileKinds,
  formSchema,
  type Offer,
  type Offered,
  type Page,
  pageSchema,
  type Registered,
  type StoredFile,
  simpleFieldSchema,
} from "./form/schema.ts";
export { fieldMessages, messageKey } from "./messages.ts";
export { givenFor } from "./offered.ts";
export { formTexts } from "./texts.ts";
