/** One element of the list of records, as text; `row` counts from 1. */
export type RawRecord = { readonly row: number; readonly text: string };

/** A record longer than this is no record. */
const maxRecord = 32 << 20;
const maxDepth = 200;

/** Lists that describe the columns and stand before the records in answers of CKAN, CWA and others. */
const describing = new Set(["fields", "columns", "ColumnList", "Info", "extras"]);

/** The file ended or broke where it should not. */
export class MalformedJson extends Error {
  readonly row: number;
  constructor(row: number) {
    super("malformed JSON");
    this.row = row;
  }
}

/**
 * The records of a JSON text, which arrives in pieces: the elements of the first list of objects that stands in it, however deeply
 * (`[...]`, `result.records`, `features`). Only one record is in memory at a time.
 */
export async function* jsonRecords(pieces: AsyncIterable<string>): AsyncGenerator<RawRecord> {
  const stack: string[] = [];
  let listDepth = 0;
  let done = false;
  let inString = false;
  let escaped = false;
  let opened = false;
  let record = "";
  let row = 0;
  let anything = false;
  let key = "";
  for await (const piece of pieces) {
    let from = record === "" ? -1 : 0;
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === 92) escaped = true;
        else if (code === 34) inString = false;
        if (inString && listDepth === 0 && key.length < 40) key += piece[at];
        continue;
      }
      if (code === 32 || code === 10 || code === 13 || code === 9) continue;
      if (code === 34) {
        inString = true;
        opened = false;
        if (listDepth === 0) key = "";
      } else if (code === 123 || code === 91) {
        if (anything && stack.length === 0) throw new MalformedJson(row);
        if (code === 123 && opened && listDepth === 0 && !done && !describing.has(key)) listDepth = stack.length;
        if (code === 123 && listDepth > 0 && stack.length === listDepth && record === "" && from < 0) from = at;
        stack.push(code === 123 ? "}" : "]");
        if (stack.length > maxDepth) throw new MalformedJson(row);
        opened = code === 91;
        anything = true;
      } else if (code === 125 || code === 93) {
        if (stack.pop() !== piece[at]) throw new MalformedJson(row + 1);
        opened = false;
        if (listDepth > 0 && stack.length === listDepth && (from >= 0 || record !== "")) {
          yield { row: ++row, text: record + piece.slice(Math.max(from, 0), at + 1) };
          record = "";
          from = -1;
        } else if (listDepth > 0 && stack.length < listDepth) {
          listDepth = 0;
          done = true;
        }
      } else {
        opened = false;
        if (stack.length === 0) throw new MalformedJson(row);
      }
    }
    if (from >= 0) record += piece.slice(from);
    if (record.length > maxRecord) throw new MalformedJson(row + 1);
  }
  if (stack.length > 0 || inString || !anything) throw new MalformedJson(row + 1);
}

/** The records of JSON Lines: one a line, blank lines left out. */
export async function* jsonLines(pieces: AsyncIterable<string>): AsyncGenerator<RawRecord> {
  let rest = "";
  let row = 0;
  for await (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > maxRecord) throw new MalformedJson(row + 1);
    for (const line of lines) {
      row++;
      if (line.trim() !== "") yield { row, text: line };
    }
  }
  if (rest.trim() !== "") yield { row: row + 1, text: rest };
}

export type FlatRecord = { readonly cells: Map<string, string>; readonly nested: string[] };

/** The columns of a record; objects within it are spread over columns with a dot, lists stay one value. */
export function flatten(value: object, depth = 0, prefix = "", into: FlatRecord = { cells: new Map(), nested: [] }): FlatRecord {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const name = prefix + key;
    if (into.cells.size >= 2_000) break;
    if (inner === null || inner === undefined) into.cells.set(name, "");
    else if (Array.isArray(inner)) {
      into.cells.set(name, inner.length === 0 ? "" : JSON.stringify(inner));
      if (inner.length > 0) into.nested.push(name);
    } else if (typeof inner === "object") {
      if (depth < 3) flatten(inner, depth + 1, `${name}.`, into);
      else {
        into.cells.set(name, JSON.stringify(inner));
        into.nested.push(name);
      }
    } else into.cells.set(name, String(inner));
  }
  return into;
}
