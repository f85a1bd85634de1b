/** SQL over Parquet files, in a process of its own that reaches one file and nothing else. */
export { openQueryEngine, type QueryEngine } from "./engine.ts";
export { QueryFailed, type Rows, type StoredColumn } from "./messages.ts";
