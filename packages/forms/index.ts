/** Forms and services as data: what is asked page by page, how answers are parsed, and where a decision's inputs come from. */
export { type FieldError, type FieldErrorCode, InvalidForm, type InvalidFormCode } from "./errors.ts";
export { isNationalId } from "./fields/national-id.ts";
export { partsOf } from "./fields/parse-field.ts";
export { type ParsedPage, type ParseOptions, parsePage } from "./fields/parse-page.ts";
export { holds } from "./form/condition.ts";
export { answersBefore, complete, type FlowOptions, nextPage, openQuestions, path, prune } from "./form/flow.ts";
export { END, type Form, loadForm } from "./form/load.ts";
export {
  type Answer,
  type Answers,
  type Condition,
  conditionSchema,
  type Field,
  type FieldType,
  type FormDefinition,
  fieldSchema,
  formSchema,
  type Page,
  pageSchema,
} from "./form/schema.ts";
export { fieldMessages, messageKey } from "./messages.ts";
export { formTexts } from "./texts.ts";
