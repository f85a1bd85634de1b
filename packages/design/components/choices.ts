import { type AttributeValue, attributes, type Html, type HtmlValue, html } from "@troad/html";
import {
  type AttributeMap,
  contentOf,
  hasContent,
  idList,
  type Listed,
  listed,
  type Maybe,
  type StyledContent,
} from "../options.ts";
import type { Words } from "../words.ts";
import { type FormGroupOptions, formGroup } from "./field.ts";
import { type ErrorMessageOptions, errorMessage, type FieldsetOptions, fieldset, type HintOptions, hint, label } from "./text.ts";

export type ChoiceItem = StyledContent &
  Maybe<{
    value: string | number;
    id: string;
    name: string;
    checked: boolean;
    disabled: boolean;
    label: Maybe<{ classes: string; attributes: AttributeMap }>;
    hint: HintOptions;
    /** Fields needed only for this choice, shown under it by CSS alone, so leaving them empty must be valid. */
    conditional: { readonly html: Html };
    /** "exclusive": choosing this one clears the others (checkboxes, with script). */
    behaviour: "exclusive";
    /** Turns the entry into a word between choices, such as "or". */
    divider: string;
  }>;

export type ChoicesOptions = { readonly name: string } & Maybe<{
  items: readonly Listed<ChoiceItem>[];
  idPrefix: string;
  fieldset: FieldsetOptions;
  hint: HintOptions;
  errorMessage: ErrorMessageOptions;
  describedBy: string;
  formGroup: FormGroupOptions;
  classes: string;
  attributes: AttributeMap;
}>;

export type RadiosOptions = ChoicesOptions & Maybe<{ value: string | number }>;
export type CheckboxesOptions = ChoicesOptions & Maybe<{ values: readonly (string | number)[] }>;

interface Kind {
  readonly type: "radio" | "checkbox";
  readonly block: "tr-radios" | "tr-checkboxes";
  readonly chosen: ReadonlySet<string>;
  /** The descriptions of each input if there is no fieldset to carry them. */
  readonly described: string | undefined;
}

/** A single choice. */
export const radios = (options: RadiosOptions, words: Words): Html =>
  choices(options, words, { type: "radio", block: "tr-radios", chosen: setOf(options.value), described: undefined });

/** Any number of choices. */
export function checkboxes(options: CheckboxesOptions, words: Words): Html {
  const { hintId, errorId } = idsOf(options);
  const described = options.fieldset ? undefined : idList(options.describedBy, hintId, errorId);
  return choices(options, words, {
    type: "checkbox",
    block: "tr-checkboxes",
    chosen: setOf(...(options.values ?? [])),
    described,
  });
}

const setOf = (...values: (string | number | undefined)[]): ReadonlySet<string> =>
  new Set(values.filter((value) => value !== undefined && value !== "").map(String));

const idsOf = (options: ChoicesOptions) => {
  const prefix = options.idPrefix ?? options.name;
  return { prefix, hintId: options.hint && `${prefix}-hint`, errorId: options.errorMessage && `${prefix}-error` };
};

function choices(options: ChoicesOptions, words: Words, kind: Kind): Html {
  const { prefix, hintId, errorId } = idsOf(options);
  const list = { class: [kind.block, options.classes], "data-module": kind.block, ...options.attributes };
  const content = html`${options.hint && hint({ ...options.hint, id: hintId })}${
    options.errorMessage && errorMessage({ ...options.errorMessage, id: errorId }, words)
  }<div${attributes(list)}>${contentOf(options.formGroup?.beforeInput)}${listed(options.items).map(({ item, place }) =>
    entry(item, place === 1 ? prefix : `${prefix}-${place}`, options.name, kind),
  )}${contentOf(options.formGroup?.afterInput)}</div>`;
  const framed: HtmlValue = options.fieldset
    ? fieldset({
        ...options.fieldset,
        describedBy: idList(options.fieldset.describedBy ?? options.describedBy, hintId, errorId),
        html: content,
      })
    : content;
  return formGroup(options.errorMessage !== undefined, options.formGroup, {}, "", framed);
}

function entry(item: ChoiceItem, placeId: string, groupName: string, kind: Kind): Html {
  if (item.divider !== undefined) return html`<div class="${kind.block}__divider">${item.divider}</div>`;
  const id = item.id ?? placeId;
  const checked = item.checked ?? kind.chosen.has(String(item.value));
  const conditional = hasContent(item.conditional) ? item.conditional.html : undefined;
  const itemHintId = hasContent(item.hint) ? `${id}-item-hint` : undefined;
  const own: Record<string, AttributeValue> = {
    class: `${kind.block}__input`,
    id,
    name: item.name ?? groupName,
    type: kind.type,
    value: item.value ?? "",
    checked,
    disabled: item.disabled,
    "data-aria-controls": conditional && `conditional-${id}`,
    "data-behaviour": item.behaviour,
    "aria-describedby": idList(kind.described, itemHintId),
    ...item.attributes,
  };
  const itemLabel = label({
    text: item.text,
    html: item.html,
    for: id,
    classes: [`${kind.block}__label`, item.label?.classes].filter(Boolean).join(" "),
    attributes: item.label?.attributes,
  });
  const itemHint =
    item.hint &&
    itemHintId &&
    hint({ ...item.hint, id: itemHintId, classes: [`${kind.block}__hint`, item.hint.classes].filter(Boolean).join(" ") });
  const opened = {
    class: [`${kind.block}__conditional`, !checked && `${kind.block}__conditional--hidden`],
    id: `conditional-${id}`,
  };
  return html`<div class="${kind.block}__item"><input${attributes(own)}>${itemLabel}${itemHint}</div>${
    conditional && html`<div${attributes(opened)}>${conditional}</div>`
  }`;
}
