import { HtmlError } from "./errors.ts";
import { escapeText, isForbiddenAttribute, isUrlAttribute, safeUrl } from "./escape.ts";

/** `true` renders the bare name; `undefined`, `null` and `false` drop the attribute; a list is joined by spaces, as for `class`. */
export type AttributeValue = string | number | boolean | null | undefined | readonly (string | false | null | undefined)[];

const NAME = /^[a-zA-Z_:][-\w:.]*$/;
const MAKE: unique symbol = Symbol("attributes");
/** Names are few and come again on each page: a name is judged once. */
const known = new Map<string, "plain" | "url">();
const KNOWN_LIMIT = 1000;

/** Escaped attributes, each with a space in front; stands among attributes of a tag: `` html`<input${attributes({ name })}>` ``. */
export class Attributes {
  readonly #text: string;
  constructor(key: typeof MAKE, text: string) {
    if (key !== MAKE) throw new HtmlError("html.value", "Attributes are made by attributes() only");
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
  static is(value: unknown): value is Attributes {
    return typeof value === "object" && value !== null && #text in value;
  }
}

/**
 * Renders attributes in the order given. Throws `html.attribute-name` for a name that is none and `html.forbidden-attribute` for event
 * handlers, `style`, `srcset` and `srcdoc`. Where several sources name the same attribute, merge the objects first: the first
 * occurrence wins in a browser.
 */
export function attributes(values: Readonly<Record<string, AttributeValue>>): Attributes {
  let out = "";
  for (const name in values) {
    if (!Object.hasOwn(values, name)) continue;
    const value = values[name];
    if (value === undefined || value === null || value === false) continue;
    out += renderOne(name, value);
  }
  return new Attributes(MAKE, out);
}

function renderOne(name: string, value: Exclude<AttributeValue, null | undefined | false>): string {
  const kind = known.get(name) ?? judge(name);
  if (value === true) return ` ${name}`;
  if (typeof value === "number") return ` ${name}="${value}"`;
  if (typeof value === "string") return ` ${name}="${escapeText(kind === "url" ? safeUrl(value) : value)}"`;
  if (!Array.isArray(value)) throw new HtmlError("html.value", `the value of ${name} is of no kind that an attribute can have`);
  const joined = value.filter((part) => part).join(" ");
  return joined === "" ? "" : ` ${name}="${escapeText(kind === "url" ? safeUrl(joined) : joined)}"`;
}

function judge(name: string): "plain" | "url" {
  if (!NAME.test(name)) throw new HtmlError("html.attribute-name", "not a name of an attribute");
  const lower = name.toLowerCase();
  if (isForbiddenAttribute(lower)) throw new HtmlError("html.forbidden-attribute", lower);
  const kind = isUrlAttribute(lower) ? "url" : "plain";
  if (known.size < KNOWN_LIMIT) known.set(name, kind);
  return kind;
}
