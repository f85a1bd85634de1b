export { Attributes, type AttributeValue, attributes } from "./attributes.ts";
export { element } from "./element.ts";
export { HtmlError, type HtmlErrorCode } from "./errors.ts";
export { BLOCKED_URL, escapeText, safeUrl } from "./escape.ts";
export { empty, Html, type HtmlValue, html, trusted } from "./html.ts";
