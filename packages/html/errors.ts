/** Everything that a template may be refused for; a template that throws one of these is a defect of the program. */
export type HtmlErrorCode =
  | "html.not-a-template"
  | "html.tag-name"
  | "html.attribute-name"
  | "html.unquoted-attribute"
  | "html.forbidden-attribute"
  | "html.url-prefix"
  | "html.raw-text"
  | "html.comment"
  | "html.incomplete"
  | "html.value";

/** A defect in a template or in a value that was put into one. The detail is for developers, never for a page. */
export class HtmlError extends Error {
  readonly code: HtmlErrorCode;
  constructor(code: HtmlErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = "HtmlError";
    this.code = code;
  }
}
