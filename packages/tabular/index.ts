/** Checks files of tables as agencies publish them, and says in plain words what is wrong and where. */
export { type CheckedFile, type CheckOptions, checkFile, type Format } from "./check.ts";
export { type Badge, badges, type Finding, type FindingCode, findingCodes, meaningOf } from "./codes.ts";
export type { Column, ColumnType } from "./column.ts";
export { csvLine, type NormalCell, normalRows } from "./normal.ts";
export type { Standard } from "./standard.ts";
