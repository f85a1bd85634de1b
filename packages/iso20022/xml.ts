import { SaxesParser } from "saxes";
import { InvalidFile } from "./errors.ts";

/** An element with its text and the elements in it, without those that are records of their own. */
export type Element = { name: string; attributes: Record<string, string>; text: string; children: Element[] };
/** `begins`: a record in which another record begins, with what came before that; `ends`: a whole one. */
export type XmlRecord = { at: "begins" | "ends"; path: string; element: Element };
export type XmlLimits = { bytes: number; depth: number; textLength: number; elements: number; records: number };

export const usualLimits: XmlLimits = {
  ...{ bytes: 512 * 1024 * 1024, depth: 40, textLength: 20_000 },
  ...{ elements: 10_000, records: 1_000_000 },
};

type Open = { path: string; element: Element; record: boolean; told: boolean; holds: boolean };
export type Source = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Reads a file record by record. `isRecord` says by its path (`Document/BkToCstmrStmt/Stmt`) which element is one; the namespace of the
 * root comes first, as a record `""`. Throws `InvalidFile`.
 */
export async function* readRecords(
  source: Source,
  isRecord: (path: string) => boolean,
  limits: XmlLimits = usualLimits,
): AsyncGenerator<XmlRecord> {
  const machine = recordMachine(isRecord, limits);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let bytes = 0;
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new InvalidFile(chunk ? "malformed" : "truncated", "not UTF-8");
    }
  };
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > limits.bytes) throw new InvalidFile("too-large", `more than ${limits.bytes} bytes`);
    yield* machine.write(decoded(chunk));
  }
  yield* machine.write(decoded());
  machine.close();
}

function recordMachine(isRecord: (path: string) => boolean, limits: XmlLimits) {
  const ready: XmlRecord[] = [];
  const open: Open[] = [];
  let [elements, records, ended] = [0, 0, false];
  const emit = (record: XmlRecord): void => {
    if (++records > limits.records) throw new InvalidFile("too-large", "too many records");
    ready.push(record);
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw new InvalidFile("malformed", error.message.slice(0, 200));
  });
  parser.on("doctype", () => {
    throw new InvalidFile("malformed", "a document type is not taken");
  });
  parser.on("opentag", (tag) => {
    const parent = open.at(-1);
    const path = parent ? `${parent.path}/${tag.local}` : tag.local;
    if (open.length >= limits.depth) throw new InvalidFile("too-large", "nested too deeply");
    const attributes = Object.fromEntries(Object.entries(tag.attributes).map(([name, { value }]) => [name, value]));
    const element: Element = { name: tag.local, attributes, text: "", children: [] };
    if (!parent) emit({ at: "begins", path: "", element: { ...element, text: tag.uri } });
    const record = isRecord(path);
    if (record) {
      elements = 0;
      tellOuter(open, emit);
    } else if (++elements > limits.elements) throw new InvalidFile("too-large", "a record has too many elements");
    if (parent) parent.holds = true;
    open.push({ path, element, record, told: false, holds: false });
  });
  const addText = (text: string): void => {
    const last = open.at(-1);
    // white space between elements is no text
    if (!last || last.holds) return;
    last.element.text += text;
    if (last.element.text.length > limits.textLength) throw new InvalidFile("too-large", "a text is too long");
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const { path, element, record, holds } = open.pop()!;
    element.text = holds ? "" : element.text.trim();
    if (record) emit({ at: "ends", path, element });
    else open.at(-1)?.element.children.push(element);
    ended = open.length === 0;
  });
  return {
    *write(text: string): Generator<XmlRecord> {
      parser.write(text);
      yield* ready.splice(0);
    },
    close(): void {
      if (!ended) throw new InvalidFile("truncated", "the file ends in the middle");
      parser.close();
    },
  };
}

/** A record in which another begins is told first, once, with what is open in it. */
function tellOuter(open: Open[], emit: (record: XmlRecord) => void): void {
  for (const [depth, outer] of open.entries()) {
    if (!outer.record || outer.told) continue;
    outer.told = true;
    emit({ at: "begins", path: outer.path, element: soFar(open.slice(depth)) });
  }
}

/** An element with the open elements in it, down to the next record. */
function soFar([outer, ...inner]: Open[]): Element {
  const { element } = outer!;
  const next = inner[0];
  return next && !next.record ? { ...element, children: [...element.children, soFar(inner)] } : element;
}

/** The first element at a path below, such as `Sts/Cd`. */
export function find(element: Element | undefined, path: string): Element | undefined {
  let found = element;
  for (const name of path.split("/")) found = found?.children.find((child) => child.name === name);
  return found;
}
export const all = (element: Element | undefined, name: string): Element[] =>
  element?.children.filter((child) => child.name === name) ?? [];
/** The text at a path; null where there is none. */
export const text = (element: Element | undefined, path: string): string | null => find(element, path)?.text || null;
/** The text at a path that has to be there. */
export function needed(element: Element | undefined, path: string): string {
  const found = text(element, path);
  if (found === null) throw new InvalidFile("missing", `${element?.name ?? ""}/${path}`);
  return found;
}
