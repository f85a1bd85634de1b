import { attributes, type Html, html } from "@troad/html";
import { type AttributeMap, contentOf, idList, type Maybe } from "../options.ts";
import type { Words } from "../words.ts";
import { type FormGroupOptions, formGroup } from "./field.ts";
import { type ErrorMessageOptions, errorMessage, type FieldsetOptions, fieldset, type HintOptions, hint, label } from "./text.ts";

type DatePart = "day" | "month" | "year";
export type DatePartOptions = Maybe<{
  label: string;
  name: string;
  id: string;
  value: string | number;
  classes: string;
  /** Marks this part as invalid; if no part is marked, an error marks all of them. */
  error: boolean;
  autocomplete: string;
  inputmode: string;
  pattern: string;
  attributes: AttributeMap;
}>;

export type DateInputOptions = { readonly id: string } & Maybe<{
  namePrefix: string;
  /** `false` leaves the part out. */
  day: DatePartOptions | false;
  month: DatePartOptions | false;
  year: DatePartOptions | false;
  /** The parts in a different order, or other parts; each needs a `name`. */
  items: readonly (DatePartOptions & { readonly name: string })[];
  /** Values by field name. */
  values: Readonly<Record<string, string | number>>;
  fieldset: FieldsetOptions;
  hint: HintOptions;
  errorMessage: ErrorMessageOptions;
  formGroup: FormGroupOptions;
  classes: string;
  attributes: AttributeMap;
}>;

/** A date that people know by heart, in separate fields in the order of the language. */
export function dateInput(options: DateInputOptions, words: Words): Html {
  const hintId = options.hint && `${options.id}-hint`;
  const errorId = options.errorMessage && `${options.id}-error`;
  const parts = partsOf(options, words);
  const marked = parts.some((part) => part.error || part.classes?.split(" ").includes("tr-input--error"));
  const inputs = parts.map((part) =>
    partHtml(part, options, part.error === true || (options.errorMessage !== undefined && !marked && part.error !== false)),
  );
  const own = { class: ["tr-date-input", options.classes], id: options.id, ...options.attributes };
  const content = html`${options.hint && hint({ ...options.hint, id: hintId })}${
    options.errorMessage && errorMessage({ ...options.errorMessage, id: errorId }, words)
  }<div${attributes(own)}>${contentOf(options.formGroup?.beforeInput)}${inputs}${contentOf(options.formGroup?.afterInput)}</div>`;
  const framed = options.fieldset
    ? fieldset({
        ...options.fieldset,
        describedBy: idList(options.fieldset.describedBy, hintId, errorId),
        role: "group",
        html: content,
      })
    : content;
  return formGroup(options.errorMessage !== undefined, options.formGroup, {}, "", framed);
}

type Part = DatePartOptions & { readonly name: string; readonly label: string; readonly width: 2 | 4 };

function partsOf(options: DateInputOptions, words: Words): Part[] {
  const listed = options.items?.length ? options.items : undefined;
  if (listed) return listed.map((item) => partOf(item, item.name, options, words));
  return words.dateOrder.flatMap((kind) => {
    const own = options[kind];
    return own === false ? [] : [partOf(own ?? {}, kind, options, words)];
  });
}

function partOf(own: DatePartOptions, kind: string, options: DateInputOptions, words: Words): Part {
  const known: DatePart | undefined = kind === "day" || kind === "month" || kind === "year" ? kind : undefined;
  const shared = known && options[known];
  const merged = { ...(shared || {}), ...own };
  const name = merged.name ?? kind;
  const text = merged.label ?? (known ? words[known] : capitalised(name));
  return { ...merged, name, label: text, width: known === "year" ? 4 : 2 };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function partHtml(part: Part, options: DateInputOptions, isWrong: boolean): Html {
  const id = part.id ?? `${options.id}-${part.name}`;
  const name = options.namePrefix ? `${options.namePrefix}-${part.name}` : part.name;
  const width = `tr-input--width-${part.width}`;
  const hasWidth = /tr-input--width-/.test(part.classes ?? "");
  const own = {
    class: ["tr-input tr-date-input__input", isWrong && "tr-input--error", !hasWidth && width, part.classes],
    id,
    name,
    type: "text",
    value: part.value ?? options.values?.[name],
    inputmode: part.inputmode ?? "numeric",
    autocomplete: part.autocomplete,
    pattern: part.pattern,
    ...part.attributes,
  };
  const itsLabel = label({ text: part.label, for: id, classes: "tr-date-input__label" });
  return html`<div class="tr-date-input__item"><div class="tr-form-group">${itsLabel}<input${attributes(own)}></div></div>`;
}
