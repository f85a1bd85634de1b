import type { Column, ColumnWatch } from "./column.ts";
import type { FindingList } from "./findings.ts";
import { firstPosition, judgePosition } from "./rules/coordinates.ts";
import { flatten, MalformedJson, type RawRecord } from "./source/json.ts";
import { columnNames, type Table, type Watch } from "./table.ts";

const maxColumns = 2_000;

function parse({ row, text }: RawRecord): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedJson(row);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new MalformedJson(row);
  return value;
}

/** Reads all records of JSON, JSON Lines or GeoJSON once; a column is any name that occurs in a record. */
export async function readRecords(source: AsyncIterable<RawRecord>, findings: FindingList, watch: Watch): Promise<Table> {
  const columns = new Map<string, { watch: ColumnWatch; present: number }>();
  let rows = 0;
  let shapes = 0;
  let lastKeys = "";
  let ragged = 0;
  for await (const record of source) {
    const value = parse(record);
    rows++;
    const feature = value as { type?: unknown; properties?: unknown; geometry?: unknown };
    const isFeature = feature.type === "Feature" && "geometry" in feature;
    if (isFeature) {
      shapes++;
      lookGeometry(feature.geometry, record.row, findings);
    }
    const { cells, nested } = flatten((isFeature ? (feature.properties ?? {}) : value) as object);
    for (const name of nested) findings.add("nested-values", record.row, name, 1);
    for (const [name, cell] of cells) {
      let column = columns.get(name);
      if (!column && columns.size < maxColumns) {
        column = { watch: watch(name), present: 0 };
        columns.set(name, column);
      }
      column?.watch.look(cell, record.row);
      if (column) column.present++;
    }
    const keys = [...cells.keys()].join("\0");
    if (lastKeys !== "" && keys !== lastKeys && rows > 1 && cells.size < columns.size && ragged++ < 5)
      findings.add("row-ragged", record.row, null, 5);
    lastKeys ||= keys;
  }
  columnNames([...columns.keys()], findings, null);
  const list = [...columns].map(([, { watch: watched, present }]): Column => {
    const column = watched.result();
    return { ...column, empty: column.empty + rows - present };
  });
  if (rows === 0) findings.add("no-records");
  if (shapes > 0) list.push({ name: "geometry", type: "geometry", empty: rows - shapes });
  return { header: 0, rows, columns: list };
}

function lookGeometry(geometry: unknown, row: number, findings: FindingList): void {
  if (geometry === null) return;
  const position = firstPosition(geometry);
  const place = position && judgePosition(position);
  if (!place) findings.add("geometry-invalid", row, "geometry");
  else if (place !== "inside") findings.add(`coordinate-${place}`, row, "geometry");
}
