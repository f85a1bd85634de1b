import { InvalidXml, unescapeXml } from "./text.ts";

/** A parsed opening tag: the name as written, its local part, its namespace, its attributes without declarations. */
export type Tag = {
  readonly raw: string;
  readonly local: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly empty: boolean;
  readonly outer: Scope;
};
type Scope = { readonly plain: string; readonly prefixes: ReadonlyMap<string, string> };

const noAttributes: ReadonlyMap<string, string> = new Map();
const instance = "http://www.w3.org/2001/XMLSchema-instance";
/** Deeper than any message, so that skipped content cannot grow a stack. */
const maxDepth = 32;
const nameChars = /[A-Za-z_\u0080-\uffff][\w.\-\u0080-\uffff]*(?::[A-Za-z_\u0080-\uffff][\w.\-\u0080-\uffff]*)?/y;
const attribute = /\s+([A-Za-z_\u0080-\uffff][\w.\-:\u0080-\uffff]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEnd = /\s*(\/?)>/y;

/** Walks over the text of an XML document. Throws InvalidXml if it is not well-formed. */
export class Scanner {
  readonly #text: string;
  #at = 0;
  #scope: Scope = { plain: "", prefixes: new Map([["xml", "http://www.w3.org/XML/1998/namespace"]]) };

  constructor(text: string) {
    this.#text = text;
  }

  /** Byte order mark, declaration and whatever else may precede the root element. */
  start(): void {
    if (this.#text.startsWith("<?xml ")) this.#past("?>");
    if (this.space() || this.#text[this.#at] !== "<" || this.closes()) fail();
  }

  end(): void {
    if (this.space() || this.#at < this.#text.length) fail();
  }

  /** Consumes the expected tag if it is here, in the expected namespace without prefix. */
  takes(open: string, namespace: string): boolean {
    if (this.#scope.plain !== namespace || !this.#text.startsWith(open, this.#at)) return false;
    this.#at += open.length;
    return true;
  }

  /** The text up to the closing tag, or undefined if something else precedes it. */
  text(close: string): string | undefined {
    const end = this.#text.indexOf("<", this.#at);
    if (end < 0) fail();
    if (!this.#text.startsWith(close, end)) return undefined;
    const raw = this.#text.slice(this.#at, end);
    this.#at = end + close.length;
    return unescapeXml(raw);
  }

  /** Text with comments, CDATA and, wrongly, elements in it, up to the closing tag. */
  mixed(close: string): { text: string; children: string[] } {
    let text = "";
    const children: string[] = [];
    for (;;) {
      const end = this.#text.indexOf("<", this.#at);
      if (end < 0) fail();
      text += unescapeXml(this.#text.slice(this.#at, end));
      this.#at = end;
      if (this.#text.startsWith("<![CDATA[", end)) text += this.#past("]]>", 9);
      else if (!this.#comment()) {
        if (this.closes()) break;
        const tag = this.openTag();
        children.push(tag.local);
        this.skip(tag);
      }
    }
    this.#close(close.slice(2, -1));
    return { text, children };
  }

  /** Skips white space, comments and processing instructions; true if there was other text. */
  space(): boolean {
    let other = false;
    for (;;) {
      this.#blanks();
      if (this.#at >= this.#text.length) return other;
      if (this.#text.charCodeAt(this.#at) === 60) {
        const next = this.#text.charCodeAt(this.#at + 1);
        if (next !== 33 && next !== 63) return other; // neither <! nor <?
        if (this.#text.startsWith("<![CDATA[", this.#at)) {
          this.#past("]]>", 9);
          other = true;
        } else if (!this.#comment()) return other;
      } else {
        other = true;
        const next = this.#text.indexOf("<", this.#at);
        unescapeXml(this.#text.slice(this.#at, next < 0 ? undefined : next));
        this.#at = next < 0 ? this.#text.length : next;
      }
    }
  }

  #blanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 9) return;
      this.#at++;
    }
  }

  closes(): boolean {
    if (this.#at >= this.#text.length) fail();
    return this.#text.charCodeAt(this.#at + 1) === 47;
  }

  openTag(): Tag {
    if (this.#text.charCodeAt(this.#at) !== 60) fail();
    nameChars.lastIndex = this.#at + 1;
    const raw = nameChars.exec(this.#text)?.[0] ?? fail();
    this.#at = nameChars.lastIndex;
    const outer = this.#scope;
    let attributes = noAttributes;
    let empty = false;
    if (this.#text.charCodeAt(this.#at) === 62) this.#at++;
    else {
      attributes = this.#attributes();
      tagEnd.lastIndex = this.#at;
      empty = (tagEnd.exec(this.#text) ?? fail())[1] === "/";
      this.#at = tagEnd.lastIndex;
    }
    const { prefix, local } = split(raw);
    const namespace = prefix === "" ? this.#scope.plain : (this.#scope.prefixes.get(prefix) ?? fail());
    const tag = { raw, local, namespace, attributes, empty, outer };
    if (empty) this.#scope = outer;
    return tag;
  }

  /** Consumes the closing tag of an open element, unless it was empty. */
  closeTag(tag: Tag): void {
    if (!tag.empty) this.#close(tag.raw);
    this.leave(tag);
  }

  /** Ends the namespaces that the tag declared. */
  leave(tag: Tag): void {
    this.#scope = tag.outer;
  }

  /** Skips an open element with everything in it, without recursion. */
  skip(tag: Tag): void {
    if (tag.empty) return;
    const open = [tag];
    while (open.length > 0) {
      if (open.length > maxDepth) throw new InvalidXml("xml.too-deep");
      this.space();
      if (this.closes()) this.closeTag(open.pop()!);
      else {
        const child = this.openTag();
        if (!child.empty) open.push(child);
      }
    }
  }

  #attributes(): Map<string, string> {
    const found = new Map<string, string>();
    const declared = new Map<string, string>();
    for (;;) {
      attribute.lastIndex = this.#at;
      const [, name, double, single] = attribute.exec(this.#text) ?? [];
      if (name === undefined) break;
      this.#at = attribute.lastIndex;
      const value = unescapeXml(double ?? single ?? "");
      const target = name === "xmlns" || name.startsWith("xmlns:") ? declared : found;
      if (target.has(name)) fail();
      target.set(name, value);
    }
    if (declared.size > 0) this.#declare(declared);
    return this.#withoutHints(found);
  }

  #declare(declared: ReadonlyMap<string, string>): void {
    const prefixes = new Map(this.#scope.prefixes);
    for (const [name, value] of declared) if (name !== "xmlns") prefixes.set(name.slice(6), value);
    this.#scope = { plain: declared.get("xmlns") ?? this.#scope.plain, prefixes };
  }

  /** xsi:schemaLocation and the like say where a schema is, and change nothing. */
  #withoutHints(found: Map<string, string>): Map<string, string> {
    for (const name of found.keys()) {
      const { prefix } = split(name);
      if (prefix === "") continue;
      const namespace = this.#scope.prefixes.get(prefix) ?? fail();
      if (namespace === instance) found.delete(name);
    }
    return found;
  }

  #close(raw: string): void {
    if (!this.#text.startsWith(raw, this.#at + 2) || !this.closes()) fail();
    this.#at += raw.length + 2;
    if (this.#text.charCodeAt(this.#at) === 62) {
      this.#at++;
      return;
    }
    tagEnd.lastIndex = this.#at;
    if (tagEnd.exec(this.#text)?.[1] !== "") fail();
    this.#at = tagEnd.lastIndex;
  }

  /** Skips a comment or a processing instruction, if there is one here. */
  #comment(): boolean {
    if (this.#text.startsWith("<!--", this.#at)) this.#past("-->", 4);
    else if (this.#text.startsWith("<?", this.#at)) this.#past("?>", 2);
    else return false;
    return true;
  }

  /** Continues after `end`; gives the text in between. */
  #past(end: string, skip = 0): string {
    const found = this.#text.indexOf(end, this.#at + skip);
    if (found < 0) fail();
    const between = this.#text.slice(this.#at + skip, found);
    this.#at = found + end.length;
    return between;
  }
}

function split(name: string): { prefix: string; local: string } {
  const colon = name.indexOf(":");
  return colon < 0 ? { prefix: "", local: name } : { prefix: name.slice(0, colon), local: name.slice(colon + 1) };
}

function fail(): never {
  throw new InvalidXml("xml.malformed");
}
