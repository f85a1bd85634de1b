import { attributes, type Html, html } from "@troad/html";
import { startArrow } from "../icons.ts";
import { type AttributeMap, type Content, contentOf, type Maybe } from "../options.ts";

export type ButtonOptions = Content &
  Maybe<{
    href: string;
    type: "submit" | "button" | "reset";
    name: string;
    value: string | number;
    id: string;
    disabled: boolean;
    /** Tells the script to ignore a second click within a second (`true`) or to let it pass (`false`). */
    preventDoubleClick: boolean;
    isStartButton: boolean;
    classes: string;
    attributes: AttributeMap;
  }>;

/** A button, or a link styled as one if it has an `href`. A form has one primary button; others take `tr-button--secondary`. */
export function button(options: ButtonOptions): Html {
  const common = {
    class: ["tr-button", options.classes, options.isStartButton && "tr-button--start"],
    "data-module": "tr-button",
    id: options.id,
    ...options.attributes,
  };
  const isHtml = options.html && !options.html.isEmpty;
  const label = options.isStartButton && isHtml ? html`<span>${options.html}</span>` : contentOf(options);
  const content = options.isStartButton ? html`${label} ${startArrow}` : label;
  if (options.href !== undefined) {
    return html`<a${attributes({ href: options.href, role: "button", draggable: "false", ...common })}>${content}</a>`;
  }
  const own = {
    type: options.type ?? "submit",
    name: options.name,
    value: options.value,
    disabled: options.disabled,
    "aria-disabled": options.disabled ? "true" : undefined,
    "data-prevent-double-click": options.preventDoubleClick === undefined ? undefined : String(options.preventDoubleClick),
  };
  return html`<button${attributes({ ...own, ...common })}>${content}</button>`;
}

/** Buttons and links in a row that wraps. */
export const buttonGroup = (...items: readonly Html[]): Html => html`<div class="tr-button-group">${items}</div>`;
