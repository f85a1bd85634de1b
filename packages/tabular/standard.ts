import type { ColumnType } from "./column.ts";
import type { FindingList } from "./findings.ts";
import type { Table, Watch } from "./table.ts";

/** What a data standard says of its columns. */
export type Standard = {
  readonly columns: readonly {
    readonly name: string;
    readonly type?: ColumnType;
    readonly required?: boolean;
    readonly codes?: readonly string[];
  }[];
};

/** Which types agree with the one that a standard demands: every date is a text, every whole number a number. */
const agrees: Readonly<Record<ColumnType, readonly ColumnType[]>> = {
  string: ["string", "integer", "number", "date", "datetime", "time", "boolean"],
  integer: ["integer"],
  number: ["number", "integer"],
  date: ["date"],
  datetime: ["datetime", "date"],
  time: ["time"],
  boolean: ["boolean"],
  geometry: ["geometry"],
};

/** Looks at the codes of a standard too: each value of the column is one of them or empty. */
export function codesWatched(standard: Standard | undefined, findings: FindingList, watch: Watch): Watch {
  const lists = new Map(standard?.columns.flatMap(({ name, codes }) => (codes ? [[name, new Set(codes)] as const] : [])));
  return (name) => {
    const [codes, watched] = [lists.get(name), watch(name)];
    if (!codes) return watched;
    return {
      ...watched,
      isCountable: false,
      look(cell, row) {
        const code = cell.trim();
        if (code !== "" && !codes.has(code)) findings.add("standard-code", row, name);
        watched.look(cell, row);
      },
    };
  };
}

/** Compares a file with the standard that it declares. A column without values agrees with any type. */
export function lookStandard(standard: Standard, { header, rows, columns }: Table, findings: FindingList): void {
  const row = header || null;
  const byName = new Map(columns.map((column) => [column.name, column]));
  for (const { name, type, required = true } of standard.columns) {
    const column = byName.get(name);
    if (!column && required) findings.add("standard-column-missing", row, name);
    if (column && type && column.empty < rows && !agrees[type].includes(column.type)) findings.add("standard-type", row, name);
  }
  const known = new Set(standard.columns.map(({ name }) => name));
  for (const { name } of columns) if (!known.has(name)) findings.add("standard-column-unknown", row, name);
}
