import { type AttributeValue, attributes } from "./attributes.ts";
import { HtmlError } from "./errors.ts";
import { type Html, type HtmlValue, html, trusted } from "./html.ts";

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const FORBIDDEN = new Set("script style title textarea xmp iframe noembed noframes plaintext object embed base".split(" "));

/** Renders an element whose name is only known at run time, such as a heading of the right level. Refuses elements that hold code. */
export function element(
  name: string,
  attributeValues: Readonly<Record<string, AttributeValue>>,
  ...content: readonly HtmlValue[]
): Html {
  if (!NAME.test(name) || FORBIDDEN.has(name))
    throw new HtmlError("html.tag-name", "not a name of an element that may be made so");
  if (VOID.has(name) && content.length > 0) throw new HtmlError("html.value", `<${name}> can have no content`);
  const open = `<${name}${attributes(attributeValues)}>`;
  // The parts were each checked or escaped above, so that joining them is safe.
  return VOID.has(name) ? trusted(open) : trusted(`${open}${html`${content}`}</${name}>`);
}
