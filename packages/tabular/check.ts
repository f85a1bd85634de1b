import { open, stat } from "node:fs/promises";
import { type Badge, badgeOf, type Finding } from "./codes.ts";
import { type Column, watchColumn } from "./column.ts";
import { type FindingList, findingList } from "./findings.ts";
import { readRecords } from "./records.ts";
import { townshipJudge } from "./rules/identifiers.ts";
import { readBytes } from "./source/bytes.ts";
import { csvRows, detectDelimiter, MalformedRow } from "./source/csv.ts";
import { type Detected, decode, detectEncoding } from "./source/encoding.ts";
import { jsonLines, jsonRecords, MalformedJson } from "./source/json.ts";
import { InvalidWorkbook, xlsxRows } from "./source/xlsx.ts";
import { codesWatched, lookStandard, type Standard } from "./standard.ts";
import { readTable, type Table } from "./table.ts";

export type Format = "csv" | "json" | "json-lines" | "geojson" | "xlsx";
export type Report = {
  readonly encoding: string | null;
  readonly delimiter: string | null;
  /** The row with the column names; data begin below it. 0 where a file has none, as in JSON. */
  readonly header: number;
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly findings: readonly Finding[];
  readonly badge: Badge;
};
/** `normal`: the file itself is what programs want of it, and no row has to be written again. */
export type CheckedFile = Report & { readonly format: Format | null; readonly normal?: boolean };
export type CheckOptions = {
  readonly maxBytes?: number;
  /** Codes of townships, eight digits; without them codes are not judged. */
  readonly townships?: ReadonlySet<string>;
  /** The standard that the file declares to follow. */
  readonly standard?: Standard;
};

const defaultMaxBytes = 2 * 1024 ** 3;
const sampleBytes = 1 << 16;
const none: Table = { header: 0, rows: 0, columns: [] };

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const isZip = (head: Buffer): boolean => head.length > 3 && head.readUInt32LE(0) === 0x04034b50;
/** gzip, 7z, RAR, PDF, old Office, PNG, JPEG, SQLite, ELF: formats that are no tables. */
const others = ["1f8b", "377abcaf", "52617221", "25504446", "d0cf11e0", "89504e47", "ffd8ff", "53514c69", "7f454c46", "504b0506"];

/**
 * Checks a file of a table from its first byte to its last, whatever its size, in bounded memory. What is expected of agencies' files: the
 * standard on open data's quality (政府資料品質提升機制), the Personal Data Protection Act, and that no spreadsheet runs what it opens.
 */
export async function checkFile(file: string, options: CheckOptions = {}): Promise<CheckedFile> {
  const findings = findingList();
  const { size } = await stat(file);
  const head = await firstBytes(file);
  const refuse = (code: Parameters<FindingList["add"]>[0]) => {
    findings.add(code);
    return done(null, undefined, null, none, findings, options.standard);
  };
  if (size === 0) return refuse("file-empty");
  if (size > (options.maxBytes ?? defaultMaxBytes)) return refuse("file-too-large");
  if (others.some((magic) => head.toString("hex").startsWith(magic))) return refuse("format-unknown");
  const township = options.townships && townshipJudge(options.townships);
  const watch = codesWatched(options.standard, findings, (name) => watchColumn(name, findings, township));
  if (isZip(head)) {
    try {
      return done("xlsx", undefined, null, await readTable(xlsxRows(file), findings, watch), findings, options.standard);
    } catch (error) {
      if (error instanceof InvalidWorkbook) return refuse(error.code);
      throw error;
    }
  }
  const detected = await detectEncoding(file);
  const sample = new TextDecoder(detected.encoding).decode(head, { stream: true });
  if ((sample.match(/\0/g)?.length ?? 0) > 8) return refuse("format-unknown");
  noteEncoding(detected, findings);
  const format = formatOf(sample, file);
  const text = decode(file, detected.encoding);
  if (format === "csv") {
    let delimiter: string | null = null;
    try {
      delimiter = await detectDelimiter(sample);
      if (delimiter !== ",") findings.add("delimiter-not-comma");
      const table =
        detected.encoding === "utf-8" && detected.valid
          ? await readBytes(file, { bom: detected.bom, delimiter }, findings, watch)
          : await readTable(csvRows(text, delimiter), findings, watch);
      return done(format, detected, delimiter, table, findings, options.standard);
    } catch (error) {
      if (!(error instanceof MalformedRow)) throw error;
      findings.add("file-malformed", error.row);
      return done(format, detected, delimiter, none, findings, options.standard);
    }
  }
  try {
    const records = format === "json-lines" ? jsonLines(text) : jsonRecords(text);
    return done(format, detected, null, await readRecords(records, findings, watch), findings, options.standard);
  } catch (error) {
    if (!(error instanceof MalformedJson)) throw error;
    findings.add("file-malformed", error.row);
    return done(format, detected, null, none, findings, options.standard);
  }
}

function noteEncoding({ encoding, bom, valid }: Detected, findings: FindingList): void {
  if (encoding !== "utf-8") findings.add("encoding-not-utf8");
  if (bom) findings.add("encoding-bom");
  if (!valid) findings.add("encoding-bytes");
}

/** By what the text is; the name of a file proves nothing. */
function formatOf(sample: string, file: string): Format {
  const text = sample.trimStart();
  if (text[0] !== "{" && text[0] !== "[") return "csv";
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (
    text[0] === "{" &&
    (isObject(lines[0]) || /\.(jsonl|ndjson)$/i.test(file)) &&
    (lines.length > 1 || /\.(jsonl|ndjson)$/i.test(file))
  )
    return "json-lines";
  if (text[0] === "[" && !/^\[\s*([[{"\]\d\-tfn])/.test(text)) return "csv";
  return /"type"\s*:\s*"FeatureCollection"/.test(text) ? "geojson" : "json";
}

function isObject(line = ""): boolean {
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}

function done(
  format: Format | null,
  detected: Detected | undefined,
  delimiter: string | null,
  table: Table,
  findings: FindingList,
  standard: Standard | undefined,
): CheckedFile {
  if (standard && format) lookStandard(standard, table, findings);
  const list = findings.sorted();
  const badge = badgeOf(
    list.map(({ code }) => code),
    standard !== undefined,
  );
  return {
    format,
    encoding: detected?.encoding ?? (format === "xlsx" ? "utf-8" : null),
    delimiter,
    ...table,
    findings: list,
    badge,
  };
}
