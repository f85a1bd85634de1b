import { readFile, stat } from "node:fs/promises";
import { InvalidArchive, readZip } from "@troad/zip";
import { SaxesParser } from "saxes";
import type { RawRow } from "./csv.ts";

/** A workbook is unpacked in memory, so what it may grow to is small. */
const limits = { archiveBytes: 64 << 20, entries: 2_000, entryBytes: 192 << 20, totalBytes: 256 << 20 };
const maxColumns = 16_384;
/** Cells of a sheet, those that are skipped among them. */
const maxCells = 20_000_000;

/** Why a workbook is not read. */
export class InvalidWorkbook extends Error {
  readonly code: "archive-bomb" | "archive-unsafe" | "format-unknown" | "file-malformed";
  constructor(code: InvalidWorkbook["code"]) {
    super(code);
    this.code = code;
  }
}

function unpack(archive: Buffer): Map<string, Buffer> {
  try {
    const entries = readZip(archive, { limits, isSafeName: (name) => !/^[/\\]|\.\.|\p{Cc}/u.test(name) });
    if (entries.some(({ damaged }) => damaged)) throw new InvalidWorkbook("file-malformed");
    return new Map(entries.map(({ name, data }) => [name, data]));
  } catch (error) {
    if (!(error instanceof InvalidArchive)) throw error;
    if (error.code === "too-large" || error.code === "too-many") throw new InvalidWorkbook("archive-bomb");
    throw new InvalidWorkbook(error.code === "malformed" ? "file-malformed" : "archive-unsafe");
  }
}

type Open = (name: string, attributes: Record<string, string>) => void;

/** Walks XML; saxes expands no external entity, and a document type is refused. */
function walk(xml: Buffer, open: Open, text?: (value: string) => void, close?: (name: string) => void): void {
  const parser = new SaxesParser();
  const fail = (): never => {
    throw new InvalidWorkbook("file-malformed");
  };
  parser.on("error", fail);
  parser.on("doctype", fail);
  parser.on("opentag", ({ name, attributes }) => open(name.replace(/^.*:/, ""), attributes as Record<string, string>));
  if (text) parser.on("text", text);
  if (close) parser.on("closetag", ({ name }) => close(name.replace(/^.*:/, "")));
  parser.write(xml.toString("utf8")).close();
}

function sharedStrings(xml: Buffer | undefined): string[] {
  const all: string[] = [];
  if (!xml) return all;
  let inText = false;
  let phonetic = false;
  walk(
    xml,
    (name) => {
      if (name === "si") all.push("");
      if (name === "rPh") phonetic = true;
      inText = name === "t";
    },
    (value) => {
      if (inText && !phonetic) all[all.length - 1] += value;
    },
    (name) => {
      if (name === "t") inText = false;
      if (name === "rPh") phonetic = false;
    },
  );
  return all;
}

/** Which cell styles show a date (ECMA-376, 18.8.30: built-in formats 14 to 22 and formats with y, m or d). */
function dateStyles(xml: Buffer | undefined): boolean[] {
  const formats = new Map<string, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  if (!xml) return styles;
  walk(
    xml,
    (name, attributes) => {
      const code = (attributes.formatCode ?? "").replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
      if (name === "numFmt") formats.set(attributes.numFmtId ?? "", /[ymd]/i.test(code) && !/general/i.test(code));
      if (name === "cellXfs") inCells = true;
      const id = Number(attributes.numFmtId ?? 0);
      if (name === "xf" && inCells) styles.push((id >= 14 && id <= 22) || formats.get(String(id)) === true);
    },
    undefined,
    (name) => {
      if (name === "cellXfs") inCells = false;
    },
  );
  return styles;
}

/** A serial day of a spreadsheet as ISO text; day 60 (29 February 1900) never was. */
function dayText(serial: number): string {
  const text = new Date(Math.round((serial - 25_569) * 86_400) * 1000).toISOString();
  return Number.isInteger(serial) ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ");
}

const columnOf = (reference: string): number =>
  [...reference.replace(/\d+$/, "")].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The rows of the first sheet of a workbook (Office Open XML). Where a formula stands, its last value is given. */
export async function* xlsxRows(file: string): AsyncGenerator<RawRow> {
  if ((await stat(file)).size > limits.archiveBytes) throw new InvalidWorkbook("archive-bomb");
  const files = unpack(await readFile(file));
  const sheets = [...files.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name));
  const first = sheets.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
  if (!files.has("xl/workbook.xml") || first === undefined) throw new InvalidWorkbook("format-unknown");
  const strings = sharedStrings(files.get("xl/sharedStrings.xml"));
  const styles = dateStyles(files.get("xl/styles.xml"));
  const rows: RawRow[] = [];
  let cells: string[] = [];
  let formulas: number[] = [];
  let row = 0;
  let kept = 0;
  let at = 0;
  let type = "";
  let style = 0;
  let part = "";
  let value = "";
  let formula = "";
  const endCell = (): void => {
    if (at < 0 || at >= maxColumns) throw new InvalidWorkbook("file-malformed");
    while (cells.length < at) cells.push("");
    const raw = type === "s" ? (strings[Number(value)] ?? "") : value;
    const isDay = type === "" && styles[style] === true && value !== "" && Number(value) > 0 && Number(value) < 2_958_466;
    if (formula !== "") formulas.push(at);
    cells[at] = isDay ? dayText(Number(value)) : type === "b" ? String(raw === "1") : raw;
  };
  walk(
    files.get(first)!,
    (name, attributes) => {
      part = name;
      if (name === "row") {
        row = Number(attributes.r ?? row + 1);
        cells = [];
        formulas = [];
        at = -1;
      } else if (name === "c") {
        at = attributes.r ? columnOf(attributes.r) : at + 1;
        type = attributes.t ?? "";
        if (type === "n") type = "";
        style = Number(attributes.s ?? 0);
        value = "";
        formula = "";
      }
    },
    (text) => {
      if (part === "v" || part === "t") value += text;
      if (part === "f") formula += text;
    },
    (name) => {
      part = "";
      if (name === "c") endCell();
      if (name !== "row") return;
      kept += cells.length;
      if (kept > maxCells) throw new InvalidWorkbook("archive-bomb");
      rows.push({ row, cells, stray: false, unclosed: false, formulas });
    },
  );
  for (const [place, one] of rows.entries()) {
    // the program goes on with other work between rows
    if (place % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    yield one;
  }
}
