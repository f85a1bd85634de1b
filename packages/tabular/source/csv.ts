/** A row of a file as it stands there; `row` counts as a spreadsheet does. */
export type RawRow = {
  readonly row: number;
  readonly cells: string[];
  readonly stray: boolean;
  readonly unclosed: boolean;
  /** Places of cells that a formula works out; workbooks only. */
  readonly formulas?: readonly number[];
};

/** A cell longer than this is what an unclosed quotation mark makes of the rest of a file. */
export const maxCell = 1 << 20;
/** Columns of a spreadsheet at most. */
export const maxColumns = 16_384;

/** A row that no table has. */
export class MalformedRow extends Error {
  readonly row: number;
  constructor(row: number) {
    super(`row ${row} has more cells than a spreadsheet has columns`);
    this.row = row;
  }
}

export type CsvParser = ReturnType<typeof csvParser>;

/**
 * Rows of a CSV text (RFC 4180), which arrives in pieces. Line breaks inside quotes belong to the cell; CR, LF and both end a row. A quote that
 * is never closed ends the rows with `unclosed`, so that memory stays bounded. The first row that is read has the number given.
 */
export function csvParser(delimiter: string, take: (row: RawRow) => void) {
  let row = 1;
  let cells: string[] = [];
  let cell = "";
  let state: "start" | "plain" | "quoted" | "closing" = "start";
  let stray = false;
  let skipLf = false;
  let over = false;
  const endCell = (): void => {
    if (cells.length >= maxColumns) throw new MalformedRow(row);
    cells.push(cell);
    cell = "";
    state = "start";
  };
  /** What an unclosed quotation mark, or no line break at all, makes of the rest of a file. */
  const giveUp = (): void => {
    over = true;
    take({ row, cells: [...cells, cell.slice(0, 100)], stray, unclosed: true });
  };
  return {
    push(piece: string): void {
      let at = 0;
      while (at < piece.length && !over) {
        if (state === "quoted") {
          const end = piece.indexOf('"', at);
          cell += end < 0 ? piece.slice(at) : piece.slice(at, end);
          if (cell.length > maxCell) giveUp();
          if (end < 0 || over) break;
          at = end + 1;
          state = "closing";
          continue;
        }
        const char = piece[at]!;
        if (char === "\n" && skipLf) {
          skipLf = false;
          at++;
          continue;
        }
        skipLf = false;
        if (state === "closing" && char === '"') {
          cell += '"';
          state = "quoted";
          at++;
        } else if (state === "start" && char === '"') {
          state = "quoted";
          at++;
        } else if (char === delimiter) {
          endCell();
          at++;
        } else if (char === "\n" || char === "\r") {
          endCell();
          take({ row, cells, stray, unclosed: false });
          row++;
          cells = [];
          stray = false;
          skipLf = char === "\r";
          at++;
        } else {
          if (state === "closing" || (state === "plain" && char === '"')) stray ||= char.trim() !== "";
          let end = at + 1;
          for (; end < piece.length; end++) {
            const next = piece[end]!;
            if (next === delimiter || next === "\n" || next === "\r" || next === '"') break;
          }
          cell += piece.slice(at, end);
          state = "plain";
          at = end;
          if (cell.length > maxCell) giveUp();
        }
      }
    },
    end(): void {
      if (over || (state === "start" && cells.length === 0)) return;
      const unclosed = state === "quoted";
      endCell();
      take({ row, cells, stray, unclosed });
    },
    /** The text ended between two rows. */
    isBetween: (): boolean => state === "start" && cells.length === 0 && !skipLf,
    isOver: (): boolean => over,
    nextRow: (): number => row,
    /** Rows that something else has read. */
    skip(rows: number): void {
      row += rows;
    },
  };
}

/** The rows of a text, one after another. */
export async function* csvRows(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<RawRow> {
  let rows: RawRow[] = [];
  const parser = csvParser(delimiter, (row) => rows.push(row));
  for await (const piece of pieces) {
    parser.push(piece);
    const read = rows;
    rows = [];
    yield* read;
    if (parser.isOver()) return;
  }
  parser.end();
  yield* rows;
}

const candidates = [",", "\t", ";", "|"] as const;

/** The delimiter of a text's beginning: the one that gives most rows the same number of cells, more than one. */
export async function detectDelimiter(sample: string): Promise<string> {
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of candidates) {
    const widths = new Map<number, number>();
    let rows = 0;
    for await (const { cells } of csvRows(once(sample), delimiter)) {
      if (cells.every((cell) => cell.trim() === "")) continue;
      rows++;
      widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
    }
    const [width, count] = [...widths].filter(([cells]) => cells > 1).toSorted((a, b) => b[1] - a[1])[0] ?? [1, 0];
    const score = rows === 0 ? 0 : (count / rows) * (1 + Math.min(width, 20) / 40);
    if (score > best.score + 0.001) best = { delimiter, score };
  }
  return best.delimiter;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
