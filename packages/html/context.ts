import { HtmlError } from "./errors.ts";
import { isForbiddenAttribute, isUrlAttribute } from "./escape.ts";

/**
 * Where a value may stand: in `content`, in the text-only content of title and textarea (`plain`), in a quoted attribute (`value`),
 * at the beginning of a quoted URL (`url`), or where attributes may follow (`attributes`).
 */
export type Slot = "content" | "plain" | "value" | "url" | "attributes";

type State =
  | "content"
  | "tag-open"
  | "tag-name"
  | "close-tag"
  | "before-name"
  | "name"
  | "after-name"
  | "before-value"
  | "quoted"
  | "unquoted"
  | "after-quoted"
  | "slotted"
  | "raw"
  | "comment"
  | "declaration";

const RAW = new Set(["script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"]);
const PLAIN = new Set(["title", "textarea"]);
const SPACE = /[\t\n\f\r ]/;
const LETTER = /[a-zA-Z]/;

/**
 * Reads the literal parts of a template as the tokenizer of the HTML Living Standard (13.2.5) would and tells for each gap what
 * may stand there. Throws an `HtmlError` where no value can be made safe. Run once for each template in the source.
 */
export function slotsOf(parts: readonly string[]): Slot[] {
  const scan = new Scan();
  const slots: Slot[] = [];
  parts.forEach((part, index) => {
    for (const char of part) scan.read(char);
    if (index < parts.length - 1) slots.push(scan.slot());
  });
  scan.end();
  return slots;
}

class Scan {
  private state: State = "content";
  private tag = "";
  private rawTag = "";
  private name = "";
  private value = "";
  private quote = "";
  private tail = "";
  private holes = 0;

  /** The kind of the gap at this point. */
  slot(): Slot {
    switch (this.state) {
      case "content":
        return "content";
      case "raw":
        if (PLAIN.has(this.rawTag)) return "plain";
        throw new HtmlError("html.raw-text", `a value inside <${this.rawTag}>`);
      case "quoted":
        return this.quotedSlot();
      case "tag-name":
      case "before-name":
      case "after-quoted":
      case "slotted":
        if (this.state === "tag-name" && this.tag === "") throw new HtmlError("html.tag-name", "a value as the name of a tag");
        this.state = "slotted";
        return "attributes";
      case "tag-open":
      case "close-tag":
        throw new HtmlError("html.tag-name", "a value as the name of a tag");
      case "name":
      case "after-name":
        throw new HtmlError("html.attribute-name", `a value right after the attribute name ${this.name}`);
      case "before-value":
      case "unquoted":
        throw new HtmlError("html.unquoted-attribute", `the value of ${this.name} wants quotation marks`);
      case "comment":
      case "declaration":
        throw new HtmlError("html.comment", "a value inside a comment or declaration");
    }
  }

  private quotedSlot(): Slot {
    const name = this.name.toLowerCase();
    if (isForbiddenAttribute(name)) throw new HtmlError("html.forbidden-attribute", `a value inside ${name}`);
    const first = this.holes === 0 && this.value === "";
    this.holes += 1;
    if (!isUrlAttribute(name)) return "value";
    if (first) return "url";
    // "java" + value could become a scheme: the literal part must have ended the scheme, with a delimiter that is not in a value.
    if (!/[/?#]|^(?:mailto|tel|https?):/i.test(this.value)) {
      throw new HtmlError("html.url-prefix", `${name}="${this.value}": begin with one value, "/", "?" or "#"`);
    }
    return "value";
  }

  /** Takes one character of the literal text. */
  read(char: string): void {
    switch (this.state) {
      case "content":
        if (char === "<") this.state = "tag-open";
        return;
      case "tag-open":
        this.openTag(char);
        return;
      case "close-tag":
        if (char === ">") this.state = "content";
        return;
      case "raw":
        this.readRaw(char);
        return;
      case "comment":
        this.tail = (this.tail + char).slice(-3);
        if (this.tail === "-->") this.state = "content";
        return;
      case "declaration":
        this.tail += char;
        if (this.tail === "--") [this.state, this.tail] = ["comment", ""];
        else if (char === ">") this.state = "content";
        return;
      default:
        this.readTag(char);
    }
  }

  private openTag(char: string): void {
    this.tail = "";
    if (char === "/") this.state = "close-tag";
    else if (char === "!" || char === "?") this.state = "declaration";
    else if (LETTER.test(char)) [this.state, this.tag] = ["tag-name", char];
    else if (char !== "<") this.state = "content";
  }

  private readRaw(char: string): void {
    const close = `</${this.rawTag}`;
    if (this.tail === close) {
      if (char === ">") this.state = "content";
      else if (!SPACE.test(char)) this.tail = "";
      return;
    }
    this.tail = (this.tail + char.toLowerCase()).slice(-close.length);
    // After "<!--" a script may hold "</script>" (script data double escaped, 13.2.5.27): where it ends is then hard to tell.
    if (this.rawTag === "script" && this.tail.endsWith("<!--")) throw new HtmlError("html.raw-text", "a comment inside <script>");
  }

  private readTag(char: string): void {
    if (this.state === "quoted") {
      if (char === this.quote) this.state = "after-quoted";
      else this.value += char;
    } else if (char === ">") this.endTag();
    else if (this.state === "before-value") this.beginValue(char);
    else if (SPACE.test(char)) {
      if (this.state === "name") this.state = "after-name";
      else if (this.state !== "after-name") this.state = "before-name";
    } else if (this.state === "unquoted") return;
    else if (char === "/") this.state = "before-name";
    else if (char === "=" && (this.state === "name" || this.state === "after-name")) this.state = "before-value";
    else if (this.state === "tag-name") this.tag += char;
    else if (this.state === "name") this.name += char;
    else if (this.state === "slotted") throw new HtmlError("html.attribute-name", "text right after a list of attributes");
    else [this.state, this.name] = ["name", char];
  }

  private beginValue(char: string): void {
    if (SPACE.test(char)) return;
    this.value = "";
    this.holes = 0;
    this.quote = char;
    this.state = char === '"' || char === "'" ? "quoted" : "unquoted";
  }

  private endTag(): void {
    const tag = this.tag.toLowerCase();
    this.tag = "";
    this.tail = "";
    this.rawTag = tag;
    this.state = RAW.has(tag) || PLAIN.has(tag) ? "raw" : "content";
  }

  /** A template must leave the parser where it found it, so that any two can stand beside each other. */
  end(): void {
    if (this.state !== "content")
      throw new HtmlError("html.incomplete", `the template ends in the middle of ${this.tag || this.rawTag || "a tag"}`);
  }
}
