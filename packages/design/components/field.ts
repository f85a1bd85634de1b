import { type AttributeValue, attributes, type Html, type HtmlValue, html } from "@troad/html";
import { type AttributeMap, type Content, contentOf, idList, type Maybe } from "../options.ts";
import type { Words } from "../words.ts";
import { type ErrorMessageOptions, errorMessage, type HintOptions, hint, type LabelOptions, label } from "./text.ts";

export type FormGroupOptions = Maybe<{
  classes: string;
  attributes: AttributeMap;
  beforeInput: Content;
  afterInput: Content;
}>;

/** The options that every field has. `id` defaults to `name`. */
export type FieldOptions = {
  readonly name: string;
  readonly label: LabelOptions;
} & Maybe<{
  id: string;
  hint: HintOptions;
  errorMessage: ErrorMessageOptions;
  describedBy: string;
  formGroup: FormGroupOptions;
  classes: string;
  disabled: boolean;
  attributes: AttributeMap;
}>;

/** A field's wrapper, which carries the error state. */
export const formGroup = (
  isError: boolean,
  own: FormGroupOptions | undefined,
  extra: AttributeMap,
  extraClass: string,
  content: HtmlValue,
): Html =>
  html`<div${attributes({
    class: ["tr-form-group", isError && "tr-form-group--error", extraClass, own?.classes],
    ...extra,
    ...own?.attributes,
  })}>${content}</div>`;

/** What a control gets from its frame: its id and its descriptions. */
export interface ControlFrame {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isError: boolean;
}

/** Frames a control with label, hint and error message, in the order in which a screen reader should read them. */
export function field(
  options: FieldOptions,
  words: Words,
  control: (frame: ControlFrame) => Html,
  group: { readonly class?: string; readonly attributes?: Readonly<Record<string, AttributeValue>> } = {},
): Html {
  const id = options.id ?? options.name;
  const hintId = options.hint && `${id}-hint`;
  const errorId = options.errorMessage && `${id}-error`;
  const frame = { id, describedBy: idList(options.describedBy, hintId, errorId), isError: errorId !== undefined };
  const content = html`${label({ ...options.label, for: id })}${options.hint && hint({ ...options.hint, id: hintId })}${
    options.errorMessage && errorMessage({ ...options.errorMessage, id: errorId }, words)
  }${contentOf(options.formGroup?.beforeInput)}${control(frame)}${contentOf(options.formGroup?.afterInput)}`;
  return formGroup(frame.isError, options.formGroup, group.attributes ?? {}, group.class ?? "", content);
}
