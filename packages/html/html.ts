import { Attributes } from "./attributes.ts";
import { type Slot, slotsOf } from "./context.ts";
import { HtmlError } from "./errors.ts";
import { escapeText, safeUrl } from "./escape.ts";

/** What may stand in a template; `undefined`, `null` and `false` render nothing, so that `condition && html` reads well. */
export type HtmlValue = Html | Attributes | string | number | bigint | false | null | undefined | readonly HtmlValue[];

/** A piece of finished, safe HTML. It can only be made here: no object that came from outside as JSON can pass for one. */
export class Html {
  readonly #text: string;
  /** Use `html` instead, or `trusted` for a constant. */
  constructor(key: typeof MAKE, text: string) {
    if (key !== MAKE) throw new HtmlError("html.value", "Html is made by the html tag only");
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
  /** True when nothing would be shown. */
  get isEmpty(): boolean {
    return this.#text === "";
  }
  static is(value: unknown): value is Html {
    return typeof value === "object" && value !== null && #text in value;
  }
}

const MAKE: unique symbol = Symbol("html");
const slotCache = new WeakMap<TemplateStringsArray, readonly Slot[]>();

/**
 * Auto-escaping template: `` html`<p class="${name}">${text}</p>` ``. Text is escaped, nested `Html` and arrays are joined, links of
 * schemes that run code are replaced. A place where no value can be safe (tag name, unquoted attribute, script, style, comment,
 * event handler) throws an `HtmlError` when the template is first used.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const slots = slotCache.get(strings) ?? learn(strings);
  let out = strings[0] as string;
  for (let i = 0; i < values.length; i++) out += render(values[i], slots[i] as Slot) + (strings[i + 1] as string);
  return new Html(MAKE, out);
}

function learn(strings: TemplateStringsArray): readonly Slot[] {
  if (!Array.isArray(strings) || !Object.isFrozen(strings) || !Array.isArray(strings.raw)) {
    throw new HtmlError("html.not-a-template", "html is a template tag, not a function of strings");
  }
  if ((strings as readonly unknown[]).includes(undefined))
    throw new HtmlError("html.not-a-template", "an escape sequence is not valid");
  const slots = slotsOf(strings);
  slotCache.set(strings, slots);
  return slots;
}

function render(value: HtmlValue, slot: Slot): string {
  if (value === undefined || value === null || value === false) return "";
  if (slot === "attributes") {
    if (Attributes.is(value)) return value.toString();
    throw new HtmlError("html.value", "only attributes({...}) may stand among attributes");
  }
  if (typeof value === "string") return escapeText(slot === "url" ? safeUrl(value) : value);
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (slot !== "content") throw new HtmlError("html.value", `${kindOf(value)} cannot stand in text or an attribute value`);
  if (Html.is(value)) return value.toString();
  if (Array.isArray(value)) return renderAll(value);
  throw new HtmlError("html.value", `${kindOf(value)} cannot be shown`);
}

function renderAll(values: readonly HtmlValue[]): string {
  let out = "";
  for (const value of values) out += render(value, "content");
  return out;
}

/** Names the type of a value for developers, never the value itself: it may be personal. */
function kindOf(value: unknown): string {
  if (Html.is(value)) return "Html";
  if (value instanceof Promise) return "a promise (await it first)";
  return Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/**
 * Takes a string as finished HTML without a look at it. Only for constants of this program and for output of another encoder that is
 * known to escape (a QR code's SVG): never for anything that a person or another system wrote. A lint can list all its uses.
 */
export const trusted = (markup: string): Html => new Html(MAKE, markup);

/** Nothing: the neutral element of concatenation. */
export const empty: Html = new Html(MAKE, "");
