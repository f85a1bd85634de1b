import {
  PdfArray,
  PdfBool,
  PdfDict,
  PdfName,
  PdfNull,
  PdfNumber,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from "@libpdf/core";
import { PadesError } from "./codes.ts";
import { dictAt, itemsAt, maxObjects, nameAt, type Opened } from "./document.ts";

/**
 * Compares what a viewer reaches from the catalog of a signed revision with what it reaches later. Only these may have been added: further
 * signatures with invisible fields, and validation data (DSS). Throws `pades.appended` with the place, or `pades.status-removed`.
 */
export function requireSameContent(signed: Opened, later: Opened): void {
  new Comparison(signed, later).run();
}

type Pair = { before: PdfObject | undefined; after: PdfObject | undefined; at: string };
/** Keys of a dictionary whose values are looked at by a rule of their own. */
type Rule = (key: string, pair: Pair) => boolean;

class Comparison {
  readonly #signed: Opened;
  readonly #later: Opened;
  readonly #seen = new Set<string>();
  readonly #queue: Pair[] = [];
  constructor(signed: Opened, later: Opened) {
    this.#signed = signed;
    this.#later = later;
  }

  run(): void {
    const roots = [this.#signed, this.#later].map(({ catalog }) => catalog);
    this.#compareDicts(roots[0]!, roots[1]!, "catalog", this.#catalogRule);
    for (let count = 0; this.#queue.length > 0; count++) {
      if (count > maxObjects) throw new PadesError("pades.too-large", "objects");
      this.#compare(this.#queue.pop()!);
    }
  }

  #compare({ before, after, at }: Pair): void {
    if (before instanceof PdfRef && after instanceof PdfRef) {
      const key = `${before} ${after}`;
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
    }
    const [old, now] = [this.#signed.follow(before), this.#later.follow(after)];
    if (isAbsent(old) && isAbsent(now)) return;
    if (old instanceof PdfStream !== now instanceof PdfStream) throw changed(at);
    if (old instanceof PdfStream && now instanceof PdfStream && !Buffer.from(old.data).equals(Buffer.from(now.data)))
      throw changed(at);
    if (old instanceof PdfDict && now instanceof PdfDict) this.#compareDicts(old, now, at, this.#pageRule(old, now));
    else if (old instanceof PdfArray && now instanceof PdfArray) this.#compareArrays(old, now, at);
    else if (!isSameValue(old, now)) throw changed(at);
  }

  #compareDicts(old: PdfDict, now: PdfDict, at: string, rule: Rule): void {
    const keys = new Set([...old.keys(), ...now.keys()].map(({ value }) => value));
    for (const key of keys) {
      const pair = { before: old.get(key), after: now.get(key), at: `${at}.${key}` };
      if (!rule(key, pair)) this.#queue.push(pair);
    }
  }

  #compareArrays(old: PdfArray, now: PdfArray, at: string): void {
    if (old.length !== now.length) throw changed(at);
    for (let index = 0; index < old.length; index++)
      this.#queue.push({ before: old.at(index), after: now.at(index), at: `${at}[${index}]` });
  }

  readonly #catalogRule: Rule = (key, { before, after }) => {
    if (key === "DSS") {
      if (!isAbsent(this.#signed.follow(before)) && isAbsent(this.#later.follow(after)))
        throw new PadesError("pades.status-removed");
      return true;
    }
    if (key !== "AcroForm") return false;
    this.#compareForms();
    return true;
  };

  /** The form may have more signature fields than before; what it had stays. */
  #compareForms(): void {
    const [old, now] = [this.#signed, this.#later].map((one) => dictAt(one, one.catalog, "AcroForm"));
    if (!now) {
      if (old) throw changed("catalog.AcroForm");
      return;
    }
    const [fields, more] = [itemsAt(this.#signed, old, "Fields"), itemsAt(this.#later, now, "Fields")];
    this.#comparePrefix(fields, more, "AcroForm.Fields");
    for (const key of new Set([...(old?.keys() ?? []), ...now.keys()].map(({ value }) => value))) {
      if (key === "Fields" || key === "SigFlags") continue;
      const pair = { before: old?.get(key), after: now.get(key), at: `AcroForm.${key}` };
      // a form that came with the first signature brings its defaults along; without other fields they draw nothing
      if (old && fields.length > 0) this.#queue.push(pair);
      else if (key === "XFA" || key === "NeedAppearances") throw changed(pair.at);
    }
  }

  #pageRule(old: PdfDict, now: PdfDict): Rule {
    const isPage = nameAt(this.#signed, old, "Type") === "Page" && nameAt(this.#later, now, "Type") === "Page";
    return (key) => {
      if (!isPage || key !== "Annots") return false;
      this.#comparePrefix(itemsAt(this.#signed, old, key), itemsAt(this.#later, now, key), "page.Annots");
      return true;
    };
  }

  /** What was there comes first and unchanged; what follows are invisible signature fields. */
  #comparePrefix(old: readonly PdfObject[], now: readonly PdfObject[], at: string): void {
    if (now.length < old.length) throw changed(at);
    for (const [index, after] of now.entries()) {
      if (index < old.length) this.#queue.push({ before: old[index], after, at: `${at}[${index}]` });
      else if (!isInvisibleSignature(this.#later, after)) throw changed(`${at}[${index}]`);
    }
  }
}

/** A merged field and widget of type signature without extent and without an appearance: nothing of it is drawn. */
function isInvisibleSignature(opened: Opened, object: PdfObject): boolean {
  const field = opened.follow(object);
  if (!(field instanceof PdfDict) || nameAt(opened, field, "FT") !== "Sig") return false;
  const rect = itemsAt(opened, field, "Rect").map((one) => (one instanceof PdfNumber ? one.value : Number.NaN));
  const isEmpty = rect.length === 4 && rect[0] === rect[2] && rect[1] === rect[3];
  return isEmpty && ["Kids", "AP", "A", "AA", "MK"].every((key) => !field.has(key));
}

const changed = (at: string): PadesError => new PadesError("pades.appended", at);
const isAbsent = (object: PdfObject | undefined): boolean => object === undefined || object instanceof PdfNull;

function isSameValue(old: PdfObject | undefined, now: PdfObject | undefined): boolean {
  if (old instanceof PdfString && now instanceof PdfString) return Buffer.from(old.bytes).equals(Buffer.from(now.bytes));
  if (old instanceof PdfName && now instanceof PdfName) return old.value === now.value;
  if (old instanceof PdfNumber && now instanceof PdfNumber) return old.value === now.value;
  return old instanceof PdfBool && now instanceof PdfBool && old.value === now.value;
}
