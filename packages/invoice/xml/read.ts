import { type Finding, maxFindings, type SchemaCode } from "../codes.ts";
import type { Leaf } from "../mig/leaf.ts";
import type { Content, Fields, Pack, PackValue, ReadElement, Rec, Slot } from "../mig/shape.ts";
import { Scanner } from "./scan.ts";
import { decodeXml, InvalidXml } from "./text.ts";

export type ReadLimits = { readonly bytes: number };
/** The shape of a message by the namespace and name of its root element; undefined if there is no such message. */
export type Resolve = (namespace: string, name: string) => Rec<Fields> | undefined;

/**
 * Reads a document by the shapes of the messages in one pass, without building a tree: the text is compared with the expected next tag, and
 * a tag is parsed only if it differs. What does not fit is a finding with its path; invalid XML ends the reading.
 */
export function readDocument(bytes: Uint8Array, resolve: Resolve, limits: ReadLimits): ReadElement {
  let reader: Reader | undefined;
  try {
    reader = new Reader(decodeXml(bytes, limits.bytes), resolve);
    return reader.document();
  } catch (error) {
    if (!(error instanceof InvalidXml)) throw error;
    const findings: Finding[] = [{ kind: "schema", code: error.code, path: reader?.where() ?? "/" }];
    return { namespace: "", name: "", value: undefined, findings };
  }
}

const blank = /\s/;

class Reader {
  readonly #scan: Scanner;
  readonly #resolve: Resolve;
  #path: string[] = [];
  #findings: Finding[] = [];

  constructor(text: string, resolve: Resolve) {
    this.#scan = new Scanner(text);
    this.#resolve = resolve;
  }

  where = (): string => `/${this.#path.join("/")}`;

  #found(code: SchemaCode, name?: string): void {
    if (this.#findings.length >= maxFindings) return;
    const path = name === undefined ? this.where() : `${this.#path.length > 0 ? this.where() : ""}/${name}`;
    this.#findings.push({ kind: "schema", code, path });
  }

  document(): ReadElement {
    const scan = this.#scan;
    scan.start();
    const read = this.#message(new Set());
    scan.end();
    return read;
  }

  /** A whole message at the scanner's position, with its own findings and paths. */
  #message(known: Set<string>): ReadElement {
    const outer = { path: this.#path, findings: this.#findings };
    this.#findings = [];
    const tag = this.#scan.openTag();
    this.#path = [tag.local];
    const shape = this.#resolve(tag.namespace, tag.local);
    let value: unknown;
    if (!shape) {
      this.#found("message.unknown");
      this.#scan.skip(tag);
    } else {
      for (const name of tag.attributes.keys()) if (!known.has(name)) this.#found("attribute.unexpected", `@${name}`);
      value = tag.empty ? this.#absent(shape) : this.#record(shape, tag.namespace);
      this.#scan.closeTag(tag);
    }
    const read = { namespace: tag.namespace, name: tag.local, value, findings: this.#findings };
    this.#path = outer.path;
    this.#findings = outer.findings;
    return read;
  }

  /** The children of a record, up to its closing tag. */
  #record(shape: Rec<Fields>, namespace: string): object {
    const scan = this.#scan;
    const { slots, byName, blank } = shape.plan;
    const out: Record<string, unknown> = { ...blank };
    const strict = shape.order === "sequence";
    let next = 0;
    let last = 0;
    while (!this.#atEnd()) {
      let slot = slots[next];
      if (slot !== undefined && slot.content.kind === "leaf" && scan.takes(slot.open, namespace)) {
        this.#leaf(slot, out);
      } else {
        const tag = scan.openTag();
        slot = byName.get(tag.local);
        if (slot === undefined || tag.namespace !== namespace) {
          this.#found(slot === undefined ? "element.unexpected" : "element.namespace", tag.local);
          scan.skip(tag);
          continue;
        }
        if (strict && slot.index < last) this.#found("element.order", slot.name);
        this.#child(slot, out, tag);
      }
      last = Math.max(last, slot.index);
      next = slot.list ? slot.index : slot.index + 1;
    }
    for (const slot of slots) if (slot.required && out[slot.name] === undefined) this.#found("element.missing", slot.name);
    return out;
  }

  #absent(shape: Rec<Fields>): object {
    for (const slot of shape.plan.slots) if (slot.required) this.#found("element.missing", slot.name);
    return { ...shape.plan.blank };
  }

  /** Skips what may appear between elements; true at a closing tag. */
  #atEnd(): boolean {
    if (this.#scan.space()) this.#found("text.unexpected");
    return this.#scan.closes();
  }

  /** A leaf whose opening tag was matched as expected. */
  #leaf(slot: Slot, out: Record<string, unknown>): void {
    const text = this.#scan.text(slot.close);
    if (text === undefined) this.#longLeaf(slot, out, slot.close);
    else this.#keep(slot, out, text);
  }

  #longLeaf(slot: Slot, out: Record<string, unknown>, close: string): void {
    const { text, children } = this.#scan.mixed(close);
    for (const child of children) this.#found("element.unexpected", `${slot.name}/${child}`);
    this.#keep(slot, out, text);
  }

  #keep(slot: Slot, out: Record<string, unknown>, text: string): void {
    const leaf = slot.content as Leaf;
    const value = leaf.collapse && blank.test(text) ? text.trim().replace(/\s+/g, " ") : text;
    const code = leaf.check(value);
    if (code) this.#found(code, slot.name);
    this.#put(slot, out, value);
  }

  #put(slot: Slot, out: Record<string, unknown>, value: unknown): void {
    const before = out[slot.name];
    if (!slot.list) {
      if (before !== undefined) this.#found("element.repeated", slot.name);
      else out[slot.name] = value;
    } else if (before === undefined) out[slot.name] = [value];
    else if ((before as unknown[]).push(value) === slot.max + 1) this.#found("element.too-many", slot.name);
  }

  #child(slot: Slot, out: Record<string, unknown>, tag: ReturnType<Scanner["openTag"]>): void {
    const { content } = slot;
    const expected = content.kind === "pack" ? content.attributes : [];
    for (const name of tag.attributes.keys())
      if (!expected.includes(name)) this.#found("attribute.unexpected", `${slot.name}/@${name}`);
    if (content.kind === "leaf") {
      if (tag.empty) this.#keep(slot, out, "");
      else this.#longLeaf(slot, out, `</${tag.raw}>`);
      this.#scan.leave(tag);
      return;
    }
    const before = out[slot.name];
    this.#path.push(slot.list ? `${slot.name}[${before === undefined ? 1 : (before as unknown[]).length + 1}]` : slot.name);
    const value = this.#inner(content, tag);
    this.#scan.closeTag(tag);
    this.#path.pop();
    this.#put(slot, out, value);
  }

  #inner(content: Exclude<Content, Leaf>, tag: ReturnType<Scanner["openTag"]>): object {
    if (content.kind === "pack") return this.#pack(content, tag);
    return tag.empty ? this.#absent(content) : this.#record(content, tag.namespace);
  }

  #pack(content: Pack, tag: ReturnType<Scanner["openTag"]>): PackValue {
    for (const name of content.attributes) if (!tag.attributes.has(name)) this.#found("attribute.missing", `@${name}`);
    const messages: ReadElement[] = [];
    const none = new Set<string>();
    while (!tag.empty && !this.#atEnd()) {
      if (messages.length === content.max) throw new InvalidXml("xml.too-large");
      messages.push(this.#message(none));
    }
    return { attributes: Object.fromEntries(tag.attributes), messages };
  }
}
