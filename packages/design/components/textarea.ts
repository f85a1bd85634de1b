import { attributes, type Html, html } from "@troad/html";
import { type AttributeMap, idList, type Listed, listed, type Maybe } from "../options.ts";
import { phrase, scriptWords, type Words } from "../words.ts";
import { type FieldOptions, field } from "./field.ts";
import { hint } from "./text.ts";

export type TextareaOptions = FieldOptions & Maybe<{ value: string; rows: number; autocomplete: string; spellcheck: boolean }>;

/** A multi-line field. */
export const textarea = (options: TextareaOptions, words: Words): Html => area(options, words, {});

function area(options: TextareaOptions, words: Words, group: Parameters<typeof field>[3]): Html {
  return field(
    options,
    words,
    (frame) => {
      const own = {
        class: ["tr-textarea", frame.isError && "tr-textarea--error", options.classes],
        id: frame.id,
        name: options.name,
        rows: options.rows ?? 5,
        spellcheck: options.spellcheck === undefined ? undefined : String(options.spellcheck),
        disabled: options.disabled,
        "aria-describedby": frame.describedBy,
        autocomplete: options.autocomplete,
        ...options.attributes,
      };
      // A parser drops a newline right after the tag (HTML Living Standard 13.2.6.4.7): give it one to drop.
      return html`<textarea${attributes(own)}>${options.value?.startsWith("\n") && "\n"}${options.value}</textarea>`;
    },
    group,
  );
}

export type CharacterCountOptions = TextareaOptions &
  Maybe<{
    maxlength: number;
    maxwords: number;
    /** "length" counts UTF-16 units, "characters" what people see as one, "words" words. */
    countType: "length" | "characters" | "words";
    /** Percentage of the limit at which the count appears. */
    threshold: number;
    /** Replaces the sentence that states the limit; `%{count}` stands for it. */
    textareaDescriptionText: string;
    countMessage: Maybe<{ classes: string }>;
  }>;

/** A textarea that shows how much room is left; the limit is stated, never enforced while typing. */
export function characterCount(options: CharacterCountOptions, words: Words): Html {
  const id = options.id ?? options.name;
  const limit = options.maxwords ?? options.maxlength;
  const countsWords = options.maxwords !== undefined || options.countType === "words";
  const pattern =
    options.textareaDescriptionText?.replace("%{count}", "{n}") ?? (countsWords ? words.wordsUpTo : words.charactersUpTo);
  const message = hint({
    id: `${id}-info`,
    text: limit === undefined ? "" : phrase(pattern, { n: limit }),
    classes: ["tr-character-count__message", options.countMessage?.classes].filter(Boolean).join(" "),
  });
  const { afterInput, ...restOfGroup } = options.formGroup ?? {};
  return area(
    {
      ...options,
      classes: ["tr-js-character-count", options.classes].filter(Boolean).join(" "),
      describedBy: idList(`${id}-info`, options.describedBy),
      formGroup: { ...restOfGroup, afterInput: { html: html`${message}${afterInput?.html ?? afterInput?.text}` } },
    },
    words,
    { class: "tr-character-count", attributes: countAttributes(options, words) },
  );
}

const countAttributes = (options: CharacterCountOptions, words: Words): AttributeMap => ({
  "data-module": "tr-character-count",
  "data-maxlength": options.maxwords === undefined ? options.maxlength : undefined,
  "data-maxwords": options.maxwords,
  "data-count-type": options.countType ?? (options.maxwords === undefined ? undefined : "words"),
  "data-threshold": options.threshold,
  ...scriptWords(words, "character-count"),
});

export type SelectItem = { readonly text: string | number } & Maybe<{
  value: string | number;
  selected: boolean;
  disabled: boolean;
  attributes: AttributeMap;
}>;
/** Entries of a select below a heading that cannot be chosen. */
export type SelectGroup = { readonly heading: string; readonly items: readonly SelectItem[] };
export type SelectOptions = FieldOptions & Maybe<{ items: readonly Listed<SelectItem | SelectGroup>[]; value: string | number }>;

/** A single choice from a long list; for short lists `radios` are easier to use. */
export const select = (options: SelectOptions, words: Words): Html =>
  field(options, words, (frame) => {
    const own = {
      class: ["tr-select", options.classes, frame.isError && "tr-select--error"],
      id: frame.id,
      name: options.name,
      disabled: options.disabled,
      "aria-describedby": frame.describedBy,
      ...options.attributes,
    };
    return html`<select${attributes(own)}>${listed(options.items).map(({ item }) =>
      "heading" in item
        ? html`<optgroup label="${item.heading}">${item.items.map((one) => option(one, options.value))}</optgroup>`
        : option(item, options.value),
    )}</select>`;
  });

function option(item: SelectItem, chosen: string | number | undefined): Html {
  const isChosen = item.selected ?? (chosen !== undefined && String(item.value ?? item.text) === String(chosen));
  return html`<option${attributes({ value: item.value, selected: isChosen, disabled: item.disabled, ...item.attributes })}>${item.text}</option>`;
}
