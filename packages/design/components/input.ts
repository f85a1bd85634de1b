import { attributes, type Html, html } from "@troad/html";
import { type AttributeMap, contentOf, hasContent, type Maybe, type StyledContent } from "../options.ts";
import { scriptWords, type Words } from "../words.ts";
import { type ControlFrame, type FieldOptions, field } from "./field.ts";

export type InputOptions = FieldOptions &
  Maybe<{
    type: "text" | "email" | "tel" | "url" | "number" | "search" | "date";
    value: string | number;
    inputmode: string;
    autocomplete: string;
    autocapitalize: string;
    pattern: string;
    spellcheck: boolean;
    prefix: StyledContent;
    suffix: StyledContent;
    inputWrapper: Maybe<{ classes: string; attributes: AttributeMap }>;
  }>;

/** A single-line field. For amounts and numbers use `inputmode: "numeric"`, not `type: "number"`, where the mouse wheel changes values. */
export function input(options: InputOptions, words: Words): Html {
  return field(options, words, (frame) => {
    const control = html`<input${attributes(controlAttributes(options, frame))}>`;
    const before = affix(options.prefix, "tr-input__prefix");
    const after = affix(options.suffix, "tr-input__suffix");
    if (!before && !after) return control;
    const own = { class: ["tr-input__wrapper", options.inputWrapper?.classes], ...options.inputWrapper?.attributes };
    return html`<div${attributes(own)}>${before}${control}${after}</div>`;
  });
}

const affix = (content: StyledContent | undefined, name: string): Html | false =>
  content !== undefined &&
  hasContent(content) &&
  html`<div${attributes({ class: [name, content.classes], "aria-hidden": "true", ...content.attributes })}>${contentOf(content)}</div>`;

const controlAttributes = (options: InputOptions, frame: ControlFrame): AttributeMap => ({
  class: ["tr-input", options.classes, frame.isError && "tr-input--error"],
  id: frame.id,
  name: options.name,
  type: options.type ?? "text",
  spellcheck: options.spellcheck === undefined ? undefined : String(options.spellcheck),
  value: options.value === "" ? undefined : options.value,
  disabled: options.disabled,
  "aria-describedby": frame.describedBy,
  autocomplete: options.autocomplete,
  autocapitalize: options.autocapitalize,
  pattern: options.pattern,
  inputmode: options.inputmode,
  ...options.attributes,
});

export type PasswordInputOptions = FieldOptions & Maybe<{ value: string; autocomplete: "current-password" | "new-password" }>;

/** A field for a secret, with a button to show it that appears only if the script runs. */
export function passwordInput(options: PasswordInputOptions, words: Words): Html {
  const toggle = (id: string) => ({
    type: "button",
    class: "tr-button tr-button--secondary tr-password-input__toggle tr-js-password-input-toggle",
    "data-module": "tr-button",
    "aria-controls": id,
    "aria-label": words.showPassword,
    hidden: true,
  });
  return field(
    options,
    words,
    (frame) => {
      const own = {
        class: [
          "tr-input tr-password-input__input tr-js-password-input-input",
          options.classes,
          frame.isError && "tr-input--error",
        ],
        id: frame.id,
        name: options.name,
        type: "password",
        spellcheck: "false",
        value: options.value || undefined,
        disabled: options.disabled,
        "aria-describedby": frame.describedBy,
        autocomplete: options.autocomplete ?? "current-password",
        autocapitalize: "none",
        ...options.attributes,
      };
      const show = html`<button${attributes(toggle(frame.id))}>${words.show}</button>`;
      return html`<div class="tr-input__wrapper tr-password-input__wrapper"><input${attributes(own)}>${show}</div>`;
    },
    { class: "tr-password-input", attributes: { "data-module": "tr-password-input", ...scriptWords(words, "password-input") } },
  );
}

export type FileUploadOptions = FieldOptions & Maybe<{ multiple: boolean; accept: string }>;

/** A file field; the browser's own control, which also accepts dropped files. */
export const fileUpload = (options: FileUploadOptions, words: Words): Html =>
  field(
    options,
    words,
    (frame) =>
      html`<input${attributes({
        class: ["tr-file-upload", options.classes, frame.isError && "tr-file-upload--error"],
        id: frame.id,
        name: options.name,
        type: "file",
        accept: options.accept,
        multiple: options.multiple,
        disabled: options.disabled,
        "aria-describedby": frame.describedBy,
        ...options.attributes,
      })}>`,
  );
