import type { ColumnWatch } from "../column.ts";
import type { Body } from "../table.ts";
import { MalformedRow, maxCell, maxColumns } from "./csv.ts";

/**
 * Rows without quotation marks, read as bytes: what stands in large files a million times is counted without making a text of it. Anything out
 * of the ordinary (another number of cells, a row that may be a total, a remark or the column names) is looked at whole, by the rules for all
 * files.
 */
const lineFeed = 10;
const carriageReturn = 13;
const dot = 46;
const zero = 48;
const nine = 57;
const mostDigits = 15;
/** What a cell is by its bytes. */
const empty = 0;
const digits = 1;
const single = 2;
const fraction = 3;
const other = 4;
const slots = 1 << 11;
const mostKept = slots / 2;

/** Values of a column that only count, by their bytes. */
type Memory = {
  values: (Uint8Array | undefined)[];
  texts: string[];
  counts: Float64Array;
  kept: number;
};
const memoryOf = (): Memory => ({ values: [], texts: [], counts: new Float64Array(slots), kept: 0 });

type Counted = { integers: number; twoDigits: number; numbers: number; empty: number };

export function plainRows(body: Body, delimiter: number) {
  const { columns } = body;
  const width = columns.length;
  const memories = columns.map(memoryOf);
  const bulk: Counted[] = columns.map(() => ({ integers: 0, twoDigits: 0, numbers: 0, empty: 0 }));
  const seen = columns.map(() => ({ integer: false, number: false, empty: false }));
  const [starts, ends, kinds, hashes] = [0, 1, 2, 3].map(() => new Int32Array(width + 1)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let isAllPlain = true;
  /** The first column's name may stand there again, and be a number. */
  const isNumericName = /^[\d.]+$/.test(body.firstName);

  /** One cell as a text, by the rules for all files; a value that only counts is kept. */
  function learn(column: ColumnWatch, memory: Memory, bytes: Buffer, at: number, row: number): string {
    const text = bytes.toString("utf8", starts[at], ends[at]);
    if (!column.isCountable || memory.kept >= mostKept) column.look(text, row);
    else if (column.isPure(text, row)) keep(memory, bytes.subarray(starts[at], ends[at]), text, hashes[at]!);
    return text;
  }
  function keep(memory: Memory, bytes: Uint8Array, text: string, hash: number): void {
    let slot = hash & (slots - 1);
    while (memory.values[slot]) slot = (slot + 1) & (slots - 1);
    memory.values[slot] = Uint8Array.from(bytes);
    memory.texts[slot] = text;
    memory.kept++;
  }
  /** The place of a value that was kept, or -1. */
  function placeOf(memory: Memory, bytes: Buffer, at: number): number {
    const [start, length] = [starts[at]!, ends[at]! - starts[at]!];
    for (let slot = hashes[at]! & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const value = memory.values[slot];
      if (!value) return -1;
      if (value.length !== length) continue;
      let same = 0;
      while (same < length && value[same] === bytes[start + same]) same++;
      if (same === length) return slot;
    }
  }

  function lookCell(bytes: Buffer, at: number, row: number): void {
    const column = columns[at]!;
    const [kind, sums, first] = [kinds[at]!, bulk[at]!, seen[at]!];
    if (column.isCountable && kind === empty && first.empty) {
      sums.empty++;
      return;
    }
    if (column.isCountable && column.isOfNumbers) {
      const length = ends[at]! - starts[at]!;
      if ((kind === digits || kind === single) && first.integer && length <= mostDigits && length !== 10 && length !== 12) {
        sums.integers++;
        if (length > 1) sums.twoDigits++;
        return;
      }
      if (kind === fraction && first.number) {
        sums.numbers++;
        return;
      }
    }
    const isText = kind === other || (!column.isOfNumbers && kind !== empty);
    if (column.isCountable && isText) {
      const slot = placeOf(memories[at]!, bytes, at);
      if (slot >= 0) {
        memories[at]!.counts[slot]!++;
        return;
      }
    }
    if (isText) return void learn(column, memories[at]!, bytes, at, row);
    column.look(bytes.toString("utf8", starts[at], ends[at]), row);
    if (kind === empty) first.empty = true;
    else if (kind === fraction) first.number = true;
    else if (ends[at]! - starts[at]! <= mostDigits) first.integer = true;
  }

  /** The first cell may say that the row is no data; only a text can. */
  function isOdd(bytes: Buffer, cells: number): boolean {
    if (cells !== width || kinds[0] === empty || body.isAfterBlank()) return true;
    if (kinds[0] !== other && !isNumericName) return false;
    if (columns[0]!.isCountable && !isNumericName && placeOf(memories[0]!, bytes, 0) >= 0) return false;
    return body.isOddKey(bytes.toString("utf8", starts[0], ends[0]));
  }
  function lookWhole(bytes: Buffer, from: number, to: number, row: number): void {
    const cells = bytes.toString("utf8", from, to).split(String.fromCharCode(delimiter));
    if (cells.length > maxColumns) throw new MalformedRow(row);
    body.look({ row, cells, stray: false, unclosed: false });
  }

  return {
    /** Whether nothing but rows of this kind has come, each ended by a line feed. */
    isAllPlain: (): boolean => isAllPlain,
    /** Reads whole lines; gives how many, and where it stopped because of what it does not read. */
    read(bytes: Buffer, from: number, to: number, firstRow: number): { rows: number; at: number } {
      let at = from;
      let row = firstRow;
      while (at < to) {
        const start = at;
        let cells = 0;
        let begin = at;
        let hash = 0;
        let kind: number = empty;
        let end = -1;
        for (; ; at++) {
          const byte = bytes[at]!;
          if (byte === delimiter || byte === lineFeed || byte === carriageReturn) {
            if (byte === carriageReturn) {
              isAllPlain = false;
              // a return by itself ends a row too: the reader of all files knows how
              if (bytes[at + 1] !== lineFeed) return { rows: row - firstRow, at: start };
            }
            if (at - begin > maxCell) return { rows: row - firstRow, at: start };
            if (cells <= width) {
              starts[cells] = begin;
              ends[cells] = at;
              kinds[cells] = kind;
              hashes[cells] = hash ^ (hash >>> 15);
            }
            cells++;
            if (byte !== delimiter) {
              end = at;
              at += byte === carriageReturn ? 2 : 1;
              break;
            }
            begin = at + 1;
            hash = 0;
            kind = empty;
            continue;
          }
          hash = (Math.imul(hash, 31) + byte) | 0;
          if (byte >= zero && byte <= nine) {
            if (kind === empty) kind = byte === zero ? single : digits;
            else if (kind === single) kind = other;
          } else if (byte === dot && (kind === digits || kind === single)) kind = fraction;
          else kind = other;
        }
        if (isOdd(bytes, cells)) lookWhole(bytes, start, end, row);
        else {
          for (let cell = 0; cell < width; cell++) lookCell(bytes, cell, row);
          body.counted(1);
        }
        row++;
      }
      return { rows: row - firstRow, at };
    },
    /** What was only counted reaches its columns. */
    end(): void {
      columns.forEach((column, at) => {
        const { empty: blanks, ...numbers } = bulk[at]!;
        if (column.isCountable) column.bulk(numbers);
        if (blanks > 0) column.again("", blanks);
        memories[at]!.values.forEach((_, slot) => {
          const [text, count] = [memories[at]!.texts[slot]!, memories[at]!.counts[slot]!];
          if (count > 0) column.again(text, count);
        });
      });
    },
  };
}
