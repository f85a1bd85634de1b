import { createReadStream } from "node:fs";
import type { FindingList } from "../findings.ts";
import { type Table, tableReader, type Watch } from "../table.ts";
import { csvParser, maxCell } from "./csv.ts";
import { plainRows } from "./plain-rows.ts";

const pieceBytes = 1 << 20;
/** What the reader of all files takes at once between lines that are read as bytes. */
const someBytes = 2_048;
const [quote, lineFeed, carriageReturn] = [34, 10, 13];
const bomBytes = 3;

/**
 * Reads a CSV file in valid UTF-8 once. Lines without quotation marks are read as bytes once the column names are known; from a quotation mark on
 * the reader of all files goes on to the end of its row.
 */
export async function readBytes(
  file: string,
  { bom, delimiter }: { bom: boolean; delimiter: string },
  findings: FindingList,
  watch: Watch,
): Promise<Table> {
  const table = tableReader(findings, watch);
  const parser = csvParser(delimiter, table.take);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let plain: ReturnType<typeof plainRows> | undefined;
  let isPlain = !bom && delimiter === ",";
  let carry: Buffer = Buffer.alloc(0);
  let ended = false;

  /** Whole lines: the reader of all files takes some while the columns are unknown, a row is open, or a mark stands in the next one. */
  function readLines(bytes: Buffer): void {
    for (let at = 0; at < bytes.length && !parser.isOver(); ) {
      const body = table.body();
      if (body) plain ??= plainRows(body, delimiter.charCodeAt(0));
      const mark = bytes.indexOf(quote, at);
      const to = mark < 0 ? bytes.length : bytes.lastIndexOf(lineFeed, mark) + 1;
      if (plain && parser.isBetween() && to > at) {
        const read = plain.read(bytes, at, to, parser.nextRow());
        parser.skip(read.rows);
        at = read.at;
        if (at >= to) continue;
      }
      const end = bytes.lastIndexOf(lineFeed, at + someBytes) + 1;
      const some = bytes.subarray(at, end > at ? end : bytes.indexOf(lineFeed, at) + 1);
      isPlain &&= !some.includes(quote) && !some.includes(carriageReturn);
      parser.push(decoder.decode(some, { stream: true }));
      at += some.length;
    }
  }

  for await (const piece of createReadStream(file, { highWaterMark: pieceBytes, start: bom ? bomBytes : 0 })) {
    const bytes: Buffer = carry.length > 0 ? Buffer.concat([carry, piece as Buffer]) : (piece as Buffer);
    const last = bytes.lastIndexOf(lineFeed) + 1;
    ended = last === bytes.length;
    if (last > 0) readLines(bytes.subarray(0, last));
    carry = bytes.subarray(last);
    // a line that is longer than any cell may be: the reader of all files gives it up
    if (carry.length > maxCell) {
      isPlain = false;
      parser.push(decoder.decode(carry, { stream: true }));
      carry = Buffer.alloc(0);
    }
    if (parser.isOver()) break;
  }
  if (!parser.isOver()) {
    if (carry.length > 0) parser.push(decoder.decode(carry));
    parser.end();
  }
  plain?.end();
  const { normal, ...found } = table.end();
  return { ...found, normal: normal === true && isPlain && ended && !parser.isOver() && (plain?.isAllPlain() ?? true) };
}
